import { describe, expect, test } from 'vitest';
import * as m from '../../src/index.ts';

const native = await m.useEngine('native');
const addressable = 'Expected at most 1125899906842624 elements, with sizes of 0 counted as 1.';

/** What no engine computes, and the error that says so. */
const calls: readonly (readonly [string, () => unknown, string])[] = [
  [
    'zeros',
    () => m.zeros([2 ** 51]),
    `ShapeError: zeros: shape has more elements than can be addressed. Got [${2 ** 51}]. ${addressable}`,
  ],
  [
    'an empty array with large axes',
    () => m.zeros([2 ** 31, 2 ** 31, 0]),
    `ShapeError: zeros: shape has more elements than can be addressed. Got [2147483648, 2147483648, 0]. ${addressable}`,
  ],
  [
    'zeros of a size that fits no memory',
    () => m.zeros([2 ** 50]),
    'EngineError: full: there is not enough memory. Got float32 [1125899906842624], 4503599627370496 bytes.',
  ],
  [
    'a result that grows',
    () => m.pad(m.ones([2]), [[2 ** 52, 0]]),
    `ShapeError: pad: the result has more elements than can be addressed. Got [${2 ** 52 + 2}]. ${addressable}`,
  ],
  [
    'an outer product of nothing',
    () => m.matmul(m.zeros([2 ** 31, 0]), m.zeros([0, 2 ** 31])),
    `ShapeError: matmul: the result has more elements than can be addressed. Got [2147483648, 2147483648]. ${addressable}`,
  ],
  [
    'linspace',
    () => m.linspace(0, 1, 2 ** 50),
    'EngineError: linspace: there is not enough memory. Got float64 [1125899906842624], 9007199254740992 bytes.',
  ],
  [
    'oneHot',
    () => m.oneHot([0], 2 ** 31),
    'ArgumentError: oneHot: numClasses is not a number of classes. Got 2147483648. Expected an integer from 0 to 2147483647.',
  ],
  [
    'segmentSum',
    () => m.segmentSum([1], [0], { numSegments: 2 ** 52 }),
    `ShapeError: segmentSum: shape has more elements than can be addressed. Got [${2 ** 52}]. ${addressable}`,
  ],
];

describe.each([
  ['native', native],
  ['reference', m.referenceEngine()],
] as const)('sizes that cannot be, on %s', (_, engine) => {
  test.each(calls)('%s', (_name, call, message) => {
    m.setEngine(engine);
    let thrown: unknown;
    try {
      call();
    } catch (error) {
      thrown = error;
    }
    expect(String(thrown)).toContain(message);
  });
});

test('a parameter beyond 2³¹ − 1 is named', () => {
  m.setEngine(native);
  expect(() => m.averagePool(m.ones([1, 4, 1]), 1, { strides: 2 ** 32 })).toThrow(
    'averagePool: a size or an option is larger than the native engine computes with. Got 4294967296. Expected integers up to 2147483647.',
  );
});
