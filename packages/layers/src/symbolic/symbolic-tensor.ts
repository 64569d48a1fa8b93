import type { DType } from '@mariana/tensor';
import type { PartialShape } from '../options/shapes.ts';
import type { Node } from './node.ts';

const marker = Symbol.for('mariana.symbolicTensor');

/**
 * A tensor to come: what `input` gives and layers applied to it return. It has a shape, in which null stands for a size
 * that is not known (the batch's, mostly), and remembers how it is made; it has no elements.
 *
 * @source `keras.KerasTensor`
 *
 * @example
 * const x = input({ shape: [3] });
 * dense({ units: 2 }).apply(x).shape; // [null, 2]
 */
export class SymbolicTensor {
  readonly shape: PartialShape;
  readonly dtype: DType;
  /** The input's name, or that of the layer that makes it. */
  readonly name: string;
  /** The application of a layer that makes it; undefined for inputs. */
  readonly node: Node | undefined;

  constructor(shape: PartialShape, dtype: DType, name: string, node: Node | undefined) {
    this.shape = shape;
    this.dtype = dtype;
    this.name = name;
    this.node = node;
    Object.defineProperty(this, marker, { value: true });
  }

  /** The number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** `SymbolicTensor float32 [null, 3]`. */
  toString(): string {
    return `SymbolicTensor ${this.dtype} ${formatPartial(this.shape)}`;
  }
}

/** Whether a value is a SymbolicTensor. */
export function isSymbolic(value: unknown): value is SymbolicTensor {
  return typeof value === 'object' && value !== null && marker in value;
}

/** `[null, 3]`. */
export function formatPartial(shape: PartialShape): string {
  return `[${shape.map(String).join(', ')}]`;
}
