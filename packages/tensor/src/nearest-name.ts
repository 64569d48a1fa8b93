/** Longer names are not looked up: nobody mistypes them, and files may hold names of any length. */
const maxLength = 64;

/**
 * The choice that is nearest to a mistyped name, for error messages.
 *
 * @param name - what was written
 * @param choices - what is allowed
 * @returns the choice with the fewest edits, letter case ignored; undefined if none is near enough to be meant
 * @source Damerau: A technique for computer detection and correction of spelling errors, 1964
 *
 * @example
 * nearestName('rleu', ['elu', 'relu', 'selu']); // 'relu'
 */
export function nearestName(name: string, choices: readonly string[]): string | undefined {
  if (name.length > maxLength) return undefined;
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const choice of choices) {
    const distance = editDistance(name.toLowerCase(), choice.toLowerCase());
    // As many edits as there are letters: the two have nothing in common.
    if (distance < least && distance < Math.max(name.length, choice.length)) [best, least] = [choice, distance];
  }
  return best;
}

/** How many letters must be added, dropped, changed, or swapped with their neighbor to turn one word into the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] as number) + 1 : Infinity;
      next.push(Math.min(changed, swapped, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] as number;
}
