import type { DType } from './dtype.ts';
import type { Shape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** A tensor without its elements: all that shape and dtype rules need. */
export interface Abstract {
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * A list as rules destructure it: `([x, indices]) => …`. Each primitive is bound with as many inputs as it has, so the
 * type promises what the op ensures.
 */
export type Several<T> = readonly [T, T, T, ...T[]];

/** What a gradient rule is given. Inputs and outputs are there as `saves` declares; of the others only shape and dtype. */
export interface Residuals {
  readonly inputs: Several<Tensor>;
  readonly outputs: Several<Tensor>;
  /** For each input, whether its gradient is wanted; a rule may skip the work for the others. */
  readonly wanted: readonly boolean[];
}

/** A gradient for each input; undefined where there is none. */
export type Gradients = readonly (Tensor | undefined)[];

/** Which tensors a gradient keeps alive between the forward and the backward pass. */
export interface Saves {
  /** Positions of inputs. */
  readonly inputs?: readonly number[] | undefined;
  /** Positions of outputs. */
  readonly outputs?: readonly number[] | undefined;
}

/** What a primitive states about itself. */
export interface PrimitiveRules<Params> {
  /** Shape and dtype of the outputs. Called on every use, eager or traced; it checks nothing that the op has checked. */
  output(inputs: Several<Abstract>, params: Params): Abstract | readonly Abstract[];
  /** The tensors that `vjp` reads, or a function of the parameters that tells. Nothing, unless given. */
  readonly saves?: Saves | ((params: Params) => Saves) | undefined;
  /**
   * The vector-Jacobian product: from the gradients of the outputs (a zero tensor where an output was not used) to those
   * of the inputs. Absent: the primitive is not differentiable, and gradients stop there.
   */
  readonly vjp?: ((params: Params, residuals: Residuals, ...cotangents: Several<Tensor>) => Gradients) | undefined;
  /**
   * How many of the outputs, from the first, gradients flow through. The others are there for `vjp` to read, which gets no
   * cotangents for them. All, unless given.
   */
  readonly differentiable?: ((params: Params) => number) | undefined;
  /** The Jacobian-vector product, for forward mode: tangents of the outputs from those of the inputs. */
  readonly jvp?:
    | ((params: Params, inputs: Several<Tensor>, tangents: Several<Tensor | undefined>) => readonly Tensor[])
    | undefined;
  /** How vmap moves a batched axis through: inputs with their batched axis (or undefined) to outputs with theirs. */
  readonly batch?:
    | ((
        params: Params,
        inputs: Several<Tensor>,
        axes: Several<number | undefined>,
      ) => { readonly outputs: readonly Tensor[]; readonly axes: readonly (number | undefined)[] })
    | undefined;
  /** The same in terms of other primitives, for engines and levels that have no rule of their own. Makes a kernel optional. */
  readonly decompose?: ((params: Params, inputs: Several<Tensor>) => readonly Tensor[]) | undefined;
  /**
   * Where in the input's storage the output begins, in elements from the input's own beginning, if the two can share
   * it; undefined where a kernel has to run. Only for primitives with one input and one output.
   */
  readonly view?: ((params: Params, input: Abstract) => number | undefined) | undefined;
  /**
   * For each output the position of the input whose memory it may take where nothing else holds it, since each of its
   * elements follows from that input's element alone; undefined where these parameters allow none of it.
   */
  readonly donates?: ((params: Params, numInputs: number) => readonly number[] | undefined) | undefined;
  /** Multiply-adds of one use. One for each output element, unless given. */
  readonly cost?: ((inputs: Several<Abstract>, params: Params) => number) | undefined;
}

/**
 * How a primitive reaches memory: `required` ones have a kernel on every engine; `fused` ones may be left to their
 * decomposition; a `view` shares its input's storage and has no kernel.
 */
export type Kind = 'required' | 'fused' | 'view';

/** An operation that engines implement and transforms interpret. */
export interface Primitive<Params = never, K extends Kind = Kind> extends PrimitiveRules<Params> {
  readonly name: string;
  readonly kind: K;
}

/** Declares a primitive that every engine must implement. */
export function primitive<Params>(name: string, rules: PrimitiveRules<Params>): Primitive<Params, 'required'> {
  return { name, kind: 'required', ...rules };
}

/** Declares a primitive that an engine may leave to its decomposition. */
export function fusedPrimitive<Params>(
  name: string,
  rules: PrimitiveRules<Params> & Required<Pick<PrimitiveRules<Params>, 'decompose'>>,
): Primitive<Params, 'fused'> {
  return { name, kind: 'fused', ...rules };
}

/** Declares a primitive whose output always shares its input's storage. */
export function viewPrimitive<Params>(
  name: string,
  rules: PrimitiveRules<Params> & Required<Pick<PrimitiveRules<Params>, 'view'>>,
): Primitive<Params, 'view'> {
  return { name, kind: 'view', ...rules };
}
