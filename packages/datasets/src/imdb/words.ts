/**
 * The words of a text, by the rule that raw reviews are read by: `<br />` is a blank; letters become small; ’ becomes ';
 * a word is a run of letters and digits, with apostrophes inside of it (don't). Everything else parts words and is dropped.
 *
 * @returns the words in their order
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .replace(/<br\s*\/?>/gi, ' ')
    .toLowerCase()
    .replaceAll('’', "'");
  return plain.match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];
}

/**
 * The words of texts by how often they occur: the most frequent has rank 1. Among equally frequent ones the order is that
 * of their UTF-16 code units, so that it does not depend on the order of the texts.
 */
export function rankWords(texts: Iterable<readonly string[]>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(ranked.map(([word], i) => [word, i + 1]));
}
