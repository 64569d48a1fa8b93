import {
  type DType,
  evalLevel,
  formatShape,
  gather,
  matmul,
  type Shape,
  ShapeError,
  sameShape,
  scope,
  sizeOf,
  type Tensor,
  type TensorLike,
  Variable,
  withLevel,
} from '@mariana/tensor';
import type { Initializer } from '../initializers/initializer.ts';
import { type InitializerLike, toInitializer } from '../initializers/option.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';

/** How a weight is made. */
export interface WeightOptions {
  /** The first value: an initializer, by name or as an object. */
  readonly initializer: InitializerLike;
  /** @defaultValue 'float32' */
  readonly dtype?: DType | undefined;
  /**
   * Whether training changes it, as long as its layer is trainable.
   * @defaultValue true
   */
  readonly trainable?: boolean | undefined;
  /** A penalty that is added to the loss. */
  readonly regularizer?: Regularizer | undefined;
}

/**
 * Another way of using a weight, put in from outside: low-rank adaptation, quantization. What it leaves out is done with
 * its `value`.
 */
export interface WeightAdapter {
  /** The value that layers see, from the weight's own. */
  value(base: () => Tensor): Tensor;
  /** x · weight, if there is a shorter way than through the value. */
  matmul?(x: Tensor, base: () => Tensor): Tensor;
  /** Rows of the weight, if there is a shorter way than through the value. */
  gather?(indices: TensorLike, base: () => Tensor): Tensor;
}

/**
 * A weight of a layer: a named variable with what made it and what holds for it. Layers use it through {@link value},
 * {@link matmul} and {@link gather}, where a {@link WeightAdapter} can step in.
 *
 * Its value is made when it is first needed, so that models can be put together before an engine is in use.
 *
 * @example
 * const layer = dense({ units: 2 });
 * layer.build([null, 3]);
 * layer.kernel.shape; // [3, 2]
 */
export class Weight {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly trainable: boolean;
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  /** Another way of using the weight; undefined unless something was put in. */
  adapter: WeightAdapter | undefined;
  // No #private fields: test runners compare what is enumerable, and would take weights of other values for equal.
  private held: Variable | undefined;
  private initial: (() => TensorLike) | undefined;

  constructor(name: string, shape: Shape, options: WeightOptions) {
    const { initializer, dtype = 'float32', trainable = true, regularizer } = options;
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
    this.trainable = trainable;
    this.initializer = toInitializer(`weight '${name}'`, initializer);
    this.regularizer = regularizer;
    this.initial = this.initializer.prepare(shape, dtype);
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The variable that holds the value, which is made now if it was not yet. */
  get variable(): Variable {
    this.held ??= this.#make();
    return this.held;
  }

  /** The value as layers use it. */
  get value(): Tensor {
    return this.adapter === undefined ? this.#base() : this.adapter.value(() => this.#base());
  }

  /**
   * x · weight.
   *
   * @param x - [..., n] for a weight of shape [n, m]
   * @returns [..., m]
   */
  matmul(x: Tensor): Tensor {
    if (this.adapter?.matmul !== undefined) return this.adapter.matmul(x, () => this.#base());
    const value = this.value;
    if (x.rank === 2) return matmul(x, value);
    // One large product instead of many small ones.
    const rows = sizeOf(x.shape.slice(0, -1));
    const columns = value.shape[1] as number;
    return matmul(x.reshape([rows, x.shape[x.rank - 1] as number]), value).reshape([...x.shape.slice(0, -1), columns]);
  }

  /**
   * Rows of the weight.
   *
   * @param indices - whole numbers of any shape
   * @returns [...indices.shape, ...shape[1:]]
   */
  gather(indices: TensorLike): Tensor {
    return this.adapter?.gather?.(indices, () => this.#base()) ?? gather(this.value, indices);
  }

  /**
   * Puts another value in.
   *
   * @param value - of the weight's shape and dtype
   * @throws ShapeError if the shape differs
   */
  assign(value: TensorLike): void {
    this.variable.assign(value);
  }

  /** Puts a value in that takes the place of the initial one, if that was not made yet. */
  assignLazily(shape: Shape, make: () => TensorLike): void {
    if (!sameShape(shape, this.shape)) {
      throw new ShapeError(`weight '${this.name}'`, 'the value has another shape', {
        got: formatShape(shape),
        expected: formatShape(this.shape),
      });
    }
    if (this.held === undefined) this.initial = make;
    else scope(() => this.assign(make()));
  }

  #base(): Tensor {
    // Tracing shapes needs no value, and so no engine.
    if (this.held === undefined) {
      const level = evalLevel();
      if (level !== undefined) return level.abstract(this.shape, this.dtype);
    }
    return this.variable.value;
  }

  #make(): Variable {
    const initial = this.initial as () => TensorLike;
    this.initial = undefined;
    // Below all transforms: the value is a constant for them, whenever it happens to be made.
    return withLevel(undefined, () =>
      scope(() => new Variable(initial(), { name: this.name, trainable: this.trainable })),
    );
  }
}
