import { bytesPerElement } from './dtype.ts';
import type { Engine } from './engine/engine.ts';
import { ArgumentError, DTypeError, EngineError, type MarianaError, ShapeError } from './errors.ts';
import type { Abstract } from './primitive.ts';
import { formatShape, isAddressable, notAddressable, sizeOf } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** The error of a tensor without memory: one inside a transform, or one that was disposed of. */
export function unreadable({ level, shape }: Tensor): MarianaError {
  if (level !== undefined) {
    return new ArgumentError('tensor', 'its elements cannot be read inside a transformed function', {
      got: `a traced tensor of shape ${formatShape(shape)}`,
      fix: 'Return it from the function (as auxiliary output of grad, for one) and read it outside',
    });
  }
  return new ArgumentError('tensor', 'it has been disposed', {
    got: `a tensor of shape ${formatShape(shape)}`,
    fix: 'Return it from the scope or the transformed function that made it, or dispose of it later',
  });
}

/** The error of an engine that cannot wait for elements. */
export function notSynchronous({ description }: Engine): MarianaError {
  return new EngineError('dataSync', `the engine ${description} cannot be read synchronously`, {
    fix: 'Use await x.data()',
  });
}

/** The error of asking for the only element where there are more, or none. */
export function notOneElement({ shape }: Tensor): MarianaError {
  return new ShapeError('item', 'the tensor does not have exactly one element', {
    got: `shape ${formatShape(shape)}`,
    fix: 'Reduce it first, or use await x.array()',
  });
}

/** The error of an int64 that would be rounded as a number. */
export function notANumber(element: bigint): MarianaError {
  return new DTypeError('item', 'no number is equal to the element', {
    got: `the int64 ${element}`,
    expected: 'an integer that float64 represents exactly, such as any within ±2⁵³',
    fix: 'Read it as a bigint: (await x.data())[0]',
  });
}

/** The error of arrays that there is no memory for; a ShapeError if no memory would be enough. */
export function notEnoughMemory(op: string, arrays: readonly Abstract[], cause: unknown): MarianaError {
  const large = arrays.find(({ shape }) => !isAddressable(shape));
  if (large !== undefined) return notAddressable(op, 'the result', large.shape);
  const bytes = arrays.reduce((sum, { shape, dtype }) => sum + sizeOf(shape) * bytesPerElement(dtype), 0);
  return new EngineError(op, 'there is not enough memory', {
    got: `${formatArrays(arrays)}, ${bytes} bytes`,
    fix: 'Use smaller batches or a smaller dtype, or release tensors by scope or dispose()',
    cause,
  });
}

/** `float32 [2, 3], int32 [2]`. */
export function formatArrays(arrays: readonly Abstract[]): string {
  return arrays.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
}
