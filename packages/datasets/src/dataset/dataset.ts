import { ArgumentError, checkOptions } from '@mariana/tensor';
import { type Cursor, isPromise, type Maybe } from './cursor.ts';
import { examplesStage } from './examples-stage.ts';
import { rangeOrder } from './order.ts';
import { checkSeed } from './random-words.ts';
import type { Stage } from './stage.ts';
import {
  type AnyIterable,
  batchStage,
  filterStage,
  iterableStage,
  mapStage,
  prefetchStage,
  repeatStage,
  shuffleStage,
  skipStage,
  takeStage,
} from './stages.ts';
import { type Batched, countExamples, type TensorTree } from './structure.ts';

/** Options of {@link Dataset.shuffle}. */
export interface ShuffleOptions {
  /**
   * Determines the order, on every machine and engine: any safe integer.
   * @defaultValue one drawn from the default generator, which `setSeed` seeds
   */
  seed?: number | undefined;
  /**
   * Whether each pass over the data has an order of its own.
   * @defaultValue true
   */
  reshuffle?: boolean | undefined;
  /**
   * How many elements are held at a time to draw the next one from. Examples of tensors in memory need none: they are
   * shuffled as a whole.
   */
  bufferSize?: number | undefined;
}

/** Options of {@link Dataset.batch}. */
export interface BatchOptions {
  /**
   * Whether the last batch is left out when it is smaller than the others.
   * @defaultValue false
   */
  dropRemainder?: boolean | undefined;
}

/**
 * Elements to be walked through as often as wanted, prepared on the way: shuffled, mapped, batched. Nothing is computed
 * before it is asked for, and each method gives a new Dataset.
 *
 * `for await (const element of dataset)` makes one pass. `for … of` does too, as long as no step waits: neither a
 * source that is asynchronous, nor a `map` that returns promises, nor `prefetch`. Each pass gets the next number, and
 * with it the next order of a shuffle; {@link pass} makes the one with a given number.
 *
 * The tensors of an element belong to whoever takes it: dispose of them when memory is short.
 *
 * @source tf.data.Dataset
 *
 * @example
 * const data = Dataset.fromTensors({ x: tensor([[1], [2], [3]]), y: tensor([10, 20, 30]) }).batch(2);
 * const sums = [];
 * for await (const { x, y } of data) sums.push(await x.sum().item(), await y.sum().item());
 * sums; // [3, 30, 3, 30]
 */
export class Dataset<T> implements Iterable<T>, AsyncIterable<T> {
  readonly #stage: Stage<T>;
  #passes = 0;

  private constructor(stage: Stage<T>) {
    this.#stage = stage;
  }

  /**
   * The examples that tensors hold along their first axes. {@link batch} then takes each batch with one gather on the
   * engine, and shuffling moves no tensor at all.
   *
   * @param tensors - a tensor [n, …], or arrays and plain objects of such, as `{ x, y }`
   * @returns n elements of the same structure, each tensor without its first axis
   * @throws ShapeError unless the first axes have one size
   * @throws ArgumentError if something in it is not a tensor
   * @source tf.data.Dataset.from_tensor_slices
   *
   * @example
   * const pairs = Dataset.fromTensors({ x: zeros([60, 784]), y: zeros([60], { dtype: 'int32' }) });
   * pairs.size; // 60
   */
  static fromTensors<const T extends TensorTree>(tensors: T): Dataset<T> {
    return new Dataset(examplesStage(tensors, rangeOrder(countExamples('Dataset.fromTensors', tensors))));
  }

  /**
   * The elements of anything that can be walked through.
   *
   * @param source - an iterable or async iterable, or a function that makes one for each pass: generators end after one
   *
   * @example
   * const squares = Dataset.from([1, 2, 3]).map((n) => n * n);
   * [...squares]; // [1, 4, 9]
   */
  static from<T>(source: AnyIterable<T> | (() => AnyIterable<T>)): Dataset<T> {
    const isIterable = (value: unknown) =>
      typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
    if (typeof source !== 'function' && typeof source !== 'string' && !isIterable(source)) {
      throw new ArgumentError('Dataset.from', 'the source cannot be walked through', {
        got: source === null ? 'null' : typeof source,
        expected: 'an iterable, an async iterable, or a function that returns one',
      });
    }
    return new Dataset(iterableStage(source));
  }

  /** How many elements a pass has: Infinity if it never ends, undefined where only walking through would tell. */
  get size(): number | undefined {
    return this.#stage.size;
  }

