import type { Kernels } from '@mariana/tensor';
import { broadcastShapes, sameShape, sizeOf } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { spread } from './movement.ts';
import { areFloat, nativeWhere } from './native.ts';

/** Matrix products on the backend. */
export function matmulKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    matmul: nativeWhere(device, host.matmul, areFloat, ([a, b], { transposeA, transposeB }) => {
      // wasm's own transposed product is ten times slower than a transposition and a plain product.
      const turn = device.name === 'wasm';
      const left = turn && transposeA ? turned(device, a) : a;
      const right = turn && transposeB ? turned(device, b) : b;
      const [x, y] = batched(device, left, right);
      const attrs = { transposeA: !turn && transposeA, transposeB: !turn && transposeB };
      return device.run('BatchMatMul', { a: x, b: readAfresh(device, y) }, attrs);
    }),
  };
}

/** In which shape a value was first the right side of a product. */
const packed = /* @__PURE__ */ new WeakMap<DataId, string>();

/**
 * The right side of a product, safe to give to wasm: it keeps what it packed at a value's first product and knows it by
 * the value alone, so that in another shape (a row once, a column then) it would compute nonsense or leave its memory.
 */
export function readAfresh(device: Device, b: Info): Info {
  if (device.name !== 'wasm') return b;
  const shape = b.shape.slice(-2).join();
  const before = packed.get(b.dataId);
  if (before === undefined) packed.set(b.dataId, shape);
  return before === undefined || before === shape ? b : device.temporary('Identity', { x: b });
}

/** A matrix, or each of many, with its last two axes exchanged. */
function turned(device: Device, x: Info): Info {
  const rank = x.shape.length;
  const rows = x.shape[rank - 2]!;
  const columns = x.shape[rank - 1]!;
  const shape = [...x.shape.slice(0, -2), columns, rows];
  // A single row is a single column already.
  if (rows === 1 || columns === 1) return device.reshaped(x, shape);
  const perm = x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return device.temporary('Transpose', { x }, { perm });
}

/**
 * Operands with at most one batch axis each. All but libtensorflow misread batches that broadcast on both sides, so
 * these are written out.
 */
function batched(device: Device, a: Info, b: Info): [Info, Info] {
  if (device.name === 'node' || (a.shape.length === 2 && b.shape.length === 2)) return [a, b];
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [sizeA, sizeB] = [sizeOf(batchA), sizeOf(batchB)];
  const flat = (x: Info, size: number) => device.reshaped(x, [size, ...x.shape.slice(-2)]);
  if (sameShape(batchA, batchB) || sizeA === 1 || sizeB === 1) return [flat(a, sizeA), flat(b, sizeB)];
  const batch = broadcastShapes('matmul', batchA, batchB);
  const whole = (x: Info) => flat(spread(device, x, [...batch, ...x.shape.slice(-2)]), sizeOf(batch));
  return [whole(a), whole(b)];
}
