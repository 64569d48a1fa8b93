import { bernoulli, Generator, type Tensor } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { firstMask } from '../base/masks.ts';
import { layerOptions } from '../base/options.ts';
import type { Structure } from '../base/structure.ts';
import type { ApplyOptions, CallContext } from '../base/types.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { integer, number } from '../options/numbers.ts';
import { optional } from '../options/option.ts';
import { shape } from '../options/shapes.ts';

export const dropoutOptions = /* @__PURE__ */ layerOptions({
  /**
   * The share of elements that become 0.
   * @defaultValue 0.5
   */
  rate: /* @__PURE__ */ number(0.5, { min: 0, max: 1 }),
  /**
   * The shape of the mask, null standing for the input's size: axes of size 1 are dropped as a whole.
   * @defaultValue undefined
   */
  noiseShape: /* @__PURE__ */ optional(/* @__PURE__ */ shape({ unknown: true })),
  /**
   * A seed of its own. The masks differ from step to step all the same.
   * @defaultValue undefined
   */
  seed: /* @__PURE__ */ optional(/* @__PURE__ */ integer()),
});

/** Options of {@link dropout}. */
export interface DropoutOptions extends OptionsOf<typeof dropoutOptions> {}

/** Elements at random become 0 while training. */
export class Dropout extends Layer.with(dropoutOptions) {
  static override readonly className: string = 'Dropout';
  readonly #generator: Generator | undefined;

  constructor(options?: DropoutOptions) {
    super(options);
    const { seed } = this.options;
    this.#generator = seed === undefined ? undefined : new Generator({ seed });
  }

  override computeMask(_inputs: Structure<Tensor>, mask: ApplyOptions['mask']): Tensor | undefined {
    return firstMask(mask);
  }

  override get inputKind() {
    return 'tensor' as const;
  }

  override call(x: Tensor, { training }: CallContext): Tensor {
    const { rate, noiseShape } = this.options;
    if (!training || rate === 0) return x;
    return dropElements(x, rate, {
      noiseShape: noiseShape?.map((size, axis) => size ?? (x.shape[axis] as number)),
      generator: this.#generator,
    });
  }
}

/** What {@link dropElements} is told. */
export interface DropElementsOptions {
  /** The shape of the mask, which broadcasts with the input; the input's unless given. */
  readonly noiseShape?: readonly number[] | undefined;
  /** Where the random numbers come from; the default generator unless given. */
  readonly generator?: Generator | undefined;
}

/**
 * Sets a share of the elements to 0, at random, and divides the others by what is left, so that the expected value stays.
 *
 * @param x - a float tensor of any shape
 * @param rate - the share, from 0 to 1
 * @returns a tensor of `x`'s shape
 */
export function dropElements(x: Tensor, rate: number, { noiseShape, generator }: DropElementsOptions = {}): Tensor {
  if (rate === 1) return x.mul(0);
  const kept = bernoulli(noiseShape ?? x.shape, { probability: 1 - rate, dtype: x.dtype, generator });
  return x.mul(kept).mul(1 / (1 - rate));
}

/**
 * A layer that, while training, sets a share of its input's elements to 0 at random and divides the others by 1 − rate;
 * otherwise it passes its input on. It makes a network rely on no single unit.
 *
 * @param options - see {@link DropoutOptions}, or just the rate
 * @throws ArgumentError if the rate is not from 0 to 1
 * @source Srivastava et al.: Dropout: a simple way to prevent neural networks from overfitting (2014);
 * `keras.layers.Dropout`
 *
 * @example
 * await dropout(0.5).apply([1, 2, 3]).array(); // [1, 2, 3]
 */
export function dropout(options: number | DropoutOptions = {}): Dropout {
  return new Dropout(typeof options === 'number' ? { rate: options } : options);
}
