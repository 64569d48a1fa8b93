/** Names whose words Keras does not part. */
const irregular: { readonly [name: string]: string } = { keepDims: 'keepdims' };

/**
 * `kernelInitializer` as Keras writes it: `kernel_initializer`; `MaxPooling2D` is `max_pooling2d`.
 *
 * @source `to_snake_case` in `keras.src.utils.naming`
 */
export function snakeCase(name: string): string {
  if (Object.hasOwn(irregular, name)) return irregular[name] as string;
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The choice that is nearest to a name by edits, if it is near enough to be meant. */
export function nearestName(name: string, choices: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const choice of choices) {
    const distance = editDistance(name.toLowerCase(), choice.toLowerCase());
    if (distance < least) [best, least] = [choice, distance];
  }
  return best;
}

/** How many letters must be added, dropped or changed to come from one word to the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
