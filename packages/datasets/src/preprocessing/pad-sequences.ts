import { ArgumentError, choiceError, type Tensor, tensor } from '@mariana/tensor';

/** Options of {@link padSequences}. */
export interface PadSequencesOptions {
  /** The length of the result; that of the longest sequence unless given. */
  maxLen?: number | undefined;
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

/**
 * Sequences of different lengths as rows of one tensor: short ones are filled up, long ones cut, both at the beginning
 * unless told otherwise.
 *
 * @param sequences - of whole numbers
 * @param options - see {@link PadSequencesOptions}
 * @returns int32 [sequences, maxLen]
 * @throws ArgumentError if an option is not allowed
 * @source `keras.utils.pad_sequences`
 *
 * @example
 * await padSequences([[1], [2, 3], [4, 5, 6]], { maxLen: 2 }).array(); // [[0, 1], [2, 3], [5, 6]]
 */
export function padSequences(sequences: readonly ArrayLike<number>[], options: PadSequencesOptions = {}): Tensor {
  const { padding = 'pre', truncating = 'pre', value = 0 } = options;
  const maxLen = options.maxLen ?? sequences.reduce((longest, { length }) => Math.max(longest, length), 0);
  if (!Number.isSafeInteger(maxLen) || maxLen < 0) {
    throw new ArgumentError('padSequences', 'maxLen is not a length', { got: `${maxLen}`, expected: '0, 1, 2, …' });
  }
  for (const [name, choice] of Object.entries({ padding, truncating })) {
    if (choice !== 'pre' && choice !== 'post') throw choiceError('padSequences', name, choice, ['pre', 'post']);
  }
  const rows = new Int32Array(sequences.length * maxLen).fill(value);
  sequences.forEach((sequence, row) => {
    const count = Math.min(sequence.length, maxLen);
    const from = truncating === 'pre' ? sequence.length - count : 0;
    const to = row * maxLen + (padding === 'pre' ? maxLen - count : 0);
    for (let i = 0; i < count; i++) rows[to + i] = sequence[from + i] as number;
  });
  return tensor(rows, { shape: [sequences.length, maxLen] });
}
