import { unheldDType } from './bind.ts';
import { allocateArray, type DType, type TypedArray } from './dtype.ts';
import type { Engine, View } from './engine/engine.ts';
import { collected, Storage } from './engine/storage.ts';
import { describeTensor } from './format/describe.ts';
import { Printable } from './format/printable.ts';
import type { Level } from './level.ts';
import { type NestedArray, nest } from './nested.ts';
import * as ops from './ops/methods.ts';
import { track } from './scope.ts';
import { type Shape, sizeOf } from './shape.ts';
import { notANumber, notOneElement, notSynchronous, unreadable } from './tensor-errors.ts';
import type { TensorLike } from './tensor-like.ts';

/** The number of tensors made. */
let made = 0;

/**
 * An immutable array of one dtype with any number of axes.
 *
 * Its elements live in memory that an engine owns. Tensors are made by {@link tensor} and by operations; the common
 * operations are methods too. Memory goes back by itself when a tensor is collected; `scope`, `using` and
 * {@link dispose} do it sooner. `console.log(x)`, `String(x)` and `x.print()` show the dtype, the shape and, where the
 * engine can be read synchronously, the values as NumPy prints them: of more than 1000 those at the ends of each axis.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * await x.mul(2).sum({ axis: 0 }).array(); // [8, 12]
 */
export class Tensor extends Printable implements View {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The transform that this tensor lives in; undefined for one that holds elements. */
  readonly level: Level | undefined;
  /** What the level keeps with it. */
  readonly trace: unknown;
  readonly offset: number;
  /** Differs for every tensor, so that test runners, which compare public fields and no elements, tell tensors apart. */
  readonly id: number;
  #storage: Storage | undefined;

  private constructor(shape: Shape, dtype: DType, offset: number, storage?: Storage, level?: Level, trace?: unknown) {
    super();
    this.shape = shape;
    this.dtype = dtype;
    this.#storage = storage;
    this.offset = offset;
    this.level = level;
    this.trace = trace;
    this.id = ++made;
    track(this);
    if (storage !== undefined && storage.engine.collects !== true) collected?.register(this, storage, this);
  }

  /** A tensor over a storage, whose reference it takes over. For engines and transforms. */
  static of(storage: Storage, shape: Shape, dtype: DType, offset = 0): Tensor {
    return new Tensor(shape, dtype, offset, storage, undefined, undefined);
  }

  /** A tensor inside a transform. For levels. */
  static traced(level: Level, shape: Shape, dtype: DType, trace: unknown): Tensor {
    return new Tensor(shape, dtype, 0, undefined, level, trace);
  }

