import { ArgumentError, DataError, formatShape, leavesOf, type Tensor } from '@mariana/tensor';
import { countSamples, type DataTree, type TensorTree, toTensors } from './tree.ts';

/** Inputs and targets, of a whole data set or of a batch. */
export interface Samples {
  /** The model's inputs, samples on the first axis. */
  readonly x: DataTree;
  /** The targets; may be the very tensor that `x` is. */
  readonly y?: DataTree | undefined;
}

/** Inputs and targets, `{ x, y }` or `[x, y]`: a batch as an iterable may give it. */
export type BatchLike = Samples | readonly [x: DataTree, y: DataTree];

/** Batches to go through, once an epoch. */
export type Batches = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/**
 * What is trained on, or evaluated: arrays that are cut into batches, `{ x, y }` or `[x, y]`, or batches of that form.
 *
 * Batches of an array stay the caller's. Those that any other iterable yields are handed over: their tensors are given
 * back after their step, so it yields new ones, or an `alias()` of tensors that are needed again. Of a `Dataset` each
 * epoch takes the pass of its own number, so that training that goes on at `initialEpoch` sees the orders that are due.
 */
export type TrainingData = BatchLike | Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** A batch on the engine. */
export interface Batch {
  readonly x: TensorTree;
  readonly y: TensorTree | undefined;
  /** The number of samples. */
  readonly size: number;
  /** Gives back what was made for it. */
  release(): void;
}

/** Whether data are batches to go through, rather than arrays. */
export function areBatches(op: string, data: TrainingData): data is Batches {
  if (Array.isArray(data)) return !isPair(op, data);
  return typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data);
}

/** Whether an array is `[x, y]`, rather than a list of two batches. */
function isPair(op: string, data: readonly unknown[]): boolean {
  if (data.length !== 2) return false;
  if (!data.every(canBeBatch)) return true;
  if (!data.every(isNumeric)) return false;
  throw new ArgumentError(op, 'these arrays of numbers are both [x, y] and a list of two batches', {
    expected: '{ x, y }, which is only the one',
  });
}

function canBeBatch(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 2 && value.every((part) => typeof part === 'object');
  return typeof value === 'object' && value !== null && 'x' in value;
}

/** Whether nested arrays hold numbers, of which the first tells. */
function isNumeric(value: unknown): boolean {
  return Array.isArray(value) ? isNumeric(value[0]) : typeof value !== 'object';
}

/**
 * Checks samples and makes tensors of them; x and y that are one stay one.
 *
 * @param handedOver - whether the tensors that were given are released with the batch
 * @throws DataError if there is no sample
 */
export function toBatch(op: string, samples: BatchLike, handedOver = false): Batch {
  const batch = toAnyBatch(op, samples, handedOver);
  if (batch.size > 0) return batch;
  batch.release();
  throw noSamples(op, batch);
}

/** The error for data of which nothing can be computed. */
export function noSamples(op: string, { x }: Batch, fix?: string): DataError {
  const shapes = leavesOf(x).map(({ shape }) => formatShape(shape));
  return new DataError(op, 'the data have no samples', {
    got: `x of shape ${shapes.join(', ')}`,
    expected: 'at least one sample, on the first axis',
    fix,
  });
}

/** {@link toBatch}, also of no samples. */
export function toAnyBatch(op: string, samples: BatchLike, handedOver = false): Batch {
  const { x, y } = asSamples(op, samples);
  const made: Tensor[] = [];
  const inputs = toTensors(op, x, made);
  const targets = y === undefined ? undefined : y === x ? inputs : toTensors(op, y, made);
  const given = leavesOf([inputs, targets]);
  if (given.some((tensor) => tensor.isDisposed)) throw disposed(op);
  const owned = handedOver ? given : made;
  return {
    x: inputs,
    y: targets,
    size: countSamples(op, { x: inputs, y: targets }),
    release() {
      for (const tensor of owned) tensor.dispose();
    },
  };
}

function asSamples(op: string, value: BatchLike): Samples {
  if (Array.isArray(value) && value.length === 2) return { x: value[0], y: value[1] };
  if (typeof value === 'object' && value !== null && 'x' in value) return value as Samples;
  throw new ArgumentError(op, 'the data have neither of the forms of a batch', {
    got: Array.isArray(value) ? `an array of ${value.length}` : typeof value,
    expected: '{ x, y } or [x, y]',
  });
}

function disposed(op: string): DataError {
  return new DataError(op, 'a tensor of the data has been disposed', {
    expected: 'tensors that hold their elements',
    fix: 'Batches that an iterable yields are given back after their step: yield new tensors, or x.alias()',
  });
}
