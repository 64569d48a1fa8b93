import { type Cursor, done, item, type Maybe, until, whenReady } from './cursor.ts';
import { passKey, RandomWords } from './random-words.ts';
import type { ShuffleSettings, Stage } from './stage.ts';
import { type Batched, stackElements } from './structure.ts';

// The stages that serve any source. They see its elements only as they come.

/** Anything that can be walked through. */
export type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** The elements of an iterable, or of one that is made for each pass. */
export function iterableStage<T>(source: AnyIterable<T> | (() => AnyIterable<T>)): Stage<T> {
  return {
    size: Array.isArray(source) ? source.length : undefined,
    open: () => {
      const iterable = typeof source === 'function' ? source() : source;
      const iterator =
        Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
      return {
        next: () => whenReady(iterator.next() as Maybe<IteratorResult<T>>, (result) => (result.done ? done : result)),
        close: () => whenReady(iterator.return?.() as Maybe<unknown>, () => {}),
      };
    },
  };
}

export function mapStage<T, R>(stage: Stage<T>, map: (element: T) => Maybe<R>): Stage<R> {
  return {
    size: stage.size,
    open: (pass) => {
      const source = stage.open(pass);
      return {
        next: () => whenReady(source.next(), (result) => (result.done ? done : whenReady(map(result.value), item))),
        close: () => source.close(),
      };
    },
    // A map is one to one, so that these may as well come first, and spare it the elements that are left out.
    ...(stage.take && { take: (count) => mapStage(stage.take?.(count) as Stage<T>, map) }),
    ...(stage.skip && { skip: (count) => mapStage(stage.skip?.(count) as Stage<T>, map) }),
    ...(stage.shuffle && { shuffle: (settings) => mapStage(stage.shuffle?.(settings) as Stage<T>, map) }),
  };
}

export function filterStage<T>(stage: Stage<T>, keep: (element: T) => Maybe<boolean>): Stage<T> {
  return {
    size: undefined,
    open: (pass) => {
      const source = stage.open(pass);
      const step = (): Maybe<IteratorResult<T, undefined> | undefined> =>
        whenReady(source.next(), (result) =>
          result.done ? result : whenReady(keep(result.value), (kept) => (kept ? result : undefined)),
        );
      return { next: () => until(step), close: () => source.close() };
    },
  };
}

export function takeStage<T>(stage: Stage<T>, count: number): Stage<T> {
  return {
    size: stage.size === undefined ? undefined : Math.min(stage.size, count),
    open: (pass) => {
      const source = stage.open(pass);
      let left = count;
      return {
        next: () => (left-- > 0 ? source.next() : whenReady(source.close(), () => done)),
        close: () => source.close(),
      };
    },
  };
}

export function skipStage<T>(stage: Stage<T>, count: number): Stage<T> {
  return {
    size: stage.size === undefined ? undefined : Math.max(stage.size - count, 0),
    open: (pass) => {
      const source = stage.open(pass);
      let left = count;
      const step = (): Maybe<IteratorResult<T, undefined> | undefined> =>
        whenReady(source.next(), (result) => (result.done || left-- <= 0 ? result : undefined));
      return { next: () => until(step), close: () => source.close() };
    },
  };
}

export function repeatStage<T>(stage: Stage<T>, count: number): Stage<T> {
  return {
    size: stage.size === 0 || stage.size === undefined ? stage.size : stage.size * count,
    open: (pass) => {
      const first = count === Number.POSITIVE_INFINITY ? 0 : pass * count;
      let repetition = 0;
      let source: Cursor<T> | undefined;
      let isEmpty = true;
      const step = (): Maybe<IteratorResult<T, undefined> | undefined> => {
        if (repetition >= count) return done;
        source ??= stage.open(first + repetition);
        return whenReady(source.next(), (result) => {
          if (!result.done) {
            isEmpty = false;
            return result;
          }
          repetition = isEmpty ? count : repetition + 1; // an empty source would be begun for ever
          source = undefined;
          return undefined;
        });
      };
      return { next: () => until(step), close: () => source?.close() };
    },
  };
}

export function batchStage<T>(stage: Stage<T>, size: number, dropRemainder: boolean): Stage<Batched<T>> {
  const count = stage.size === undefined ? undefined : stage.size / size;
  return {
    size: count === undefined ? undefined : dropRemainder ? Math.floor(count) : Math.ceil(count),
    open: (pass) => {
      const source = stage.open(pass);
      let elements: T[] = [];
      const step = (): Maybe<IteratorResult<Batched<T>, undefined> | undefined> =>
        whenReady(source.next(), (result) => {
          if (!result.done) elements.push(result.value);
          if (elements.length < size && !result.done) return undefined;
          if (elements.length === 0 || (dropRemainder && elements.length < size)) return done;
          const batch = stackElements('batch', elements);
          elements = [];
          return item(batch);
        });
      return { next: () => until(step), close: () => source.close() };
    },
  };
}

/** Keeps `bufferSize` elements, gives a random one of them, and fills its place with the next. */
export function shuffleStage<T>(stage: Stage<T>, settings: ShuffleSettings & { bufferSize: number }): Stage<T> {
  const { seed, reshuffle, bufferSize } = settings;
  return {
    size: stage.size,
    open: (pass) => {
      const source = stage.open(pass);
      const random = new RandomWords(passKey(seed, reshuffle ? pass : 0));
      const buffer: T[] = [];
      let isOver = false;
      const step = (): Maybe<IteratorResult<T, undefined> | undefined> => {
        if (!isOver && buffer.length < bufferSize) {
          return whenReady(source.next(), (result) => {
            if (result.done) isOver = true;
            else buffer.push(result.value);
            return undefined;
          });
        }
        if (buffer.length === 0) return done;
        const at = random.below(buffer.length);
        const chosen = buffer[at] as T;
        buffer[at] = buffer.at(-1) as T;
        buffer.pop();
        return item(chosen);
      };
      return { next: () => until(step), close: () => source.close() };
    },
  };
}

/** Asks for up to `count` elements ahead of the one that is wanted. */
export function prefetchStage<T>(stage: Stage<T>, count: number): Stage<T> {
  return {
    size: stage.size,
    open: (pass) => {
      const source = stage.open(pass);
      const ahead: Promise<IteratorResult<T, undefined>>[] = [];
      let last: Promise<IteratorResult<T, undefined> | undefined> = Promise.resolve(undefined);
      const fill = () => {
        while (ahead.length < count) {
          const next = last.then((result) => (result?.done ? result : source.next()));
          next.catch(() => {}); // told to whoever comes to this element
          ahead.push(next);
          last = next;
        }
      };
      return {
        next: async () => {
          fill();
          const result = await (ahead.shift() as Promise<IteratorResult<T, undefined>>);
          fill();
          return result;
        },
        close: () =>
          last.then(
            () => source.close(),
            () => source.close(),
          ),
      };
    },
  };
}
