import { changeset, withLine } from '../write.mjs';

/** An op of @mariana/tensor, composed of others: no gradient of its own is needed. */
export function op({ kebab, camel }) {
  return {
    exports: [camel],
    sharedWith: ['@mariana/layers', '@mariana/attention'],
    files: {
      [`packages/tensor/src/ops/${kebab}.ts`]: source(camel),
      [`packages/tensor/src/ops/${kebab}.test.ts`]: test(kebab, camel),
      'packages/tensor/src/index.ts': withLine(`export { ${camel} } from './ops/${kebab}.ts';`),
      [`.changeset/new-${kebab}.md`]: changeset('@mariana/tensor', `New op \`${camel}\`.`),
    },
    next: `Write what ${camel} computes, its docstring and its tests; the reference shows the docstring. Then:
  pnpm vitest run --project tensor packages/tensor/src/ops/${kebab}.test.ts
contributing/add-an-op.md walks through an op, also one that is a primitive.`,
  };
}

const source = (camel) => `import type { Tensor } from '../tensor.ts';
import type { TensorLike } from '../tensor-like.ts';
import { floating } from './arguments.ts';

/**
 * The square of each element, plus 1: say here in one line what the op is.
 *
 * y = x² + 1. Say what it is for.
 *
 * @param x - any shape
 * @returns the shape of \`x\`, in its dtype if that is a float, else in float32
 * @source \`torch.${camel}\`
 *
 * @example
 * await ${camel}([1, 2]).array(); // [2, 5]
 */
export function ${camel}(x: TensorLike): Tensor {
  return floating('${camel}', x).square().add(1);
}
`;

const test = (kebab, camel) => `import { expect, test } from 'vitest';
import { grad } from '../transforms/grad.ts';
import { ${camel} } from './${kebab}.ts';

test('${camel}: values', async () => {
  expect(await ${camel}([1, 2]).array()).toEqual([2, 5]);
  expect(${camel}([]).shape).toEqual([0]);
});

test('${camel}: gradient, 2x', async () => {
  expect(await grad((x) => ${camel}(x).sum())([1, -3]).array()).toEqual([2, -6]);
});
`;
