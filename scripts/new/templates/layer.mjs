import { changeset, replaced, withLine } from '../write.mjs';

/** A layer of @mariana/layers, which models can be loaded with. */
export function layer({ kebab, camel, pascal }) {
  return {
    exports: [camel, pascal, `${pascal}Options`],
    sharedWith: ['@mariana/tensor'],
    files: {
      [`packages/layers/src/core/${kebab}.ts`]: source(camel, pascal),
      [`packages/layers/src/core/${kebab}.test.ts`]: test(kebab, camel, pascal),
      'packages/layers/src/index.ts': withLine(
        `export type { ${pascal}Options } from './core/${kebab}.ts';\nexport { ${pascal}, ${camel} } from './core/${kebab}.ts';`,
      ),
      'packages/layers/src/saving/builtin-registry.ts': replaced(/const classes = \[/, `$&${pascal}, `, (text) =>
        text.replace(/^import /m, `import { ${pascal} } from '../core/${kebab}.ts';\nimport `),
      ),
      [`.changeset/new-${kebab}.md`]: changeset('@mariana/layers', `New layer \`${camel}\`.`),
    },
    next: `Write what ${pascal} computes, its options and docstring, and its tests; the reference shows the docstring. Then:
  pnpm vitest run --project layers packages/layers/src/core/${kebab}.test.ts`,
  };
}

const source = (camel, pascal) => `import type { Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { Weight } from '../base/weight.ts';
import { initializerOption } from '../initializers/option.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import type { PartialShape } from '../options/shapes.ts';
import { lastDim } from './last-dim.ts';

export const ${camel}Options = /* @__PURE__ */ layerOptions({
  /**
   * What every input is multiplied by before the weight.
   * @defaultValue 1
   */
  scale: /* @__PURE__ */ number(1),
  /**
   * The first values of the weight.
   * @defaultValue 'ones'
   */
  initializer: /* @__PURE__ */ initializerOption('ones'),
});

/** Options of {@link ${camel}}. */
export interface ${pascal}Options extends OptionsOf<typeof ${camel}Options> {}

/** y = scale · x ⊙ factor. */
export class ${pascal} extends Layer.with(${camel}Options) {
  static override readonly className: string = '${pascal}';
  /** [inputs] */
  declare factor: Weight;

  override build(inputShape: PartialShape): void {
    const inputs = lastDim(\`${pascal} '\${this.name}'\`, inputShape);
    this.factor = this.weight('factor', [inputs], { initializer: this.options.initializer });
  }

  override call(x: Tensor): Tensor {
    return x.mul(this.options.scale).mul(this.factor.value); // [batch, …, inputs]
  }
}

/**
 * A layer that multiplies each input by a weight of its own: say here in one line what the layer is.
 *
 * y = scale · x ⊙ factor. Say what it is for. It keeps the shape of its input, [batch, …, inputs].
 *
 * @param options - see {@link ${pascal}Options}
 * @throws ArgumentError if an option is not allowed
 * @source \`keras.layers.${pascal}\`
 *
 * @example
 * await ${camel}({ scale: 2 }).apply([[1, 2]]).array(); // [[2, 4]]
 */
export function ${camel}(options: ${pascal}Options = {}): ${pascal} {
  return new ${pascal}(options);
}
`;

const test = (kebab, camel, pascal) => `import { expect, test } from 'vitest';
import { Model } from '../model/model.ts';
import { input } from './input.ts';
import { ${camel} } from './${kebab}.ts';

test('${pascal}: each input times scale and its weight', async () => {
  const layer = ${camel}({ scale: 2 });
  expect(await layer.apply([[1, 2]]).array()).toEqual([[2, 4]]);
  layer.setWeights([[1, -3]]);
  expect(await layer.apply([[1, 2]]).array()).toEqual([[2, -12]]);
  expect(layer.countParams()).toBe(2);
});

test('${pascal}: keeps the shape of symbolic inputs', () => {
  const x = input({ shape: [5] });
  const model = new Model({ inputs: x, outputs: ${camel}().apply(x) });
  expect(model.countParams()).toBe(5);
});

test('${pascal}: an option that is not allowed is refused', () => {
  expect(() => ${camel}({ scale: Number.NaN })).toThrow('scale');
});
`;
