/** The condition under which package.json names a package's sources; the packed tarball has none of it. */
export const sourceCondition = '@mariana/source';

/**
 * The sources that a library is built from, by the names of their files in dist.
 *
 * @param manifest a package.json, with `exports` and `imports`
 * @returns such as `{ 'index': './src/index.ts', 'platform/node': './src/platform/node.ts' }`
 */
export function libraryEntries(manifest) {
  const entries = {};
  for (const [name, target] of Object.entries(manifest.exports)) {
    const source = target[sourceCondition];
    if (source) entries[name === '.' ? 'index' : name.slice(2)] = source;
  }
  for (const target of Object.values(manifest.imports ?? {})) {
    for (const source of Object.values(target[sourceCondition] ?? {})) {
      entries[source.replace(/^\.\/src\/|\.ts$/g, '')] = source;
    }
  }
  return entries;
}
