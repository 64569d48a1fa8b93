import type { DType } from './dtype.ts';
import { ArgumentError, DTypeError, ShapeError } from './errors.ts';
import { describeValues } from './format/describe.ts';
import { Printable } from './format/printable.ts';
import { titleOf } from './format/printed.ts';
import { assignAt, innermostLevel, readAt } from './level.ts';
import { asTensor } from './ops/arguments.ts';
import { cast } from './ops/cast.ts';
import { untracked } from './scope.ts';
import { formatShape, type Shape, sameShape } from './shape.ts';
import type { Tensor } from './tensor.ts';
import type { TensorLike } from './tensor-like.ts';

/** Options of a {@link Variable}. */
export interface VariableOptions {
  /**
   * For error messages, summaries and saved files.
   * @defaultValue 'variable'
   */
  name?: string | undefined;
  /**
   * Whether training changes it.
   * @defaultValue true
   */
  trainable?: boolean | undefined;
}

const marker = Symbol.for('mariana.variable');

/** The number of variables made. */
let made = 0;

/** Whether a value is a Variable. */
export function isVariable(value: unknown): value is Variable {
  return typeof value === 'object' && value !== null && marker in value;
}

/**
 * A named holder of a tensor that can be assigned: a weight, a moving average, a counter.
 *
 * Reading and assigning are effects, which transforms interpret: inside `grad` with respect to a variable, `value` is
 * traced. A value that was read never changes afterwards.
 *
 * @example
 * const w = new Variable(zeros([2]), { name: 'w' });
 * w.assign([1, 2]);
 * await w.value.array(); // [1, 2]
 */
export class Variable extends Printable {
  readonly name: string;
  trainable: boolean;
  readonly shape: Shape;
  readonly dtype: DType;
  /** Differs for every variable: see {@link Tensor}. */
  readonly id: number;
  #held: Tensor;

  /**
   * @param initial - the first value; its shape and dtype stay
   * @param options - see {@link VariableOptions}
   */
  constructor(initial: TensorLike, { name = 'variable', trainable = true }: VariableOptions = {}) {
    super();
    const value = asTensor(`Variable '${name}'`, initial);
    if (value.level !== undefined) {
      throw new ArgumentError(`Variable '${name}'`, 'the initial value is traced', {
        fix: 'Make variables outside of transformed functions',
      });
    }
    this.name = name;
    this.trainable = trainable;
    this.shape = value.shape;
    this.dtype = value.dtype;
    this.id = ++made;
    this.#held = untracked(() => value.alias());
    if (value !== initial) value.dispose(); // made here, from numbers or of another variable
    Object.defineProperty(this, marker, { value: true });
  }

  /** The value now. */
  get value(): Tensor {
    return readAt(innermostLevel(), this);
  }

  /**
   * The value to be replaced at once: the tensor itself where no transform is at work, and not another handle on it, so that
   * an operation may overwrite what nobody else holds. It stays the variable's: do not dispose of it.
   */
  lend(): Tensor {
    return innermostLevel() === undefined ? this.#held : this.value;
  }

  /**
   * Puts another value in.
   *
   * @param value - of the same shape; cast to the variable's dtype if it promotes to it
   * @throws ShapeError, DTypeError
   */
  assign(value: TensorLike): void {
    const given = asTensor(`Variable '${this.name}'`, value, this.dtype);
    if (!sameShape(given.shape, this.shape)) {
      throw new ShapeError(`Variable '${this.name}'`, 'the assigned value has another shape', {
        got: formatShape(given.shape),
        expected: formatShape(this.shape),
      });
    }
    if (given.dtype !== this.dtype) {
      throw new DTypeError(`Variable '${this.name}'`, 'the assigned value has another dtype', {
        got: given.dtype,
        expected: this.dtype,
        fix: `Cast it: value.cast('${this.dtype}')`,
      });
    }
    assignAt(innermostLevel(), this, cast(given, this.dtype));
  }

  /** Gives the memory back; the variable cannot be used afterwards. */
  dispose(): void {
    this.#held.dispose();
  }

  /** The value below all transforms. For levels. */
  readEager(): Tensor {
    return this.#held.alias();
  }

  /** Assigns below all transforms. For levels. */
  assignEager(value: Tensor): void {
    const old = this.#held;
    this.#held = untracked(() => value.alias());
    old.dispose();
  }

  protected override describe() {
    const title = titleOf(`Variable '${this.name}'`, this);
    return describeValues(this.trainable ? title : `${title}, not trainable`, this.#held);
  }
}
