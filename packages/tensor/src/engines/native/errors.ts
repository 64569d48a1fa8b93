import { bytesPerElement } from '../../dtype.ts';
import { ArgumentError, DTypeError, EngineError } from '../../errors.ts';
import type { Abstract } from '../../primitive.ts';
import { formatShape, sizeOf } from '../../shape.ts';

/** What the kernels refused, as an error of ours. */
export function nativeError(op: string, thrown: unknown, outputs: readonly Abstract[]): Error {
  const { code, message } = thrown as { code?: string; message: string };
  const made = outputs.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
  if (code === 'indexOutside') {
    const [index, size] = message.split(',');
    return new ArgumentError(op, 'an index is out of range', {
      got: `index ${index} for an axis of size ${size}`,
      expected: size === '0' ? 'no index at all: the axis is empty' : `integers from 0 to ${Number(size) - 1}`,
    });
  }
  if (code === 'outOfMemory') {
    const bytes = outputs.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0);
    return new EngineError(op, 'there is not enough memory', {
      got: `a result of ${made}, ${bytes} bytes`,
      fix: 'Use smaller batches or a smaller dtype, or release tensors by scope or dispose()',
      cause: thrown,
    });
  }
  if (code === 'unsupported') {
    return new DTypeError(op, 'the native engine does not compute this dtype', {
      got: `a result of ${made}`,
      fix: "Cast first, to 'float32' for one",
      cause: thrown,
    });
  }
  return new EngineError(op, `the native kernel refused the call: ${message}`, {
    got: `outputs ${made}`,
    cause: thrown,
  });
}
