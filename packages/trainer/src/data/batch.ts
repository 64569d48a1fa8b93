import { ArgumentError, DataError, leavesOf, type Tensor } from '@mariana/tensor';
import { countSamples, type DataTree, type TensorTree, toTensors } from './tree.ts';

/** Inputs and targets, of a whole data set or of a batch. */
export interface Samples {
  /** The model's inputs, samples on the first axis. */
  readonly x: DataTree;
  /** The targets; may be the very tensor that `x` is. */
  readonly y?: DataTree | undefined;
}

/** A batch as an iterable may give it. */
export type BatchLike = Samples | readonly [x: DataTree, y: DataTree];

/**
 * What is trained on, or evaluated: arrays that are cut into batches, or batches.
 *
 * Batches of an array stay the caller's. Those that any other iterable yields are handed over: their tensors are given
 * back after their step, so it yields new ones, or an `alias()` of tensors that are needed again.
 */
export type TrainingData = Samples | Iterable<BatchLike> | AsyncIterable<BatchLike>;

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
export function isIterable(data: TrainingData): data is Iterable<BatchLike> | AsyncIterable<BatchLike> {
  return typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data);
}

/**
 * Checks samples and makes tensors of them; x and y that are one stay one.
 *
 * @param handedOver - whether the tensors that were given are released with the batch
 */
export function toBatch(op: string, samples: BatchLike, handedOver = false): Batch {
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
