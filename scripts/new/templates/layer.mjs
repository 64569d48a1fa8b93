import { changeset, withLine } from '../write.mjs';

/** A layer of @mariana/layers. */
export function layer({ kebab, camel, pascal }) {
  return {
    files: {
      [`packages/layers/src/core/${kebab}.ts`]: source(camel, pascal),
      [`packages/layers/src/core/${kebab}.test.ts`]: test(kebab, camel),
      'packages/layers/src/index.ts': withLine(
        `export type { ${pascal}Options } from './core/${kebab}.ts';\nexport { ${pascal}, ${camel} } from './core/${kebab}.ts';`,
      ),
      [`.changeset/new-${kebab}.md`]: changeset('@mariana/layers', `New layer \`${camel}\`.`),
    },
    next: `Write what ${pascal} computes, its options and docstring, and its tests. Then:
  pnpm vitest run --project layers packages/layers/src/core/${kebab}.test.ts`,
  };
}
