import type { DType, Shape, TypedArray, View } from '@mariana/tensor';
import { DTypeError, EngineError, sameShape } from '@mariana/tensor';
import type * as tfjsCore from '@tensorflow/tfjs-core';
import { fromBackend, heldDTypes, storedAs, toBackend } from './dtypes.ts';

/** TensorFlow.js's core, loaded only when an engine is made. */
export type Core = typeof tfjsCore;
/** What a backend knows an array by: the handle of our storages. */
export type DataId = tfjsCore.DataId;
/** An array as TensorFlow.js's kernels take and give it. */
export type Info = tfjsCore.TensorInfo;
type KernelFunction = tfjsCore.KernelFunc;

/** The backends by the names that users know them by. */
export type BackendName = 'node' | 'wasm' | 'webgpu' | 'webgl' | 'cpu';

/** Their names inside TensorFlow.js. */
export const registeredNames: Record<BackendName, string> = {
  node: 'tensorflow',
  wasm: 'wasm',
  webgpu: 'webgpu',
  webgl: 'webgl',
  cpu: 'cpu',
};

/** What the wasm backend has besides. */
interface WasmBackend extends tfjsCore.KernelBackend {
  typedArrayFromHeap(info: { dataId: DataId; shape: Shape; dtype: string }): Float32Array | Int32Array | Uint8Array;
}

/** Backends whose kernels read an array by its data id and its shape alone, so that another shape needs no kernel. */
const shapeless: ReadonlySet<BackendName> = new Set(['wasm', 'cpu']);

/** A TensorFlow.js backend beneath its tensors: kernels by name, and memory by data id. */
export class Device {
  readonly name: BackendName;
  readonly core: Core;
  private readonly backend: tfjsCore.KernelBackend;
  private readonly functions = new Map<string, KernelFunction>();
  /** The shapes in which the backend keeps arrays, where that matters. */
  private readonly shapes: WeakMap<DataId, readonly number[]> | undefined;
  private readonly temporaries: DataId[] = [];

  constructor(name: BackendName, core: Core) {
    this.name = name;
    this.core = core;
    this.backend = core.engine().findBackend(registeredNames[name]);
    this.shapes = shapeless.has(name) ? undefined : new WeakMap();
  }

  /** Whether the backend has a kernel of this name. */
  has(kernel: string): boolean {
    return this.core.getKernel(kernel, registeredNames[this.name]) != null;
  }

  /** Runs a kernel; of several outputs the first. */
  run(kernel: string, inputs: Record<string, Info> | Info[], attrs: object = {}): Info {
    const outcome = this.functionOf(kernel)({
      inputs: inputs as Record<string, Info>,
      attrs: attrs as tfjsCore.NamedAttrMap,
      backend: this.backend,
    });
    return Array.isArray(outcome) ? outcome[0]! : outcome;
  }

  /** The same for a value that is needed only until our kernel ends. */
  temporary(kernel: string, inputs: Record<string, Info>, attrs: object = {}): Info {
    const info = this.run(kernel, inputs, attrs);
    this.temporaries.push(info.dataId);
    return info;
  }

  /** Gives back what {@link Device.temporary} made. */
  freeTemporaries(): void {
    while (this.temporaries.length > 0) this.free(this.temporaries.pop()!);
  }

  private functionOf(kernel: string): KernelFunction {
    const known = this.functions.get(kernel);
    if (known !== undefined) return known;
    const found = this.core.getKernel(kernel, registeredNames[this.name]);
    if (found == null) {
      throw new EngineError('tfjs', 'the backend has no such kernel', { got: `${kernel} on ${this.name}` });
    }
    this.functions.set(kernel, found.kernelFunc);
    return found.kernelFunc;
  }

  /** A view of ours as a kernel takes it. Views share memory in any shape, so the backend may have to be told of it. */
  info({ storage, shape, dtype }: View<DataId>): Info {
    const stored = this.shapes?.get(storage.handle) ?? shape;
    const info = { dataId: storage.handle, shape: stored as number[], dtype: storedAs(dtype) };
    return this.reshaped(info, shape);
  }

  /** The same elements in another shape, until our kernel ends. */
  reshaped(info: Info, shape: Shape): Info {
    if (sameShape(info.shape, shape)) return info;
    if (this.shapes === undefined) return { ...info, shape: shape as number[] };
    return this.temporary('Reshape', { x: info }, { shape });
  }

  /** A kernel's outcome as the handle of a new storage. */
  handle({ dataId, shape }: Info): DataId {
    this.shapes?.set(dataId, shape);
    return dataId;
  }

  upload(data: TypedArray, dtype: DType, shape: Shape): DataId {
    if (dtype === 'int64' || dtype === 'float64') {
      throw new DTypeError('tfjs', `TensorFlow.js's backends cannot hold ${dtype}`, {
        expected: `one of ${[...heldDTypes].join(', ')}`,
        fix: "Give another dtype, or use an engine that holds it, such as await useEngine('reference')",
      });
    }
    // All but wasm keep the array that they are given, and the caller's is the caller's.
    const values = toBackend(data, dtype, this.name !== 'wasm');
    const dataId = this.backend.write(values, shape as number[], storedAs(dtype));
    this.shapes?.set(dataId, shape);
    return dataId;
  }

  /** Numbers as an input of a kernel, until ours ends. */
  constant(values: readonly number[], dtype: 'float32' | 'int32' = 'float32', shape: Shape = []): Info {
    const data = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
    const dataId = this.upload(data, dtype, shape);
    this.temporaries.push(dataId);
    return { dataId, shape: shape as number[], dtype };
  }

  /** An array of one value over. */
  filled(value: number, dtype: DType, shape: Shape): Info {
    return this.run('Fill', {}, { shape, value, dtype: storedAs(dtype) });
  }

  /** Has a value freed when our kernel ends. */
  release({ dataId }: Info): void {
    this.temporaries.push(dataId);
  }

  /**
   * The elements of a view, for reading only and only until something else runs: where the backend's memory can be seen
   * there is no copy.
   */
  peek({ storage, shape, dtype }: View<DataId>): TypedArray {
    const raw = this.elements({ dataId: storage.handle, shape: shape as number[], dtype: storedAs(dtype) });
    return fromBackend(raw, dtype, false);
  }

  /** The elements of a view, which are the caller's to change. */
  readSync({ storage, dtype }: View<DataId>): TypedArray {
    return fromBackend(this.backend.readSync(storage.handle) as TypedArray, dtype, this.name !== 'wasm');
  }

  async read({ storage, dtype }: View<DataId>): Promise<TypedArray> {
    return fromBackend((await this.backend.read(storage.handle)) as TypedArray, dtype, this.name !== 'wasm');
  }

  /** Whether elements can be read at once and at little cost. */
  get reads(): boolean {
    return this.name !== 'webgpu' && this.name !== 'webgl';
  }

  /** The one element of an array of size 1. */
  number(info: Info): number {
    return Number(this.elements(info)[0]);
  }

  /** The elements as the backend has them, for reading only. */
  elements({ dataId, shape, dtype }: Info): Float32Array | Int32Array | Uint8Array {
    return this.name === 'wasm'
      ? (this.backend as WasmBackend).typedArrayFromHeap({ dataId, shape, dtype })
      : (this.backend.readSync(dataId) as Float32Array);
  }

  free(dataId: DataId): void {
    this.backend.disposeData(dataId);
  }

  /** How many arrays the backend holds, its own temporaries among them. */
  get arrays(): number {
    return this.backend.numDataIds();
  }
}
