/** Memory of the native engine: opaque, given back by {@link NativeKernels.free} or when it is collected. */
export type NativeHandle = { readonly __nativeMemory: unique symbol };

/** The number of {@link NativeKernels.abi} that this version goes with. */
export const nativeAbi = 5;

/**
 * The engine as the addon exports it. A call of a kernel is a list of numbers in `words`, whose form is described in
 * `engine/record.h`; `run` reads it from there. Errors carry a `code`: `outOfMemory`, `unsupported`, `indexOutside`
 * (its message holds the index and the axis' size), `badBuffer`, `badCall`.
 */
export interface NativeKernels {
  readonly abi: number;
  /** The kernels' names; their positions are the numbers by which they are called. */
  readonly ops: readonly string[];
  /** The instruction sets of this build, widest first. */
  readonly instructionSets: readonly string[];
  readonly words: Float64Array;
  /**
   * Runs the record of `length` words on its inputs, up to eight apart or any number in one array. A handle that was given
   * back may come as `spare`: it is used again, if there is one output, since a new one costs more than a small operation.
   * Where there are several, a list may come: for each output the handle of memory that it takes, an input's that one tensor
   * alone holds, or undefined. It is the output's handle then.
   */
  run(
    length: number,
    spare: NativeHandle | readonly (NativeHandle | undefined)[] | undefined,
    ...inputs: NativeHandle[] | [NativeHandle[]]
  ): NativeHandle | NativeHandle[];
  /**
   * Copies elements in; `dtype` is a position in tensor's list of dtypes. Half types are given as float32. `spare` is used
   * as by {@link run}.
   */
  upload(elements: ArrayBufferView, dtype: number, spare?: NativeHandle | undefined): NativeHandle;
  /** Fills an array with elements from `offset` on. */
  read(handle: NativeHandle, dtype: number, offset: number, into: ArrayBufferView): void;
  /** Gives memory back at once, where no other handle shares it; says whether the handle had any. */
  free(handle: NativeHandle): boolean;
  /** Gives the function that collects garbage, the young or all of it, for when much memory is held. */
  onPressure(collect: (all: boolean) => void): void;
  /**
   * Another handle of the same memory, which is given back once all of them are, or are collected. `spare` is used as by
   * {@link run}.
   */
  share(handle: NativeHandle, spare: NativeHandle | undefined): NativeHandle;
  /**
   * Bytes, buffers and tensors that this thread of JavaScript holds; bytes taken from the process' pool, and those waiting
   * in it.
   */
  usage(): [bytes: number, buffers: number, tensors: number, taken: number, kept: number];
  threads(): number;
  /** 1 to 256, for the whole process. */
  setThreads(count: number): void;
  instructionSet(): string;
  /** Whether there is such a set, in this build and on this processor; if so it is in use from now on, in the whole process. */
  chooseInstructionSet(name: string): boolean;
  /** Gives the memory that waits in the pool back to the system. */
  emptyPool(): void;
}
