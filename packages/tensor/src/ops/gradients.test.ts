import { describe, test } from 'vitest';
import * as m from '../index.ts';
import { checkGradients } from '../testing/check-gradients.ts';

type Row = readonly [
  name: string,
  fn: (...x: m.Tensor[]) => m.Tensor,
  shapes: m.Shape[],
  range?: readonly [number, number],
];

// What the fixtures do not reach: compositions that have no counterpart in PyTorch, and awkward shapes.
const rows: Row[] = [
  ['cbrt', (x) => m.cbrt(x), [[3]], [0.5, 3]],
  ['nanToNum', (x) => m.nanToNum(x), [[3]]],
  ['logSumExp', (x) => m.logSumExp(x, { axis: [0, -1], keepDims: true }), [[2, 3, 2]]],
  ['variance', (x) => m.variance(x, { axis: [0, 2], correction: 1 }), [[2, 3, 2]]],
  ['std', (x) => m.std(x, { axis: 1 }), [[2, 4]]],
  ['norm of order 3', (x) => m.norm(x, { order: 3 }), [[4]], [0.5, 2]],
  ['prod', (x) => m.prod(x, { axis: [0, 2] }), [[2, 2, 2]]],
  ['cumProd', (x) => m.cumProd(x, { axis: 0, exclusive: true, reverse: true }), [[3, 2]]],
  ['cumSum of everything', (x) => m.cumSum(x), [[2, 2]]],
  ['remainder', (a, b) => m.remainder(a!, b!), [[3], [2, 1]], [0.3, 0.9]],
  ['pow', (a, b) => m.pow(a!, b!), [[3], [2, 1]], [0.3, 2]],
  ['hypot', (a, b) => m.hypot(a!, b!), [[3], [2, 1]], [0.3, 2]],
  ['sinc', (x) => m.sinc(x), [[3]], [0.1, 2]],
  ['squareplus', (x) => m.squareplus(x, { b: 2 }), [[4]], [-3, 3]],
  ['celu', (x) => m.celu(x, { alpha: 0.7 }), [[4]], [-3, -0.1]],
  ['mish', (x) => m.mish(x), [[4]]],
  ['sparsePlus', (x) => m.sparsePlus(x), [[4]], [-0.9, 0.9]],
  ['glu', (x) => m.glu(x, { axis: 0 }), [[4, 2]]],
  ['where', (a, b) => m.where([true, false, true], a!, b!), [[2, 1], [3]]],
  ['softmax of a scalar axis', (x) => m.softmax(x, { axis: 0 }), [[1, 3]]],
];

describe('gradients and their gradients agree with differences', () => {
  for (const [name, fn, shapes, range] of rows) {
    test(name, () => checkGradients(name, fn as never, shapes, range === undefined ? {} : { range }));
  }
});
