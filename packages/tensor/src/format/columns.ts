/** The length of the longest text; 0 where there is none. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

/** Texts of one width, which end in the same column. */
export function alignRight(texts: readonly string[]): string[] {
  const width = widest(texts);
  return texts.map((text) => text.padStart(width));
}
