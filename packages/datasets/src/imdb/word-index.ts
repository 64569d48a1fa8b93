import { FormatError } from '@mariana/tensor';

/**
 * Reads `imdb_word_index.json`: a rank for each word.
 *
 * @throws FormatError if it is no object of whole numbers
 */
export function parseWordIndex(bytes: Uint8Array, name: string): Map<string, number> {
  const wrong = (got: string, cause?: unknown) =>
    new FormatError('imdb.getWordIndex', `${name} is no word index`, {
      got,
      expected: 'a JSON object with a whole number for each word',
      cause,
    });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw wrong(String(cause), cause);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrong(JSON.stringify(json).slice(0, 40));
  const entries = Object.entries(json as Record<string, unknown>);
  const odd = entries.find(([, rank]) => !Number.isSafeInteger(rank) || (rank as number) < 1);
  if (odd !== undefined) throw wrong(`${JSON.stringify(odd[0])}: ${JSON.stringify(odd[1])}`.slice(0, 80));
  return new Map(entries as [string, number][]);
}