  /** The memory underneath. For engines. */
  get storage(): Storage {
    if (this.#storage !== undefined) return this.#storage;
    throw unreadable(this);
  }

  /** The number of axes. */
  get rank(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The engine that holds the elements. */
  get engine(): Engine {
    return this.storage.engine;
  }

  /** Whether its memory has been given back. */
  get isDisposed(): boolean {
    return this.#storage === undefined && this.level === undefined;
  }

  /** Gives the memory back now. Tensors that share it keep it. Calling it again does nothing. */
  dispose(): void {
    if (this.level !== undefined) {
      this.level.release(this);
      return;
    }
    const storage = this.#storage;
    if (storage === undefined) return;
    this.#storage = undefined;
    if (storage.engine.collects !== true) collected?.unregister(this);
    storage.release();
  }

  /** Lets `using x = …` dispose at the end of the block. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Another handle on the same elements, disposed by itself. */
  alias(): Tensor {
    if (this.level !== undefined) return this.level.alias(this);
    return new Tensor(this.shape, this.dtype, this.offset, this.storage.retain(), undefined, undefined);
  }

  /**
   * The elements in row-major order: Float32Array for half types, BigInt64Array for int64, bytes of 0 and 1 for bool.
   */
  data(): Promise<TypedArray> {
    const { engine } = this.storage; // throws at once where there is nothing to read
    return this.size === 0 ? Promise.resolve(allocateArray(this.dtype, 0)) : engine.read(this);
  }

  /**
   * The elements, at once.
   *
   * @throws EngineError if the engine cannot wait
   */
  dataSync(): TypedArray {
    const { engine } = this.storage;
    if (this.size === 0) return allocateArray(this.dtype, 0);
    if (engine.readSync === undefined) throw notSynchronous(engine);
    return engine.readSync(this);
  }

  /** The elements as nested arrays, of bigints for int64; a scalar's is the bare value. */
  async array(): Promise<NestedArray> {
    return nest(await this.data(), this.shape, this.dtype);
  }

  /**
   * The only element, as a number.
   *
   * @throws ShapeError if there are more, or none
   * @throws DTypeError for an int64 that no number is equal to, as may happen beyond ±2⁵³
   */
  async item(): Promise<number> {
    if (this.size !== 1) throw notOneElement(this);
    const element = (await this.data())[0] as number | bigint;
    const number = Number(element);
    if (typeof element === 'bigint' && BigInt(number) !== element) throw notANumber(element);
    return number;
  }

  /** A copy on another engine, or this tensor if it is there already. */
  async to(engine: Engine): Promise<Tensor> {
    if (this.storage.engine === engine) return this;
    if (!engine.dtypes.has(this.dtype)) throw unheldDType('to', engine, this.dtype);
    const data = await this.data();
    const storage = new Storage(engine, engine.upload(data, this.dtype, this.shape), this.storage.bytes);
    return Tensor.of(storage, this.shape, this.dtype);
  }

  protected override describe() {
    return describeTensor(this);
  }

  // The methods below are the operations of the same names; this list is complete, and nothing adds to it later.
  cast(dtype: DType) {
    return ops.cast(this, dtype);
  }
  add(other: TensorLike) {
    return ops.add(this, other);
  }
  sub(other: TensorLike) {
    return ops.sub(this, other);
  }
  mul(other: TensorLike) {
    return ops.mul(this, other);
  }
  div(other: TensorLike) {
    return ops.div(this, other);
  }
  pow(exponent: TensorLike) {
    return ops.pow(this, exponent);
  }
  maximum(other: TensorLike) {
    return ops.maximum(this, other);
  }
  minimum(other: TensorLike) {
    return ops.minimum(this, other);
  }
  equal(other: TensorLike) {
    return ops.equal(this, other);
  }
  notEqual(other: TensorLike) {
    return ops.notEqual(this, other);
  }
  less(other: TensorLike) {
    return ops.less(this, other);
  }
  lessEqual(other: TensorLike) {
    return ops.lessEqual(this, other);
  }
  greater(other: TensorLike) {
    return ops.greater(this, other);
  }
  greaterEqual(other: TensorLike) {
    return ops.greaterEqual(this, other);
  }
  neg() {
    return ops.neg(this);
  }
  abs() {
    return ops.abs(this);
  }
  sign() {
    return ops.sign(this);
  }
  exp() {
    return ops.exp(this);
  }
  log() {
    return ops.log(this);
  }
  sqrt() {
    return ops.sqrt(this);
  }
  square() {
    return ops.square(this);
  }
  reciprocal() {
    return ops.reciprocal(this);
  }
  sin() {
    return ops.sin(this);
  }
  cos() {
    return ops.cos(this);
  }
  tanh() {
    return ops.tanh(this);
  }
  sigmoid() {
    return ops.sigmoid(this);
  }
  relu() {
    return ops.relu(this);
  }
  softmax(options?: ops.AxisOption) {
    return ops.softmax(this, options);
  }
  clip(min: number, max: number) {
    return ops.clip(this, min, max);
  }
  sum(options?: ops.ReduceOptions) {
    return ops.sum(this, options);
  }
  mean(options?: ops.ReduceOptions) {
    return ops.mean(this, options);
  }
  prod(options?: ops.ReduceOptions) {
    return ops.prod(this, options);
  }
  max(options?: ops.ReduceOptions) {
    return ops.max(this, options);
  }
  min(options?: ops.ReduceOptions) {
    return ops.min(this, options);
  }
  argMax(options?: ops.ArgReduceOptions) {
    return ops.argMax(this, options);
  }
  argMin(options?: ops.ArgReduceOptions) {
    return ops.argMin(this, options);
  }
  matmul(other: TensorLike, options?: ops.MatmulOptions) {
    return ops.matmul(this, other, options);
  }
  reshape(shape: Shape) {
    return ops.reshape(this, shape);
  }
  flatten() {
    return ops.flatten(this);
  }
  transpose(permutation?: readonly number[]) {
    return ops.transpose(this, permutation);
  }
  expandDims(axis: number | readonly number[]) {
    return ops.expandDims(this, axis);
  }
  squeeze(axis?: number | readonly number[]) {
    return ops.squeeze(this, axis);
  }
  broadcastTo(shape: Shape) {
    return ops.broadcastTo(this, shape);
  }
  slice(begin: number | readonly number[], end?: number | readonly number[], steps?: number | readonly number[]) {
    return ops.slice(this, begin, end, steps);
  }
  gather(indices: TensorLike, options?: ops.AxisOption) {
    return ops.gather(this, indices, options);
  }
}
