import {
  boolean,
  type CallContext,
  type InputShape,
  integer,
  Layer,
  lastDim,
  layerOptions,
  number,
  type OptionsOf,
  optional,
  positiveInteger,
  type Structure,
  type SymbolicTensor,
  type Symbols,
  type Values,
  type Weight,
} from '@mariana/layers';
import { expandDims, Generator, ShapeError, Tensor, where, zerosLike } from '@mariana/tensor';
import { attend } from './attend.ts';
import { type AttentionCallOptions, readInputs, readMasks, readShapes, withInputMasks } from './inputs.ts';
import { bothMasks, causalMask } from './masks.ts';
import { makeScore, type ScoreFunction, type ScoreParts, scoreOption } from './scores.ts';

export const attentionOptions = /* @__PURE__ */ layerOptions({
  /**
   * How well a query goes with a key: 'dot' qᵀk, 'scaledDot' qᵀk/√dim, 'bilinear' qᵀWk, 'additive' vᵀtanh(W_q q + W_k k),
   * or a function of query [batch, queries, dim] and key [batch, keys, dim] that gives [batch, queries, keys].
   * @defaultValue 'dot'
   */
  score: /* @__PURE__ */ scoreOption('dot'),
  /**
   * Whether scores are multiplied by a trainable number, which begins as 1.
   * @defaultValue false
   */
  useScale: /* @__PURE__ */ boolean(false),
  /**
   * For additive scores, the size of the space in which they compare; the size of the keys unless given.
   * @defaultValue undefined
   */
  units: /* @__PURE__ */ optional(/* @__PURE__ */ positiveInteger()),
  /**
   * The share of attention weights that become 0 while training.
   * @defaultValue 0
   */
  dropout: /* @__PURE__ */ number(0, { min: 0, max: 1 }),
  /**
   * A seed of dropout's own. The masks differ from step to step all the same.
   * @defaultValue undefined
   */
  seed: /* @__PURE__ */ optional(/* @__PURE__ */ integer()),
});

/** Options of {@link attention}. */
export interface AttentionOptions extends OptionsOf<typeof attentionOptions> {}

const isTensor = (item: unknown): item is Tensor => item instanceof Tensor;

/** output_i = Σ_j softmax_j(score(query_i, key_j)) · value_j. */
export class Attention extends Layer.with(attentionOptions) {
  static override readonly className: string = 'Attention';
  /** The trainable number that multiplies scores; undefined without `useScale`. */
  declare scale: Weight | undefined;
  #score: ScoreFunction | undefined;
  readonly #generator: Generator | undefined;

  constructor(options?: AttentionOptions) {
    super(options);
    const { seed } = this.options;
    this.#generator = seed === undefined ? undefined : new Generator({ seed });
  }

  override build(inputShape: InputShape): void {
    const owner = `Attention '${this.name}'`;
    const { query, key } = readShapes(owner, inputShape);
    const [queryDim, keyDim] = [lastDim(owner, query), lastDim(owner, key)];
    const { score, units = keyDim, useScale } = this.options;
    if ((score === 'dot' || score === 'scaledDot') && queryDim !== keyDim) {
      throw new ShapeError(owner, `a ${score} score needs queries and keys of one size`, {
        got: `${queryDim} and ${keyDim}`,
        fix: "Use score: 'bilinear', or project one of them first",
      });
    }
    const weight: ScoreParts['weight'] = (name, shape, initializer) => this.weight(name, shape, { initializer });
    this.#score = makeScore(score, { queryDim, keyDim, units, weight });
    if (useScale) this.scale = this.weight('scale', [], { initializer: 'ones' });
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
    const owner = `Attention '${this.name}'`;
    const { query, key, value } = readInputs(owner, inputs, isTensor);
    const [queryMask, valueMask] = readMasks(context.mask);
    const raw = (this.#score as ScoreFunction)(query, key); // [batch, queries, keys]
    const scores = this.scale === undefined ? raw : raw.mul(this.scale.value);
    const causal = context.useCausalMask ? causalMask(query.shape[1] as number, key.shape[1] as number) : undefined;
    const padding = valueMask === undefined ? undefined : expandDims(valueMask, 1);
    const [output, weights] = attend(scores, value, {
      mask: bothMasks(bothMasks(padding, causal), context.attentionMask),
      dropout: context.training ? this.options.dropout : 0,
      generator: this.#generator,
    });
    const masked = queryMask === undefined ? output : where(expandDims(queryMask, -1), output, zerosLike(output));
    return (context.returnAttentionScores ? [masked, weights] : masked) as Tensor;
  }
}

/**
 * A layer that lets each query take from the values what its keys promise:
 * output_i = Σ_j a_ij value_j with a_ij = softmax_j s(query_i, key_j).
 *
 * With `score: 'bilinear'` and `useScale: true` it is a_ij = softmax_j s(vᵢᵀ W_k vⱼ) for a linear s: its factor is the
 * weight `scale`, and softmax does not see an offset.
 *
 * Applied to one tensor [batch, time, dim] it is self-attention; to `[query, value]`, `[query, value, key]` or
 * `{ query, value, key }`, attention from one sequence to another. Masks, causality and the weights themselves are asked
 * for where it is applied: {@link AttentionCallOptions}. Masks may also stand among the inputs, where they can be inputs of
 * a model: `{ query, value, queryMask, valueMask, attentionMask }`.
 *
 * A query for which everything is masked takes nothing: 0, as with `multiHeadAttention` (Keras's Attention gives it the even
 * mean of what is masked).
 *
 * @param options - see {@link AttentionOptions}
 * @throws ArgumentError, ShapeError if an option or a shape does not fit
 * @source `keras.layers.Attention`; Luong et al.: Effective approaches to attention-based neural machine translation
 * (2015); Bahdanau et al.: Neural machine translation by jointly learning to align and translate (2014)
 *
 * @example
 * const words = ones([1, 3, 4]); // [batch, time, dim]
 * const [output, weights] = attention({ score: 'bilinear', useScale: true }).apply(words, { returnAttentionScores: true });
 * output.shape; // [1, 3, 4]
 * await weights.sum({ axis: -1 }).array(); // [[1, 1, 1]]
 */
export function attention(options: AttentionOptions = {}): Attention {
  return new Attention(options);
}
