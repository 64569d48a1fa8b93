import { expect, test } from 'vitest';
import * as m from '../index.ts';

m.setEngine(m.referenceEngine());

const ints = () => m.tensor([1, 2], { dtype: 'int32' });

const refusals: readonly (readonly [name: string, act: () => unknown, message: string])[] = [
  ['shapes', () => m.maximum([1, 2], [1, 2, 3]), 'maximum: shapes do not broadcast. Got [2] and [3].'],
  ['where', () => m.where([true, false], [1, 2, 3], 0), 'where: shapes do not broadcast. Got [2] and [3].'],
  ['fraction', () => m.equal(ints(), 0.5), 'equal: a fraction does not fit int32. Got 0.5.'],
  [
    'clip',
    () => m.clip([1], 2, 1),
    'clip: the bounds are not in order. Got min 2 and max 1. Expected two numbers, min ≤ max.',
  ],
  ['clip NaN', () => m.clip([1], Number.NaN, 1), 'clip: the bounds are not in order. Got min NaN and max 1.'],
  ['bits', () => m.bitwiseAnd([0.5], ints()), 'bitwiseAnd: a value does not fit int32. Got 0.5.'],
  ['float bits', () => m.bitwiseNot(m.tensor([1])), 'bitwiseNot: float32 has no bits to work on.'],
  ['shift of bools', () => m.leftShift([true], [true]), 'leftShift: bool has no bits to work on.'],
  ['gcd', () => m.gcd(m.tensor([1.5]), ints()), 'gcd: there are fractions among the operands. Got float32.'],
  ['rounding bools', () => m.floor([true]), 'floor: bool has no such arithmetic.'],
  ['axis', () => m.sum([[1]], { axis: 2 }), 'sum: axis does not exist. Got axis 2 for a tensor of rank 2.'],
  ['axis twice', () => m.sum([[1]], { axis: [0, -2] }), 'sum: an axis is named twice. Got [0, -2].'],
  ['empty max', () => m.max(m.zeros([2, 0]), { axis: 1 }), 'max: there is no element to choose from. Got shape [2, 0]'],
  ['empty argMin', () => m.argMin(m.zeros([0])), 'argMin: there is no element to choose from. Got shape [0]'],
  ['order', () => m.norm([1], { order: Number.NaN }), 'norm: order is not a number. Got NaN.'],
  ['softmax', () => m.softmax(3), 'softmax: axis does not exist. Got axis -1 for a tensor of rank 0.'],
  ['cumSum', () => m.cumSum([1], { axis: 1 }), 'cumSum: axis does not exist. Got axis 1 for a tensor of rank 1.'],
  ['glu', () => m.glu([1, 2, 3]), 'glu: the axis cannot be halved. Got axis 0 of shape [3]. Expected an even size.'],
  ['threshold', () => m.softShrink([1], { threshold: -1 }), 'softShrink: threshold is no size. Got -1.'],
  ['shape', () => m.zeros([2, -1]), 'zeros: shape has a size that cannot be. Got [2, -1].'],
  ['value', () => m.full([2], 300, { dtype: 'uint8' }), 'full: a value does not fit uint8. Got 300.'],
  ['dtype', () => m.ones([2], { dtype: 'float' as never }), 'ones: dtype is not one of the choices. Got "float".'],
  ['ragged', () => m.tensor([[1, 2], [3]]), 'tensor: nested arrays are ragged. Got 1 values on axis 1.'],
  ['fill', () => m.tensor([1, 2, 3], { shape: [2] }), 'tensor: the number of values does not fill the shape.'],
  ['step', () => m.arange(0, 5, 0), 'arange: the range has no end. Got start 0, stop 5 and step 0.'],
  ['whole step', () => m.arange(0, 1, 0.5, { dtype: 'int32' }), 'arange: fractions do not fit int32.'],
  ['num', () => m.linspace(0, 1, -1), 'linspace: num is no size. Got -1.'],
  ['ends', () => m.linspace(0, Infinity), 'linspace: an end is not finite. Got 0 to Infinity.'],
  ['dtype of fractions', () => m.linspace(0, 1, 3, { dtype: 'int32' }), 'linspace: the numbers between are fractions.'],
  ['eye', () => m.eye(1.5), 'eye: rows is no size. Got 1.5.'],
];

test.each(refusals)('refused: %s', (_name, act, message) => {
  expect(act).toThrow(message);
  try {
    act();
  } catch (error) {
    expect(m.MarianaError.isInstance(error)).toBe(true);
  }
});
