/** The condition under which package.json names a package's sources; the packed tarball has none of it. */
export const sourceCondition = '@mariana/source';

/**
 * The sources that users import, by the names of their files in dist.
 *
 * @param manifest a package.json
 * @returns such as `{ index: './src/index.ts', testing: './src/testing/index.ts' }`
 */
export function publicEntries({ exports }) {
  const named = Object.entries(exports).map(([name, target]) => [
    name === '.' ? 'index' : name.slice(2),
    target[sourceCondition],
  ]);
  return Object.fromEntries(named.filter(([, source]) => source));
}

/**
 * The sources behind the package's own `#…` imports, which are chosen where the package is used.
 *
 * @param manifest a package.json
 * @returns such as `{ 'platform/node': './src/platform/node.ts' }`
 */
export function innerEntries({ imports = {} }) {
  const sources = Object.values(imports).flatMap((target) => Object.values(target[sourceCondition] ?? {}));
  return Object.fromEntries(sources.map((source) => [source.replace(/^\.\/src\/|\.ts$/g, ''), source]));
}
