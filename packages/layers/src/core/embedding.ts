import { ArgumentError, isFloating, isNaN as isNotNumber, notEqual, type Tensor, where } from '@mariana/tensor';
import { Layer } from '../base/layer.ts';
import { layerOptions } from '../base/options.ts';
import type { Structure } from '../base/structure.ts';
import type { Weight } from '../base/weight.ts';
import { initializerOption } from '../initializers/option.ts';
import type { OptionsOf } from '../options/declaration.ts';
import { boolean, positiveInteger } from '../options/numbers.ts';
import { regularizerOption } from '../regularizers/option.ts';

export const embeddingOptions = /* @__PURE__ */ layerOptions({
  /** How many different tokens there are: the largest index + 1. */
  inputDim: /* @__PURE__ */ positiveInteger(),
  /** The length of the vector of a token. */
  outputDim: /* @__PURE__ */ positiveInteger(),
  /**
   * The first values of the vectors.
   * @defaultValue 'randomUniform'
   */
  embeddingsInitializer: /* @__PURE__ */ initializerOption('randomUniform'),
  /**
   * A penalty on the vectors.
   * @defaultValue undefined
   */
  embeddingsRegularizer: /* @__PURE__ */ regularizerOption(),
  /**
   * Whether index 0 stands for padding, which later layers are to skip: the output carries a mask to them.
   * @defaultValue false
   */
  maskZero: /* @__PURE__ */ boolean(false),
});

/** Options of {@link embedding}. */
export interface EmbeddingOptions extends OptionsOf<typeof embeddingOptions> {}

/** A vector for each index. */
export class Embedding extends Layer.with(embeddingOptions) {
  static override readonly className: string = 'Embedding';
  /** [inputDim, outputDim] */
  declare embeddings: Weight;

  override get inputKind() {
    return 'tensor' as const;
  }

  override build(): void {
    const { inputDim, outputDim, embeddingsInitializer, embeddingsRegularizer } = this.options;
    this.embeddings = this.weight('embeddings', [inputDim, outputDim], {
      initializer: embeddingsInitializer,
      regularizer: embeddingsRegularizer,
    });
  }

  override call(x: Tensor): Tensor {
    // x: [batch, …] -> [batch, …, outputDim]
    try {
      return this.embeddings.gather(asIndices(x));
    } catch (error) {
      throw ArgumentError.isInstance(error) ? notATokenError(error, x, this.options.inputDim) : error;
    }
  }

  override computeMask(inputs: Structure<Tensor>): Tensor | undefined {
    return this.options.maskZero ? notEqual(inputs as Tensor, 0) : undefined;
  }
}

/** Indices that came as floats, as those of plain arrays do, without their fraction. NaN, which is no index, becomes −1. */
function asIndices(x: Tensor): Tensor {
  return isFloating(x.dtype) ? where(isNotNumber(x), -1, x).cast('int32') : x;
}

/** The error of an index that the engine refused. */
function notATokenError(cause: ArgumentError, x: Tensor, inputDim: number): ArgumentError {
  const got = cause.details.got ?? `indices of shape [${x.shape.join(', ')}]`;
  return new ArgumentError('embedding', 'an index names no row of the table', {
    got: isFloating(x.dtype) ? `${got} (NaN is read as -1)` : got,
    expected: `integers from 0 to ${inputDim - 1}`,
    cause,
  });
}

/**
 * A layer that looks up a vector, found by training, for each index: what tokens are for the layers behind it.
 *
 * It takes whole numbers [batch, …] from 0 to `inputDim` − 1 and gives [batch, …, outputDim].
 * Its table has shape [inputDim, outputDim].
 *
 * @param options - see {@link EmbeddingOptions}
 * @throws ArgumentError if an option is not allowed
 * @source `keras.layers.Embedding`, `torch.nn.Embedding`
 *
 * @example
 * const layer = embedding({ inputDim: 3, outputDim: 2, embeddingsInitializer: 'ones' });
 * await layer.apply([[2, 0]]).array(); // [[[1, 1], [1, 1]]]
 */
export function embedding(options: EmbeddingOptions): Embedding {
  return new Embedding(options);
}
