import {
  ArgumentError,
  allocateArray,
  checkOptions,
  choiceError,
  type DType,
  DTypeError,
  dtypes,
  isFloating,
  type Tensor,
  tensor,
} from '@mariana/tensor';

/** Options of {@link padSequences}. */
export interface PadSequencesOptions {
  /** The length of the result; that of the longest sequence unless given. */
  maxLen?: number | undefined;
  /**
   * Any dtype. Elements that it does not hold are an error.
   * @defaultValue 'int32'
   */
  dtype?: DType | undefined;
  /**
   * Where short sequences are filled up.
   * @defaultValue 'pre'
   */
  padding?: 'pre' | 'post' | undefined;
  /**
   * Where long sequences are cut.
   * @defaultValue 'pre'
   */
  truncating?: 'pre' | 'post' | undefined;
  /**
   * What they are filled up with.
   * @defaultValue 0
   */
  value?: number | undefined;
}

const op = 'padSequences';
const optionNames = ['maxLen', 'dtype', 'padding', 'truncating', 'value'];
/** No typed array is longer on every engine. */
const mostElements = 2 ** 31 - 1;

/**
 * Sequences of different lengths as rows of one tensor: short ones are filled up, long ones cut, both at the beginning
 * unless told otherwise.
 *
 * Keras converts elements to the dtype in silence; here those that it does not hold (3e9, NaN and 0.5 in int32) are refused.
 *
 * @param sequences - of numbers; for int64 also of bigints, for bool of booleans
 * @param options - see {@link PadSequencesOptions}
 * @returns [sequences, maxLen], int32 unless `dtype` says otherwise
 * @throws ArgumentError if an option is not allowed, or an element is not a number
 * @throws DTypeError if the dtype does not hold an element; it names the sequence and the position
 * @source `keras.utils.pad_sequences`
 *
 * @example
 * await padSequences([[1], [2, 3], [4, 5, 6]], { maxLen: 2 }).array(); // [[0, 1], [2, 3], [5, 6]]
 */
export function padSequences(
  sequences: readonly ArrayLike<number | bigint | boolean>[],
  options: PadSequencesOptions = {},
): Tensor {
  const { dtype, padding, truncating, value, maxLen } = checkArguments(sequences, options);
  const rows = allocateArray(dtype, sequences.length * maxLen);
  const hold = holderOf(dtype);
  const filling = hold(value);
  if (filling === undefined) throw refusal(dtype, value, 'as the option value');
  if (filling !== rows[0]) rows.fill(filling as never);
  sequences.forEach((sequence, row) => {
    const count = Math.min(sequence.length, maxLen);
    const from = truncating === 'pre' ? sequence.length - count : 0;
    const to = row * maxLen + (padding === 'pre' ? maxLen - count : 0);
    for (let i = 0; i < count; i++) {
      const held = hold(sequence[from + i]);
      if (held === undefined) throw refusal(dtype, sequence[from + i], `in sequence ${row} at ${from + i}`);
      rows[to + i] = held as never;
    }
  });
  return tensor(rows, { shape: [sequences.length, maxLen], dtype });
}

function checkArguments(sequences: readonly ArrayLike<unknown>[], options: PadSequencesOptions) {
  checkOptions(op, options, optionNames);
  const { dtype = 'int32', padding = 'pre', truncating = 'pre', value = 0 } = options;
  if (!Array.isArray(sequences)) {
    throw new ArgumentError(op, 'the sequences are not an array', {
      got: show(sequences),
      expected: 'lists of numbers',
    });
  }
  sequences.forEach((sequence: unknown, row) => {
    if (Array.isArray(sequence) || ArrayBuffer.isView(sequence)) return;
    throw new ArgumentError(op, `sequence ${row} is not a list of numbers`, { got: `a ${typeof sequence}` });
  });
  const maxLen = options.maxLen ?? sequences.reduce((longest, { length }) => Math.max(longest, length), 0);
  if (!Number.isSafeInteger(maxLen) || maxLen < 0) {
    throw new ArgumentError(op, 'maxLen is not a length', { got: `${maxLen}`, expected: '0, 1, 2, …' });
  }
  if (sequences.length * maxLen > mostElements) {
    throw new ArgumentError(op, 'the result is too large', {
      got: `${sequences.length} sequences of ${maxLen}`,
      expected: `at most ${mostElements} elements`,
    });
  }
  for (const [name, choice] of Object.entries({ padding, truncating })) {
    if (choice !== 'pre' && choice !== 'post') throw choiceError(op, name, choice, ['pre', 'post']);
  }
  if (!dtypes.includes(dtype)) throw choiceError(op, 'dtype', dtype, dtypes);
  return { dtype, padding, truncating, value, maxLen };
}

/** What a dtype holds. */
const contents: { readonly [D in DType]?: string } = {
  int32: 'integers from -2147483648 to 2147483647',
  int64: 'bigints of 64 bits, or safe integers',
  int8: 'integers from -128 to 127',
  uint8: 'integers from 0 to 255',
  bool: '0, 1, false or true',
};

/** What gives an element as a typed array of the dtype takes it; undefined for one that it would change. */
function holderOf(dtype: DType): (value: unknown) => number | bigint | undefined {
  if (isFloating(dtype)) return (value) => (typeof value === 'number' ? value : undefined);
  if (dtype === 'bool') return (value) => [0, 1].find((bit) => value === bit || value === (bit === 1));
  if (dtype === 'int64') {
    return (value) => {
      const wide = Number.isSafeInteger(value) ? BigInt(value as number) : value;
      return typeof wide === 'bigint' && BigInt.asIntN(64, wide) === wide ? wide : undefined;
    };
  }
  const cell = allocateArray(dtype, 1) as Int32Array;
  return (value) => {
    if (typeof value !== 'number') return undefined;
    cell[0] = value;
    return cell[0] === value ? value : undefined;
  };
}

function refusal(dtype: DType, value: unknown, place: string): ArgumentError | DTypeError {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') {
    return new ArgumentError(op, 'an element is not a number', { got: `${show(value)} ${place}` });
  }
  return new DTypeError(op, `a value does not fit ${dtype}`, {
    got: `${value} ${place}`,
    expected: contents[dtype] ?? 'numbers',
    fix: 'Pass { dtype } of a dtype that holds it',
  });
}

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? `a ${value.constructor?.name ?? 'record'}` : String(value);
}
