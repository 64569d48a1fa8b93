import type { Tensor } from '../../tensor.ts';
import { concat } from '../join.ts';
import { matmul } from '../matmul.ts';
import { slice } from '../slice.ts';
import { split } from '../split.ts';

/** Columns of a recurrent kernel for some gates, with the dropout masks of the state and a bias if there are any. */
export interface GateWeights {
  /** [units, gates · units] */
  readonly kernel: Tensor;
  /** [gates · units], added to the product */
  readonly bias: Tensor | undefined;
  /** [gates, batch, units] */
  readonly masks: Tensor | undefined;
  /** The kernel by gate, [gates, units, units], where there are masks. */
  readonly stacked: Tensor | undefined;
}

/** The weights of gates `from` … `to` − 1. */
export function gateWeights(
  recurrentKernel: Tensor,
  masks: Tensor | undefined,
  [from, to]: readonly [from: number, to: number],
  bias?: Tensor,
): GateWeights {
  const units = recurrentKernel.shape[0] as number;
  const gates = to - from;
  const kernel = slice(recurrentKernel, [0, from * units], [units, to * units]);
  const stacked = masks && kernel.reshape([units, gates, units]).transpose([1, 0, 2]);
  return { kernel, bias, masks: masks && slice(masks, from, to), stacked };
}

/** state · kernel, each gate with its own mask of the state: [batch, units] → [batch, gates · units]. */
export function gateProduct(state: Tensor, { kernel, bias, masks, stacked }: GateWeights): Tensor {
  const product =
    masks === undefined || stacked === undefined ? matmul(state, kernel) : joined(matmul(state.mul(masks), stacked));
  return bias === undefined ? product : product.add(bias);
}

/** The gradient of the state, from that of {@link gateProduct}. */
export function gateProductGradient(dy: Tensor, { kernel, masks, stacked }: GateWeights): Tensor {
  if (masks === undefined || stacked === undefined) return matmul(dy, kernel, { transposeB: true });
  const [gates, batch, units] = masks.shape as readonly [number, number, number];
  const byGate = dy.reshape([batch, gates, units]).transpose([1, 0, 2]);
  return matmul(byGate, stacked, { transposeB: true }).mul(masks).sum({ axis: 0 });
}

/** [gates, batch, units] → [batch, gates · units] */
function joined(byGate: Tensor): Tensor {
  const [gates, batch, units] = byGate.shape as readonly [number, number, number];
  return byGate.transpose([1, 0, 2]).reshape([batch, gates * units]);
}

/**
 * x · kernel over all steps: [batch, time, inputs] → [batch, time, gates · units]. One product, or with masks
 * [gates, batch, inputs] one for each gate.
 */
export function sequenceProduct(x: Tensor, kernel: Tensor, masks: Tensor | undefined): Tensor {
  if (masks === undefined) return matmul(x, kernel);
  const columns = split(kernel, masks.shape[0] as number, { axis: 1 });
  return concat(
    columns.map((gate, g) => matmul(maskedSteps(x, masks, g), gate)),
    { axis: 2 },
  );
}

/** The gradient of x, from that of {@link sequenceProduct}. */
export function sequenceInputGradient(dy: Tensor, kernel: Tensor, masks: Tensor | undefined): Tensor {
  if (masks === undefined) return matmul(dy, kernel, { transposeB: true });
  const gates = masks.shape[0] as number;
  const columns = split(kernel, gates, { axis: 1 });
  return split(dy, gates, { axis: 2 })
    .map((d, g) => maskedSteps(matmul(d, columns[g] as Tensor, { transposeB: true }), masks, g))
    .reduce((sum, part) => sum.add(part));
}

/**
 * The gradient of a kernel, from that of its product over all steps: xᵀ · dy, of all steps at once.
 *
 * @param operand - what the columns of a gate were multiplied by, [batch, time, inputs]
 * @param dy - [batch, time, gates · units]
 * @param gates - in how many blocks of columns operands or masks differ
 * @param masks - [gates, batch, inputs]
 */
export function sequenceKernelGradient(
  operand: (gate: number) => Tensor,
  dy: Tensor,
  gates: number,
  masks: Tensor | undefined,
): Tensor {
  const parts = split(dy, gates, { axis: 2 }).map((d, g) => {
    const x = masks === undefined ? operand(g) : maskedSteps(operand(g), masks, g);
    return matmul(rows(x), rows(d), { transposeA: true });
  });
  return concat(parts, { axis: 1 });
}

/** x with the mask of a gate at every step. */
function maskedSteps(x: Tensor, masks: Tensor, gate: number): Tensor {
  const [, batch, width] = masks.shape as readonly [number, number, number];
  return x.mul(slice(masks, gate, gate + 1).reshape([batch, 1, width]));
}

/** [batch, time, n] → [batch · time, n] */
export function rows(x: Tensor): Tensor {
  const [batch, time, width] = x.shape as readonly [number, number, number];
  return x.reshape([batch * time, width]);
}
