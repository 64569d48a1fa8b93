import type { Tensor, TensorLike } from '@mariana/tensor';
import type { PartialShape } from '../options/shapes.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import type { Layer } from './layer.ts';
import type { Structure } from './structure.ts';

/** What a layer's `call` returns: a tensor, a list or a record of them. */
export type LayerResult = Structure<Tensor>;

/** Any layer, whatever it returns. */
export type AnyLayer = Layer<LayerResult>;

/** Tensors that a layer is applied to: one, a list, or a record by name. */
export type Values = TensorLike | readonly (Tensor | undefined)[] | { readonly [name: string]: TensorLike | undefined };

/** Symbolic tensors that a layer is applied to. */
export type Symbols =
  | SymbolicTensor
  | readonly SymbolicTensor[]
  | { readonly [name: string]: SymbolicTensor | undefined };

/** The symbolic tensors that stand for a result. */
export type SymbolicOf<Result> = Result extends Tensor
  ? SymbolicTensor
  : { readonly [Key in keyof Result]: SymbolicOf<Result[Key]> };

/** Shapes in the structure of the inputs. */
export type InputShape = PartialShape | readonly PartialShape[] | { readonly [name: string]: PartialShape };

/** How a layer is applied. */
export interface ApplyOptions {
  /**
   * Whether dropout and the like take effect. Unless given, the layer does as the layer that calls it.
   * @defaultValue false
   */
  readonly training?: boolean | undefined;
  /** Which steps of a sequence count: bool [batch, time], or one for each input. */
  readonly mask?: Tensor | readonly (Tensor | undefined)[] | undefined;
}

/** What `call` is told. */
export interface CallContext extends ApplyOptions {
  readonly training: boolean;
}
