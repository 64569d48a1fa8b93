import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../workspace/packages.mjs';
import { changeset } from '../write.mjs';

/** A package of the workspace that uses @mariana/tensor. */
export function newPackage({ kebab, camel }) {
  const folder = `packages/${kebab}`;
  const { license, engines, repository } = JSON.parse(
    readFileSync(join(root, 'packages', 'tensor', 'package.json'), 'utf8'),
  );
  const manifest = {
    name: `@mariana/${kebab}`,
    version: '0.0.0',
    description: `What @mariana/${kebab} is for`,
    license,
    type: 'module',
    sideEffects: false,
    repository: { ...repository, directory: folder },
    engines,
    files: ['dist'],
    main: './dist/index.cjs',
    module: './dist/index.js',
    types: './dist/index.d.ts',
    exports: {
      '.': {
        '@mariana/source': './src/index.ts',
        'module-sync': { types: './dist/index.d.ts', default: './dist/index.js' },
        import: { types: './dist/index.d.ts', default: './dist/index.js' },
        require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
      },
      './package.json': './package.json',
    },
    publishConfig: { access: 'public' },
    scripts: { build: 'mariana-build' },
    peerDependencies: { '@mariana/tensor': '>=0.1.0 <1.0.0' },
    devDependencies: { '@mariana/build': 'workspace:*', '@mariana/tensor': 'workspace:^' },
  };
  return {
    exports: [camel],
    files: {
      [`${folder}/package.json`]: `${JSON.stringify(manifest, null, 2)}\n`,
      [`${folder}/tsconfig.json`]: '{\n  "extends": "../../tsconfig.base.json",\n  "include": ["src", "test"]\n}\n',
      [`${folder}/README.md`]: readme(kebab, camel),
      [`${folder}/src/index.ts`]: `export { ${camel} } from './${kebab}.ts';\n`,
      [`${folder}/src/${kebab}.ts`]: source(camel),
      [`${folder}/src/${kebab}.test.ts`]: test(kebab, camel),
      [`.changeset/new-${kebab}.md`]: changeset(`@mariana/${kebab}`, `New package \`@mariana/${kebab}\`.`),
    },
    next: `Give @mariana/${kebab} its place: in scripts/checks/import-direction.mjs, in contributing/architecture.md and in the
tables of README.md. Then: pnpm install && pnpm check`,
  };
}

const readme = (kebab, camel) => `# @mariana/${kebab}

What it is for, in one sentence.

\`\`\`sh
npm install @mariana/${kebab} @mariana/tensor
\`\`\`

\`\`\`ts
import { ${camel} } from '@mariana/${kebab}';

console.log(await ${camel}([1, 2]).array()); // [2, 4]
\`\`\`
`;

const source = (camel) => `import { add, type Tensor, type TensorLike } from '@mariana/tensor';

/**
 * Twice each element: say here in one line what it is.
 *
 * @param x - any shape
 * @returns the shape and dtype of \`x\`
 *
 * @example
 * await ${camel}([1, 2]).array(); // [2, 4]
 */
export function ${camel}(x: TensorLike): Tensor {
  return add(x, x);
}
`;

const test = (kebab, camel) => `import { expect, test } from 'vitest';
import { ${camel} } from './${kebab}.ts';

test('${camel}: values', async () => {
  expect(await ${camel}([1, 2]).array()).toEqual([2, 4]);
});
`;
