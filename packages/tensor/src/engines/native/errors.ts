import { ArgumentError, DTypeError, EngineError } from '../../errors.ts';
import type { Abstract } from '../../primitive.ts';
import { isAddressable } from '../../shape.ts';
import { formatArrays, notEnoughMemory } from '../../tensor-errors.ts';
import type { Parameter } from './record.ts';

/** The call that the kernels refused. */
export interface RefusedCall {
  readonly op: string;
  readonly inputs: readonly Abstract[];
  readonly params: readonly Parameter[];
  readonly outputs: readonly Abstract[];
}

/** The greatest size of an axis, or parameter, that every kernel takes. */
const mostEverywhere = 2 ** 31 - 1;

/** What the kernels refused, as an error of ours. */
export function nativeError(call: RefusedCall, thrown: unknown): Error {
  const { op, outputs } = call;
  const { code, message } = thrown as { code?: string; message: string };
  if (code === 'indexOutside') {
    const [index, size] = message.split(',');
    return new ArgumentError(op, 'an index is out of range', {
      got: `index ${index} for an axis of size ${size}`,
      expected: size === '0' ? 'no index at all: the axis is empty' : `integers from 0 to ${Number(size) - 1}`,
    });
  }
  if (code === 'outOfMemory' || thrown instanceof RangeError || !outputs.every(({ shape }) => isAddressable(shape))) {
    return notEnoughMemory(op, outputs, thrown);
  }
  if (code === 'unsupported') {
    return new DTypeError(op, 'the native engine does not compute this dtype', {
      got: `a result of ${formatArrays(outputs)}`,
      fix: "Cast first, to 'float32' for one",
      cause: thrown,
    });
  }
  const largest = largestNumber(call);
  if (largest > mostEverywhere) {
    return new ArgumentError(op, 'a size or an option is larger than the native engine computes with', {
      got: String(largest),
      expected: `integers up to ${mostEverywhere}`,
      cause: thrown,
    });
  }
  return new EngineError(op, `the native kernel refused the call: ${message}`, {
    got: `outputs ${formatArrays(outputs)}`,
    cause: thrown,
  });
}

function largestNumber({ inputs, params, outputs }: RefusedCall): number {
  const sizes = [...inputs, ...outputs].flatMap(({ shape }) => shape);
  return Math.max(0, ...[...sizes, ...params.flat().map(Number)].map(Math.abs));
}
