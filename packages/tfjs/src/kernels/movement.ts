import { ArgumentError, type Kernels, type Shape, sameShape, sizeOf, type View } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { native, nativeWhere } from './native.ts';

/** Axes that every backend's kernels for moving elements take. */
const rankLimit = 4;

const small = (inputs: readonly View<DataId>[]) => inputs.every(({ shape }) => shape.length <= rankLimit);
const numbers = (inputs: readonly View<DataId>[]) => small(inputs) && inputs.every(({ dtype }) => dtype !== 'bool');

/** Elements moved, repeated and joined on the backend. */
export function movementKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  return {
    full: native(device, (_inputs, { shape, value }, [{ dtype }]) => device.filled(Number(value), dtype, shape)),
    transpose: nativeWhere(device, host.transpose, small, ([x], { permutation }) =>
      device.run('Transpose', { x }, { perm: permutation }),
    ),
    broadcastTo: nativeWhere(
      device,
      host.broadcastTo,
      ([{ dtype }], { shape }) => shape.length <= rankLimit && sizeOf(shape) > 0 && dtype !== 'bool',
      ([x], { shape }) => broadcastInfo(device, x, shape),
    ),
    slice: nativeWhere(
      device,
      host.slice,
      // wasm copies the whole input to cut a piece out of it; on its own memory the host does better.
      (inputs, { steps, sizes }) =>
        device.name !== 'wasm' && small(inputs) && sizeOf(sizes) > 0 && steps.every((step) => step === 1),
      ([x], { starts, sizes }) => device.run('Slice', { x }, { begin: starts, size: sizes }),
    ),
    flip: nativeWhere(device, host.flip, numbers, ([x], { axes }) => device.run('Reverse', { x }, { dims: axes })),
    pad: nativeWhere(
      device,
      host.pad,
      (inputs, { low, high, interior }) =>
        numbers(inputs) && interior.every((gap) => gap === 0) && [...low, ...high].every((count) => count >= 0),
      ([x], { low, high, value }) =>
        device.run('PadV2', { x }, { paddings: low.map((count, i) => [count, high[i]!]), constantValue: value }),
    ),
    concat: nativeWhere(
      device,
      host.concat,
      (inputs) => inputs.length > 1 && small(inputs),
      (inputs, { axis }) => device.run('Concat', [...inputs], { axis }),
    ),
    gather: nativeWhere(
      device,
      host.gather,
      // wasm's kernel is thirty times slower than copying rows in its memory.
      ([x, indices]) =>
        device.name !== 'wasm' && x.dtype !== 'bool' && x.shape.length <= rankLimit && indices.dtype === 'int32',
      ([x, indices], { axis }) => {
        checkIndices(device, indices, axis, x.shape[axis]!);
        return device.name === 'wasm'
          ? copyRows(device, x, indices, axis)
          : device.run('GatherV2', { x, indices }, { axis, batchDims: 0 });
      },
    ),
  };
}

/** Gathers by copying runs within wasm's memory, which its own kernel does element by element. */
function copyRows(device: Device, x: Info, indices: Info, axis: number): Info {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  const result = device.filled(0, x.dtype as 'float32', shape);
  const [from, to, at] = [x, result, indices].map((info) => device.elements(info)) as [
    Float32Array,
    Float32Array,
    Int32Array,
  ];
  const inner = sizeOf(x.shape.slice(axis + 1));
  const size = x.shape[axis]!;
  for (let position = 0, run = 0; position < to.length; position += inner, run++) {
    const start = (Math.floor(run / at.length) * size + at[run % at.length]!) * inner;
    to.set(from.subarray(start, start + inner), position);
  }
  return result;
}

/** Repeats elements up to a shape. */
export function broadcastInfo(device: Device, x: Info, shape: Shape): Info {
  if (sizeOf(x.shape) === 1 && device.reads) return device.filled(device.number(x), x.dtype as 'float32', shape);
  const aligned = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
  if (device.name === 'wasm' && x.dtype === 'float32') {
    // Fifty times faster there than repeating.
    const ones = device.filled(1, 'float32', shape);
    device.release(ones);
    return device.run('Multiply', { a: ones, b: device.reshaped(x, aligned) });
  }
  // wasm's Tile is slow, its products broadcast fast, and 1 · x is x, whatever x is.
  if (device.name === 'wasm') {
    const ones = device.filled(1, x.dtype as 'float32', shape);
    device.release(ones);
    return device.run('Multiply', { a: device.reshaped(x, aligned), b: ones });
  }
  const reps = shape.map((size, axis) => (aligned[axis] === size ? 1 : size));
  return device.run('Tile', { x: device.reshaped(x, aligned) }, { reps });
}

/** The same until our kernel ends; the array itself if it has the shape. */
export function spread(device: Device, x: Info, shape: Shape): Info {
  if (sameShape(x.shape, shape)) return x;
  const whole = broadcastInfo(device, x, shape);
  device.release(whole);
  return whole;
}

/** Refuses indices that do not exist, where they can be read without waiting for a graphics card. */
function checkIndices(device: Device, indices: Info, axis: number, size: number): void {
  if (!device.reads) return;
  const wrong = device.elements(indices).find((index) => index < 0 || index >= size);
  if (wrong === undefined) return;
  throw new ArgumentError('gather', 'an index is out of range', {
    got: `index ${wrong} for axis ${axis} of size ${size}`,
    expected: `whole numbers from 0 to ${size - 1}`,
  });
}
