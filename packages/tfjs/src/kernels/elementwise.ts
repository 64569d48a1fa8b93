import type { Kernel, Kernels, Shape } from '@mariana/tensor';
import { broadcastShapes, sameShape } from '@mariana/tensor';
import type { DataId, Device, Info } from '../device.ts';
import { areFloat, areFloatOrInt32, nativeWhere } from './native.ts';

type NoParams = Readonly<Record<never, never>>;
type Plain = Kernel<NoParams, DataId>;

/** Our primitives of one operand that every backend computes as the reference engine does, for float32. */
const unaryNames = {
  neg: 'Neg',
  abs: 'Abs',
  exp: 'Exp',
  expm1: 'Expm1',
  log: 'Log',
  sqrt: 'Sqrt',
  sigmoid: 'Sigmoid',
  floor: 'Floor',
  ceil: 'Ceil',
  tanh: 'Tanh',
  tan: 'Tan',
  asin: 'Asin',
  acos: 'Acos',
  atan: 'Atan',
  sinh: 'Sinh',
  cosh: 'Cosh',
  asinh: 'Asinh',
  acosh: 'Acosh',
  atanh: 'Atanh',
} as const;

const arithmeticNames = { add: 'Add', sub: 'Sub', mul: 'Multiply' } as const;
const comparisonNames = { equal: 'Equal', notEqual: 'NotEqual', less: 'Less', lessEqual: 'LessEqual' } as const;

const logicalNames = { and: 'LogicalAnd', or: 'LogicalOr' } as const;

/** Up to so many axes every backend broadcasts. */
const broadcastRank = 4;

/**
 * Two shapes that broadcast, with neighbouring axes joined where both have them or neither does, so that the backend
 * sees few; undefined if that leaves too many.
 */
export function collapse(a: Shape, b: Shape): readonly [Shape, Shape] | undefined {
  if (a.length <= broadcastRank && b.length <= broadcastRank) return [a, b];
  if (sameShape(a, b)) return [[a.reduce((m, n) => m * n, 1)], [b.reduce((m, n) => m * n, 1)]];
  const shape = broadcastShapes('broadcast', a, b);
  const left: number[] = [];
  const right: number[] = [];
  let before: string | undefined;
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const m = a[axis - shape.length + a.length] ?? 1;
    const n = b[axis - shape.length + b.length] ?? 1;
    const kind = `${m === size},${n === size}`;
    if (kind === before) {
      left[left.length - 1]! *= m;
      right[right.length - 1]! *= n;
    } else {
      left.push(m);
      right.push(n);
    }
    before = kind;
  });
  return left.length <= broadcastRank ? [left, right] : undefined;
}

/** Runs a backend's kernel of two operands. */
export function broadcastBinary(device: Device, name: string, a: Info, b: Info): Info {
  const [left, right] = collapse(a.shape, b.shape)!;
  return device.run(name, { a: device.reshaped(a, left), b: device.reshaped(b, right) });
}

/** Elementwise maths on the backend. */
export function elementwiseKernels(device: Device, host: Kernels<DataId>): Partial<Kernels<DataId>> {
  const kernels: Record<string, Plain> = {};
  const hosts = host as unknown as Record<string, Plain>;
  const rest = (name: string): Plain | undefined => hosts[name];
  for (const [name, theirs] of Object.entries(unaryNames)) {
    const fallback = rest(name);
    if (fallback) kernels[name] = nativeWhere(device, fallback, areFloat, ([x]) => device.run(theirs, { x }));
  }
  for (const [name, theirs] of Object.entries({ ...arithmeticNames, ...comparisonNames })) {
    kernels[name] = nativeWhere(
      device,
      rest(name)!,
      (inputs) => areFloatOrInt32(inputs) && collapse(inputs[0].shape, inputs[1].shape) !== undefined,
      ([a, b]) => broadcastBinary(device, theirs, a, b),
    );
  }
  for (const [name, theirs] of Object.entries(logicalNames)) {
    kernels[name] = nativeWhere(
      device,
      rest(name)!,
      ([a, b]) => a.dtype === 'bool' && collapse(a.shape, b.shape) !== undefined,
      ([a, b]) => broadcastBinary(device, theirs, a, b),
    );
  }
  kernels.div = nativeWhere(
    device,
    rest('div')!,
    (inputs) => areFloat(inputs) && collapse(inputs[0].shape, inputs[1].shape) !== undefined,
    ([a, b]) => broadcastBinary(device, 'RealDiv', a, b),
  );
  return kernels as Partial<Kernels<DataId>>;
}
