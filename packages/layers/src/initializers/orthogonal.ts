import {
  type DType,
  fillNormal,
  formatShape,
  type Generator,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  tensor,
} from '@mariana/tensor';
import { declareOptions, type OptionsOf } from '../options/declaration.ts';
import { number } from '../options/numbers.ts';
import { Initializer, seedOption } from './initializer.ts';
import { orthonormalize } from './orthonormalize.ts';
import { floatOf } from './random.ts';

export const orthogonalOptions = /* @__PURE__ */ declareOptions({
  /**
   * A factor of all values.
   * @defaultValue 1
   */
  gain: /* @__PURE__ */ number(1),
  /**
   * A seed of its own, with which every weight gets the same values.
   * @defaultValue undefined
   */
  seed: seedOption,
});

/** Options of {@link orthogonal}. */
export interface OrthogonalOptions extends OptionsOf<typeof orthogonalOptions> {}

/** Matrices with orthonormal columns, or rows where there are fewer of those. */
export class Orthogonal extends Initializer.with(orthogonalOptions) {
  static override readonly className: string = 'Orthogonal';

  override call(shape: Shape, dtype: DType, generator: Generator): Tensor {
    if (shape.length < 2) {
      throw new ShapeError('Orthogonal', 'the weight has fewer than two axes', {
        got: `shape ${formatShape(shape)}`,
        expected: 'two axes or more',
      });
    }
    // All axes but the last together are the rows.
    const rows = sizeOf(shape.slice(0, -1));
    const columns = shape[shape.length - 1] as number;
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    const vectors = new Float64Array(long * short);
    fillNormal(vectors, generator.drawKeyWords());
    orthonormalize(vectors, short, long); // each row of `vectors` is one of the orthonormal vectors
    const { gain } = this.options;
    const values = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        values[i * columns + j] = gain * (vectors[rows < columns ? i * long + j : j * long + i] as number);
      }
    }
    const float = floatOf(dtype);
    return tensor(float === 'float64' ? values : new Float32Array(values), { shape, dtype: float });
  }
}

/**
 * Makes weights whose columns are orthonormal (rows, where there are fewer of those), all such being equally likely:
 * the usual start of recurrent layers.
 *
 * @source Saxe, McClelland, Ganguli: Exact solutions to the nonlinear dynamics of learning in deep linear neural networks
 * (2014); `keras.initializers.Orthogonal`
 *
 * @example
 * const layer = dense({ units: 2, kernelInitializer: orthogonal({ gain: 2 }) });
 */
export function orthogonal(options?: OrthogonalOptions): Orthogonal {
  return new Orthogonal(options);
}
