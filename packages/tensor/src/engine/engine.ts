import type { DType, TypedArray } from '../dtype.ts';
import type { Abstract, Kind, Primitive, Several } from '../primitive.ts';
import type { PrimitiveSet } from '../primitives.ts';
import type { Shape } from '../shape.ts';
import type { Scalars } from './scalars.ts';
import type { Storage } from './storage.ts';

/** An array as a kernel sees it: `size(shape)` elements, row-major and contiguous, from element `offset` of its storage. */
export interface View<Handle = unknown> {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly storage: Storage<Handle>;
  /** In elements. Always 0 for engines without `views`. */
  readonly offset: number;
}

/**
 * The implementation of a primitive: new memory for each output, but where `places` names an input whose memory it may take
 * if it is that tensor's alone: then its handle is the input's. Shapes and dtypes were checked
 * by the op, and `outputs` are what the primitive's own rule gave. Half types are computed in float32 or wider, and each
 * output is rounded once.
 */
export type Kernel<Params, Handle> = {
  // Written as a method, so that an engine of one kind of handle passes where any engine does: nothing but the engine
  // itself calls its kernels with handles, and those are its own.
  run(
    inputs: Several<View<Handle>>,
    params: Params,
    outputs: Several<Abstract>,
    places?: readonly number[],
  ): readonly Handle[];
}['run'];

type NamesOf<K extends Kind> = {
  [Name in keyof PrimitiveSet]: PrimitiveSet[Name]['kind'] extends K ? Name : never;
}[keyof PrimitiveSet];

type ParamsOf<Name extends keyof PrimitiveSet> =
  PrimitiveSet[Name] extends Primitive<infer Params, Kind> ? Params : never;

/** Every kernel that an engine must have, and the fused ones that it may have. One that is missing does not compile. */
export type Kernels<Handle> = {
  readonly [Name in NamesOf<'required'>]: Kernel<ParamsOf<Name>, Handle>;
} & {
  readonly [Name in NamesOf<'fused'>]?: Kernel<ParamsOf<Name>, Handle>;
};

/** What an engine holds at the moment. */
export interface Usage {
  bytes: number;
  buffers: number;
  /** More than the buffers where tensors share memory. */
  tensors: number;
}

/**
 * Something that runs primitives. It works in one order: kernels, uploads and reads take effect as they were called.
 */
export interface Engine<Handle = unknown> {
  /** The name that `useEngine` and `MARIANA_ENGINE` know it by. */
  readonly name: string;
  /** What it is running on, for people: `tfjs (wasm, SIMD, 2 threads)`. */
  readonly description: string;
  /** The dtypes it can hold. */
  readonly dtypes: ReadonlySet<DType>;
  /** Whether kernels take views that start inside a storage, so that leading-axis slices need no copy. */
  readonly views: boolean;
  /**
   * Whether memory whose handles nobody holds any more goes back by itself, and `usage` counts what is held. Each tensor has
   * a handle of its own then, which `share` makes. Else each tensor is registered for that.
   */
  readonly collects?: boolean | undefined;
  /** Whether a kernel has done its work when it returns, so that a read waits for nothing. */
  readonly immediate?: boolean | undefined;
  readonly kernels: Kernels<Handle>;
  readonly usage: Usage;
  /**
   * Copies elements in. The array is the caller's: the engine does not keep it. Half types come as a Float32Array of any
   * numbers, which the engine rounds as it stores them.
   */
  upload(data: TypedArray, dtype: DType, shape: Shape): Handle;
  /** Copies elements out, in order with the kernels called before; those of half types as a Float32Array. */
  read(view: View<Handle>): Promise<TypedArray>;
  /** The same at once; absent where the engine cannot wait (WebGPU). */
  readSync?: { read(view: View<Handle>): TypedArray }['read'] | undefined;
  /** Takes memory back. */
  free(handle: Handle): void;
  /** Another handle of the same memory, which goes back once all of them have; for engines that `collects`. */
  share?: { share(handle: Handle): Handle }['share'] | undefined;
  /** Where bare numbers are kept; absent, each is uploaded whenever it is used. */
  readonly scalars?: Scalars | undefined;
}