  /**
   * Each element replaced.
   *
   * @param map - gives the new element, or a promise of it
   *
   * @example
   * [...Dataset.from([1, 2]).map((n) => 10 * n)]; // [10, 20]
   */
  map<R>(map: (element: T) => R | Promise<R>): Dataset<R> {
    return new Dataset<R>(mapStage(this.#stage, map as (element: T) => Maybe<R>));
  }

  /**
   * The elements for which `keep` gives true.
   *
   * @example
   * [...Dataset.from([1, 2, 3]).filter((n) => n % 2 === 1)]; // [1, 3]
   */
  filter(keep: (element: T) => boolean | Promise<boolean>): Dataset<T> {
    return new Dataset(filterStage(this.#stage, keep));
  }

  /**
   * Elements in random order, the same for the same seed. Each pass has an order of its own unless `reshuffle` is false.
   *
   * @throws ArgumentError where the elements are not in memory and `bufferSize` is missing
   *
   * @example
   * const [batch] = Dataset.fromTensors(tensor([1, 2, 3, 4])).shuffle({ seed: 1 }).batch(4);
   * await batch.array(); // [1, 3, 2, 4]
   */
  shuffle(options: ShuffleOptions = {}): Dataset<T> {
    checkOptions('Dataset.shuffle', options, ['seed', 'reshuffle', 'bufferSize']);
    const { seed, reshuffle = true, bufferSize } = options;
    const settings = { seed: checkSeed('Dataset.shuffle', seed), reshuffle };
    if (bufferSize !== undefined) {
      checkCount('Dataset.shuffle', 'bufferSize', bufferSize, 1);
      return new Dataset(shuffleStage(this.#stage, { ...settings, bufferSize }));
    }
    if (this.#stage.shuffle === undefined || this.#stage.size === Number.POSITIVE_INFINITY) {
      throw new ArgumentError(
        'Dataset.shuffle',
        'these elements come one after another and cannot be shuffled as a whole',
        {
          fix: 'Pass bufferSize, the number of elements to hold; or shuffle examples of Dataset.fromTensors before batch, filter and endless repeat',
        },
      );
    }
    return new Dataset(this.#stage.shuffle({ ...settings, bufferSize: undefined }));
  }

  /**
   * `size` elements at a time, their tensors (or numbers) stacked along a new first axis. The last batch may be smaller.
   *
   * @throws ArgumentError while walking, when elements hold anything else or differ in structure
   *
   * @example
   * const [first, last] = Dataset.from([1, 2, 3]).batch(2);
   * await first.array(); // [1, 2]
   * await last.array(); // [3]
   */
  batch(size: number, options: BatchOptions = {}): Dataset<Batched<T>> {
    checkOptions('Dataset.batch', options, ['dropRemainder']);
    const { dropRemainder = false } = options;
    checkCount('Dataset.batch', 'size', size, 1);
    const stage = this.#stage.batch?.(size, dropRemainder) ?? batchStage(this.#stage, size, dropRemainder);
    return new Dataset(stage as Stage<Batched<T>>);
  }

  /**
   * The first `count` elements of each pass.
   *
   * @example
   * [...Dataset.from([1, 2, 3]).take(2)]; // [1, 2]
   */
  take(count: number): Dataset<T> {
    checkCount('Dataset.take', 'count', count, 0);
    return new Dataset(this.#stage.take?.(count) ?? takeStage(this.#stage, count));
  }

  /**
   * All but the first `count` elements of each pass.
   *
   * @example
   * [...Dataset.from([1, 2, 3]).skip(2)]; // [3]
   */
  skip(count: number): Dataset<T> {
    checkCount('Dataset.skip', 'count', count, 0);
    return new Dataset(this.#stage.skip?.(count) ?? skipStage(this.#stage, count));
  }

  /**
   * `count` passes as one; without it, one that never ends. Each of them is shuffled anew.
   *
   * @example
   * [...Dataset.from([1, 2]).repeat(2)]; // [1, 2, 1, 2]
   */
  repeat(count = Number.POSITIVE_INFINITY): Dataset<T> {
    if (count !== Number.POSITIVE_INFINITY) checkCount('Dataset.repeat', 'count', count, 0);
    return new Dataset(this.#stage.repeat?.(count) ?? repeatStage(this.#stage, count));
  }

  /** Asks for up to `count` elements ahead, so that slow sources and maps work while the last one is used. */
  prefetch(count = 1): Dataset<T> {
    checkCount('Dataset.prefetch', 'count', count, 1);
    return new Dataset(prefetchStage(this.#stage, count));
  }

  /**
   * The pass with a given number, from 0, however many were made before: the same number, the same order.
   *
   * @example
   * const data = Dataset.from([1, 2, 3, 4]).shuffle({ seed: 7, bufferSize: 4 });
   * const [first, second] = [[...data], [...data]];
   * [...data.pass(1)].every((element, i) => element === second[i]); // true
   */
  pass(number: number): Iterable<T> & AsyncIterable<T> {
    checkCount('Dataset.pass', 'number', number, 0);
    return {
      [Symbol.iterator]: () => walk(this.#stage.open(number)),
      [Symbol.asyncIterator]: () => walkAsync(this.#stage.open(number)),
    };
  }

  [Symbol.iterator](): Iterator<T, undefined> {
    return walk(this.#stage.open(this.#passes++));
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return walkAsync(this.#stage.open(this.#passes++));
  }
}

function checkCount(op: string, name: string, value: number, min: number): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new ArgumentError(op, `${name} is not allowed`, {
    got: String(value),
    expected: `a whole number from ${min} on`,
  });
}

function walk<T>(cursor: Cursor<T>): Iterator<T, undefined> {
  return {
    next: () => {
      const result = cursor.next();
      if (!isPromise(result)) return result;
      result.catch(() => {}); // the error below says what to do
      throw new ArgumentError('Dataset', 'its elements have to be waited for', { fix: 'Walk it with for await … of' });
    },
    return: () => {
      cursor.close();
      return { done: true, value: undefined };
    },
  };
}

function walkAsync<T>(cursor: Cursor<T>): AsyncIterator<T, undefined> {
  return {
    next: async () => cursor.next(),
    return: async () => {
      await cursor.close();
      return { done: true, value: undefined };
    },
  };
}
