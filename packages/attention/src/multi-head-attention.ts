import {
  axes as axesOption,
  boolean,
  type CallContext,
  type InputShape,
  initializerOption,
  integer,
  Layer,
  lastDim,
  layerOptions,
  number,
  type OptionsOf,
  optional,
  positiveInteger,
  regularizerOption,
  type Structure,
  type SymbolicTensor,
  type Symbols,
  shape as shapeOption,
  type Values,
  type Weight,
} from '@mariana/layers';
import { expandDims, Generator, matmul, Tensor } from '@mariana/tensor';
import { attend, attendTogether } from './attend.ts';
import { checkAttentionAxes, type HeadLayout, headLayout, joinHeads, splitHeads } from './heads.ts';
import { type AttentionCallOptions, readInputs, readMasks, readShapes, withInputMasks } from './inputs.ts';
import { bothMasks, causalMask } from './masks.ts';
import { project, withAxes } from './project.ts';

export const multiHeadAttentionOptions = /* @__PURE__ */ layerOptions({
  /** How many heads look in parallel. */
  numHeads: /* @__PURE__ */ positiveInteger(),
  /** The size of queries and keys in each head. */
  keyDim: /* @__PURE__ */ positiveInteger(),
  /**
   * The size of values in each head; `keyDim` unless given.
   * @defaultValue undefined
   */
  valueDim: /* @__PURE__ */ optional(/* @__PURE__ */ positiveInteger()),
  /**
   * The share of attention weights that become 0 while training.
   * @defaultValue 0
   */
  dropout: /* @__PURE__ */ number(0, { min: 0, max: 1 }),
  /**
   * Whether the projections have biases.
   * @defaultValue true
   */
  useBias: /* @__PURE__ */ boolean(true),
  /**
   * The output's last axes; the query's last axis unless given.
   * @defaultValue undefined
   */
  outputShape: /* @__PURE__ */ optional(/* @__PURE__ */ shapeOption({ single: true })),
  /**
   * The axes over which attention goes; all but the first and the last unless given. The others are batch axes.
   * @defaultValue undefined
   */
  attentionAxes: /* @__PURE__ */ optional(/* @__PURE__ */ axesOption()),
  /**
   * The first values of the kernels.
   * @defaultValue 'glorotUniform'
   */
  kernelInitializer: /* @__PURE__ */ initializerOption('glorotUniform'),
  /**
   * The first values of the biases.
   * @defaultValue 'zeros'
   */
  biasInitializer: /* @__PURE__ */ initializerOption('zeros'),
  /**
   * A penalty on the kernels.
   * @defaultValue undefined
   */
  kernelRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * A penalty on the biases.
   * @defaultValue undefined
   */
  biasRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * A seed of dropout's own. The masks differ from step to step all the same.
   * @defaultValue undefined
   */
  seed: /* @__PURE__ */ optional(/* @__PURE__ */ integer()),
});

/** Options of {@link multiHeadAttention}. */
export interface MultiHeadAttentionOptions extends OptionsOf<typeof multiHeadAttentionOptions> {}

const isTensor = (item: unknown): item is Tensor => item instanceof Tensor;

/** Attention in several heads, each in a space of its own. */
export class MultiHeadAttention extends Layer.with(multiHeadAttentionOptions) {
  static override readonly className: string = 'MultiHeadAttention';
  /** [queryDim, heads, keyDim]; so are the other kernels, each with its own sizes. */
  declare queryKernel: Weight;
  /** [heads, keyDim] */
  declare queryBias: Weight | undefined;
  declare keyKernel: Weight;
  declare keyBias: Weight | undefined;
  declare valueKernel: Weight;
  declare valueBias: Weight | undefined;
  /** [heads, valueDim, ...outputShape] */
  declare outputKernel: Weight;
  declare outputBias: Weight | undefined;
  readonly #generator: Generator | undefined;

  constructor(options: MultiHeadAttentionOptions) {
    super(options);
    const { seed } = this.options;
    this.#generator = seed === undefined ? undefined : new Generator({ seed });
  }

  override build(inputShape: InputShape): void {
    const owner = `MultiHeadAttention '${this.name}'`;
    const { query, key, value } = readShapes(owner, inputShape);
    const { numHeads, keyDim, valueDim = keyDim, attentionAxes } = this.options;
    checkAttentionAxes(owner, attentionAxes, query);
    const queryDim = lastDim(owner, query);
    const { outputShape = [queryDim] } = this.options;
    [this.queryKernel, this.queryBias] = this.#projection('query', [queryDim], [numHeads, keyDim]);
    [this.keyKernel, this.keyBias] = this.#projection('key', [lastDim(owner, key)], [numHeads, keyDim]);
    [this.valueKernel, this.valueBias] = this.#projection('value', [lastDim(owner, value)], [numHeads, valueDim]);
    [this.outputKernel, this.outputBias] = this.#projection('output', [numHeads, valueDim], outputShape);
  }

