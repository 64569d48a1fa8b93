import { changeset, replaced, withLine } from '../write.mjs';

/** An optimizer of @mariana/trainer: the update rule of one parameter. */
export function optimizer({ kebab, camel, pascal }) {
  return {
    exports: [camel, pascal, `${pascal}Options`],
    files: {
      [`packages/trainer/src/optimizers/${kebab}.ts`]: source(camel, pascal),
      [`packages/trainer/src/optimizers/${kebab}.test.ts`]: test(kebab, camel),
      'packages/trainer/src/optimizers/index.ts': withLine(
        `export type { ${pascal}Options } from './${kebab}.ts';\nexport { ${pascal}, ${camel} } from './${kebab}.ts';`,
      ),
      'packages/trainer/src/index.ts': withLine(
        `export type { ${pascal}Options } from './optimizers/index.ts';\nexport { ${pascal}, ${camel} } from './optimizers/index.ts';`,
      ),
      'packages/trainer/src/names.ts': replaced(/const optimizers = \{/, `$&\n  ${camel}: () => ${camel}(),`, (text) =>
        text.replace(/^import /m, `import { ${camel} } from './optimizers/${kebab}.ts';\nimport `),
      ),
      [`.changeset/new-${kebab}.md`]: changeset('@mariana/trainer', `New optimizer \`${camel}\`.`),
    },
    next: `Write the update rule of ${pascal} as its paper has it, its options and docstring, and its trajectory against Keras. Then:
  pnpm vitest run --project trainer packages/trainer/src/optimizers/${kebab}.test.ts`,
  };
}

const source = (camel, pascal) => `import { numberOption, type OptionsOf } from '../options/options.ts';
import { Optimizer, type UpdateInputs, type UpdateOutputs } from './optimizer.ts';

const rules = {
  /**
   * How far one step goes.
   * @defaultValue 0.01
   */
  learningRate: numberOption(0.01, { min: 0 }),
  /**
   * How much of the mean of past gradients is kept, from 0 to 1.
   * @defaultValue 0.9
   */
  decay: numberOption(0.9, { min: 0, max: 1 }),
};

/** Options of {@link ${camel}}. */
export interface ${pascal}Options extends OptionsOf<typeof rules> {}

/** Steps along a mean of past gradients; see {@link ${camel}}. */
export class ${pascal} extends Optimizer<typeof rules, 'mean'> {
  readonly slots = ['mean'] as const;

  constructor(options: ${pascal}Options = {}) {
    super('${camel}', rules, options);
  }

  update({ w, g, mean, learningRate }: UpdateInputs<'mean'>): UpdateOutputs<'mean'> {
    const { decay } = this.options;
    const next = mean.mul(decay).add(g.mul(1 - decay));
    return { w: w.sub(next.mul(learningRate)), mean: next };
  }
}

/**
 * Steps along a mean of past gradients: say here in one line what the optimizer is.
 *
 * m ← β·m + (1 − β)·g, w ← w − η·m. Say what it is for.
 *
 * @param options - see {@link ${pascal}Options}
 * @returns an optimizer for a \`Trainer\`, or for use by itself with \`apply\`
 * @throws ArgumentError if an option is not allowed
 * @source \`keras.optimizers.${pascal}\`
 *
 * @example
 * const w = new Variable([1, 2]);
 * ${camel}({ learningRate: 1, decay: 0.5 }).apply([tensor([2, 0])], [w]);
 * await w.value.array(); // [0, 2]
 */
export function ${camel}(options: ${pascal}Options = {}): ${pascal} {
  return new ${pascal}(options);
}
`;

const test = (kebab, camel) => `import { tensor, Variable } from '@mariana/tensor';
import { expect, test } from 'vitest';
import { ${camel} } from './${kebab}.ts';

test('${camel}: two steps, computed by hand', async () => {
  const w = new Variable([1, 2]);
  const optimizer = ${camel}({ learningRate: 1, decay: 0.5 });
  optimizer.apply([tensor([2, 0])], [w]);
  expect(await w.value.array()).toEqual([0, 2]); // m = 1
  optimizer.apply([tensor([2, 0])], [w]);
  expect(await w.value.array()).toEqual([-1.5, 2]); // m = 1.5
});
`;
