import { ArgumentError, DataError, gather, mapTree, scope, slice, type Tensor } from '@mariana/tensor';
import { areBatches, type Batch, type Batches, type TrainingData, toBatch } from './batch.ts';
import type { SampleOrder } from './sample-order.ts';

/** How batches are taken from data. */
export interface FeedOptions {
  readonly batchSize: number;
  /** Whether arrays are gone through in another order each epoch; in the order in which they are unless given. */
  readonly shuffle?: boolean | undefined;
  /** The orders of the epochs. */
  readonly order?: SampleOrder | undefined;
}

/** Where the batches of each epoch come from. */
export interface Feed {
  /** The batches of an epoch; undefined where that is not known before it has ended. */
  readonly steps: number | undefined;
  /** The batches of an epoch, by its number from 0. Each is to be released before the next is asked for. */
  batches(epoch?: number): AsyncGenerator<Batch, void, undefined>;
  /** Gives back what was made for the data. */
  release(): void;
}

/** A feed over arrays or batches. */
export function feedOf(op: string, data: TrainingData, options: FeedOptions): Feed {
  return areBatches(op, data) ? new IterableFeed(op, data, options.order) : new ArrayFeed(toBatch(op, data), options);
}

/** Cuts arrays into batches: each by one gather (or slice, where the order is kept) on the engine. */
export class ArrayFeed implements Feed {
  readonly #all: Batch;
  readonly #options: FeedOptions;
  readonly steps: number;

  constructor(all: Batch, options: FeedOptions) {
    this.#all = all;
    this.#options = options;
    this.steps = Math.ceil(all.size / options.batchSize);
  }

  async *batches(epoch = 0): AsyncGenerator<Batch, void, undefined> {
    const { size } = this.#all;
    const order = this.#options.shuffle ? this.#options.order?.permutation(size, epoch) : undefined;
    try {
      for (let begin = 0; begin < size; begin += this.#options.batchSize) {
        yield this.#cut(begin, Math.min(begin + this.#options.batchSize, size), order);
      }
    } finally {
      order?.dispose();
    }
  }

  release(): void {
    this.#all.release();
  }

  #cut(begin: number, end: number, order: Tensor | undefined): Batch {
    const made = new Map<Tensor, Tensor>(); // x and y that are one tensor are cut once
    const rows = order && rowsOf(order, begin, end);
    const cut = (whole: Tensor) => {
      const take = () => (rows === undefined ? rowsOf(whole, begin, end) : gather(whole, rows, { axis: 0 }));
      const part = made.get(whole) ?? scope(take);
      made.set(whole, part);
      return part;
    };
    const { x, y } = this.#all;
    const batch = { x: mapTree(x, cut), y: mapTree(y, cut), size: end - begin };
    rows?.dispose();
    return {
      ...batch,
      release() {
        for (const tensor of made.values()) tensor.dispose();
      },
    };
  }
}

/** A handle of its own on some of a tensor's rows, also where they are all. */
function rowsOf(whole: Tensor, begin: number, end: number): Tensor {
  return scope(() => slice(whole, begin, end).alias());
}

/** Passes on the batches of an iterable, which is gone through once an epoch. */
class IterableFeed implements Feed {
  readonly #op: string;
  readonly #data: Batches;
  readonly #order: SampleOrder | undefined;
  #passes = 0;
  steps: number | undefined;

  constructor(op: string, data: Batches, order: SampleOrder | undefined) {
    this.#op = op;
    this.#data = data;
    this.#order = order;
    this.steps = sizeOf(data); // where it does not say, the first epoch tells
  }

  async *batches(epoch = 0): AsyncGenerator<Batch, void, undefined> {
    let count = 0;
    for await (const item of this.#pass(epoch)) {
      count += 1;
      yield toBatch(this.#op, item, !Array.isArray(this.#data));
    }
    this.#passes += 1;
    if (count === 0) {
      throw new DataError(this.#op, 'the data gave no batch', {
        got: `none in pass ${this.#passes}`,
        fix:
          this.#passes > 1 || isOneShot(this.#data)
            ? 'A generator can be gone through only once: pass an object that begins again each epoch, such as a Dataset'
            : undefined,
      });
    }
    this.steps = count;
  }

  /** The batches of the epoch's number where the data have such, else those that come. */
  #pass(epoch: number): Batches {
    return this.#order !== undefined && hasPasses(this.#data) ? this.#data.pass(this.#order.pass(epoch)) : this.#data;
  }

  release(): void {}
}

/** Whether data can be gone through by number, as a Dataset can: the same number, the same order. */
function hasPasses(data: object): data is { pass(number: number): Batches } {
  return 'pass' in data && typeof data.pass === 'function';
}

/** Whether data are an iterator, which is at its end after one pass. */
function isOneShot(data: Batches): boolean {
  return 'next' in data && typeof data.next === 'function';
}

/** How many batches an iterable says it has: the length of an array, the size of a Dataset. */
function sizeOf(data: object): number | undefined {
  const size = Array.isArray(data) ? data.length : 'size' in data ? data.size : undefined;
  return typeof size === 'number' && Number.isFinite(size) ? size : undefined;
}

/** Cuts the last share of the samples off, before any shuffling. */
export function splitSamples(
  op: string,
  data: TrainingData,
  share: number,
): readonly [train: Batch, validation: Batch] {
  if (areBatches(op, data)) {
    throw new ArgumentError(op, 'validationSplit needs arrays', {
      got: 'an iterable of batches',
      fix: 'Pass { validation } instead',
    });
  }
  const all = toBatch(op, data);
  const at = Math.floor(all.size * (1 - share));
  if (at === 0 || at === all.size) {
    throw new ArgumentError(op, 'validationSplit leaves one side empty', {
      got: `${share} of ${all.size} samples`,
      expected: 'at least one sample on either side',
    });
  }
  const part = (begin: number, end: number): Batch => {
    const cuts = new Map<Tensor, Tensor>();
    const cut = (whole: Tensor) => {
      const piece = cuts.get(whole) ?? rowsOf(whole, begin, end);
      cuts.set(whole, piece);
      return piece;
    };
    return {
      x: mapTree(all.x, cut),
      y: mapTree(all.y, cut),
      size: end - begin,
      release: () => {
        for (const tensor of cuts.values()) tensor.dispose();
      },
    };
  };
  const parts = [part(0, at), part(at, all.size)] as const;
  all.release();
  return parts;
}