  #projection(
    name: string,
    from: readonly number[],
    to: readonly number[],
  ): [kernel: Weight, bias: Weight | undefined] {
    const { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer, useBias } = this.options;
    const kernel = this.weight(`${name}Kernel`, [...from, ...to], {
      initializer: withAxes(kernelInitializer, from.length, to.length),
      regularizer: kernelRegularizer,
    });
    if (!useBias) return [kernel, undefined];
    return [kernel, this.weight(`${name}Bias`, to, { initializer: biasInitializer, regularizer: biasRegularizer })];
  }

  override apply(
    inputs: Symbols,
    options: AttentionCallOptions & { readonly returnAttentionScores: true },
  ): readonly [output: SymbolicTensor, weights: SymbolicTensor];
  override apply(inputs: Symbols, options?: AttentionCallOptions): SymbolicTensor;
  override apply(
    inputs: Values,
    options: AttentionCallOptions & { readonly returnAttentionScores: true },
  ): readonly [output: Tensor, weights: Tensor];
  override apply(inputs: Values, options?: AttentionCallOptions): Tensor;
  override apply(inputs: never, options?: AttentionCallOptions): never {
    return super.apply(inputs, options) as never;
  }

  override call(inputs: Structure<Tensor>, given: CallContext & AttentionCallOptions): Tensor {
    const context = withInputMasks(inputs, given);
    const { query, key, value } = readInputs(`MultiHeadAttention '${this.name}'`, inputs, isTensor);
    const { keyDim, attentionAxes, dropout } = this.options;
    const [queries, keys] = [headLayout(query.shape, attentionAxes), headLayout(key.shape, attentionAxes)];
    // [batch, …, heads, time, dim] each
    const q = splitHeads(project(query, this.queryKernel, this.queryBias, 1), queries);
    const k = splitHeads(project(key, this.keyKernel, this.keyBias, 1), keys);
    const v = splitHeads(project(value, this.valueKernel, this.valueBias, 1), keys);
    const share = context.training ? dropout : 0;
    if (!context.returnAttentionScores && share === 0) {
      // Where nothing is left but the causal mask, the places say all.
      const masks = attentionMask({ ...context, useCausalMask: false }, queries, keys);
      const attended = attendTogether(q, k, v, { mask: masks, causal: context.useCausalMask ?? false });
      return project(joinHeads(attended, queries), this.outputKernel, this.outputBias, 2);
    }
    const [attended, weights] = attend(matmul(q.mul(1 / Math.sqrt(keyDim)), k, { transposeB: true }), v, {
      mask: attentionMask(context, queries, keys),
      dropout: share,
      generator: this.#generator,
    });
    const output = project(joinHeads(attended, queries), this.outputKernel, this.outputBias, 2);
    if (!context.returnAttentionScores) return output;
    // The one axis of queries and of keys becomes the attention axes again.
    const { rest, times } = queries;
    const scores = weights.reshape([...rest, weights.shape[weights.rank - 3] as number, ...times, ...keys.times]);
    return [output, scores] as unknown as Tensor;
  }
}

/** All that hides keys from queries, [batch, …, 1, queries, keys]; undefined where nothing does. */
function attentionMask(context: AttentionCallOptions, queries: HeadLayout, keys: HeadLayout): Tensor | undefined {
  const [queryMask, valueMask] = readMasks(context.mask);
  const [batch, ones] = [queries.rest[0] as number, queries.rest.map(() => 1)];
  /** [batch, rows, columns], with an axis of size 1 for each further batch axis and for the heads. */
  const spread = (mask: Tensor, rows: number, columns: number) =>
    mask.reshape([mask.shape[0] === 1 ? 1 : batch, ...ones.slice(1), 1, rows, columns]);
  const rowMask = queryMask && spread(queryMask, queries.time, 1);
  const columnMask = valueMask && spread(valueMask, 1, keys.time);
  const given = context.attentionMask && spreadGiven(context.attentionMask, queries, keys);
  const causal = context.useCausalMask ? causalMask(queries.time, keys.time) : undefined;
  return bothMasks(bothMasks(rowMask, columnMask), bothMasks(given, causal));
}

/** A mask [batch, queries, keys], also one with heads, as scores have it. */
function spreadGiven(mask: Tensor, queries: HeadLayout, keys: HeadLayout): Tensor {
  const axes = queries.times.length + keys.times.length;
  const lead = mask.shape.slice(0, mask.rank - axes);
  const size = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
  const rows = size(mask.shape.slice(mask.rank - axes, mask.rank - keys.times.length));
  const columns = size(mask.shape.slice(mask.rank - keys.times.length));
  let spread = mask.reshape([...lead, rows, columns]);
  while (spread.rank < queries.rest.length + 3) spread = expandDims(spread, -3);
  return spread.dtype === 'bool' ? spread : spread.cast('bool');
}

/**
 * A layer that attends in several heads at once: each projects queries, keys and values into a space of its own, and what
 * the heads find is projected together.
 *
 * Applied to one tensor it is self-attention; to `[query, value]`, `[query, value, key]` or `{ query, value, key }`,
 * cross-attention. `useCausalMask`, masks and `returnAttentionScores` are said where it is applied:
 * {@link AttentionCallOptions}. Masks may also stand among the inputs, where they can be inputs of a model: `{ query, value,
 * queryMask, valueMask, attentionMask }`.
 *
 * @param options - see {@link MultiHeadAttentionOptions}
 * @throws ArgumentError, ShapeError if an option or a shape does not fit
 * @source Vaswani et al.: Attention is all you need (2017); `keras.layers.MultiHeadAttention`
 *
 * @example
 * const words = ones([1, 3, 8]); // [batch, time, dim]
 * const layer = multiHeadAttention({ numHeads: 2, keyDim: 4 });
 * layer.apply(words, { useCausalMask: true }).shape; // [1, 3, 8]
 */
export function multiHeadAttention(options: MultiHeadAttentionOptions): MultiHeadAttention {
  return new MultiHeadAttention(options);
}
