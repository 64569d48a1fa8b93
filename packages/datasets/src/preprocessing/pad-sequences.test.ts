import { ArgumentError, DTypeError, referenceEngine, setEngine } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { padSequences } from './pad-sequences.ts';

beforeAll(() => setEngine(referenceEngine()));

describe('dtype', () => {
  test('is int32 unless given', () => {
    expect(padSequences([[1], [2, 3]]).dtype).toBe('int32');
    expect(padSequences([]).dtype).toBe('int32');
  });

  test.each([
    [
      'int32',
      [
        [0, -7],
        [2147483647, -2147483648],
      ],
    ],
    [
      'int64',
      [
        [0n, -7n],
        [9007199254740991n, -9223372036854775808n],
      ],
    ],
    [
      'int8',
      [
        [0, -7],
        [127, -128],
      ],
    ],
    [
      'uint8',
      [
        [0, 7],
        [255, 0],
      ],
    ],
    [
      'bool',
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      'float32',
      [
        [0, 0.5],
        [Number.NaN, -1.5],
      ],
    ],
    [
      'float64',
      [
        [0, 0.1],
        [1e300, -Infinity],
      ],
    ],
    [
      'float16',
      [
        [0, 0.5],
        [65504, -1.5],
      ],
    ],
    [
      'bfloat16',
      [
        [0, 0.5],
        [1, -1.5],
      ],
    ],
  ] as const)('%s holds what it is given', async (dtype, rows) => {
    const sequences = [rows[0].slice(1), rows[1]]; // the first one is filled up with 0
    const padded = padSequences(sequences, { dtype });
    expect([padded.dtype, padded.shape]).toEqual([dtype, [2, 2]]);
    expect(Array.from<unknown>(await padded.data())).toEqual(rows.flat());
  });

  test('int64 takes safe integers and bigints, bool booleans', async () => {
    expect([...(await padSequences([[3e9], [1n]], { dtype: 'int64' }).data())]).toEqual([3000000000n, 1n]);
    expect([...(await padSequences([[true], [false]], { dtype: 'bool' }).data())]).toEqual([1, 0]);
  });

  test('typed arrays and a value that fills', async () => {
    const padded = padSequences([Float64Array.of(0.5), Float64Array.of(1, 2)], { dtype: 'float32', value: -1.5 });
    expect(await padded.array()).toEqual([
      [-1.5, 0.5],
      [1, 2],
    ]);
  });
});

describe('what does not fit is refused by its place', () => {
  test.each<[string, readonly ArrayLike<never>[], object, string]>([
    [
      'beyond int32',
      [[1], [2, 3e9]] as never,
      {},
      'a value does not fit int32. Got 3000000000 in sequence 1 at 1. Expected integers from -2147483648 to 2147483647. Pass { dtype } of a dtype that holds it.',
    ],
    ['NaN', [[Number.NaN]] as never, {}, 'a value does not fit int32. Got NaN in sequence 0 at 0.'],
    ['a fraction', [[1, 2, 0.5]] as never, {}, 'Got 0.5 in sequence 0 at 2.'],
    [
      'a fraction in a typed array',
      [Float32Array.of(1, 0.5)] as never,
      { dtype: 'int8' },
      'a value does not fit int8. Got 0.5 in sequence 0 at 1. Expected integers from -128 to 127.',
    ],
    ['beyond uint8', [[256]] as never, { dtype: 'uint8' }, 'Expected integers from 0 to 255.'],
    ['below uint8', [[-1]] as never, { dtype: 'uint8' }, 'Got -1 in sequence 0 at 0.'],
    [
      'beyond safe integers',
      [[2 ** 60]] as never,
      { dtype: 'int64' },
      'Expected bigints of 64 bits, or safe integers.',
    ],
    ['beyond 64 bits', [[2n ** 63n]] as never, { dtype: 'int64' }, 'a value does not fit int64.'],
    [
      'another than 0 and 1',
      [[2]] as never,
      { dtype: 'bool' },
      'a value does not fit bool. Got 2 in sequence 0 at 0. Expected 0, 1, false or true.',
    ],
    [
      'a bigint',
      [[1n]] as never,
      { dtype: 'float32' },
      'a value does not fit float32. Got 1 in sequence 0 at 0. Expected numbers.',
    ],
    [
      'the value that fills',
      [[1], [1, 2]] as never,
      { value: 0.5 },
      'a value does not fit int32. Got 0.5 as the option value.',
    ],
  ])('%s', (_, sequences, options, message) => {
    expect(() => padSequences(sequences, options)).toThrow(DTypeError);
    expect(() => padSequences(sequences, options)).toThrow(`padSequences: `);
    expect(() => padSequences(sequences, options)).toThrow(message);
  });

  test('places count from the beginning of a sequence that is cut', () => {
    expect(() => padSequences([[1, 2, 0.5, 4]], { maxLen: 2 })).toThrow('Got 0.5 in sequence 0 at 2.');
    expect(padSequences([[0.5, 2, 3]], { maxLen: 2 }).shape).toEqual([1, 2]); // what is cut off is not read
  });

  test.each<[string, unknown, object, string]>([
    ['strings', [['one', 'two']], {}, "padSequences: an element is not a number. Got 'one' in sequence 0 at 0."],
    ['a string for a sequence', [[1], 'two'], {}, 'padSequences: sequence 1 is not a list of numbers. Got a string.'],
    ['numbers for sequences', [1, 2], {}, 'padSequences: sequence 0 is not a list of numbers. Got a number.'],
    ['lists of lists', [[[1]]], {}, 'padSequences: an element is not a number. Got an array in sequence 0 at 0.'],
    ['null', [[null]], {}, 'Got null in sequence 0 at 0.'],
    ['holes', [[undefined]], {}, 'Got undefined in sequence 0 at 0.'],
    ['no list of sequences', Int32Array.of(1), {}, 'padSequences: the sequences are not an array.'],
    [
      'a text for the value that fills',
      [[1]],
      { value: '0' },
      "padSequences: an element is not a number. Got '0' as the option value.",
    ],
    [
      'a dtype that there is not',
      [[1]],
      { dtype: 'int16' },
      'padSequences: dtype is not one of the choices. Got "int16".',
    ],
    [
      'an option of another name',
      [[1]],
      { maxlen: 3 },
      'padSequences: an option is not one of the choices. Got "maxlen".',
    ],
    ['a length beyond all', [[1]], { maxLen: 2 ** 40 }, 'padSequences: the result is too large.'],
  ])('%s', (_, sequences, options, message) => {
    expect(() => padSequences(sequences as never, options)).toThrow(ArgumentError);
    expect(() => padSequences(sequences as never, options)).toThrow(message);
  });
});
