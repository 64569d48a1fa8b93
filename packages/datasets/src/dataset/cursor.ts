/** A value, or a promise of it. */
export type Maybe<T> = T | Promise<T>;

/**
 * One pass over a data set. It answers at once as long as all beneath it does, and with promises from there on, so
 * that each stage is written once and serves `for … of` and `for await … of` alike.
 */
export interface Cursor<T> {
  next(): Maybe<IteratorResult<T, undefined>>;
  /** Ends the pass early; what it holds open is closed. */
  close(): Maybe<void>;
}

/** What every pass ends with. */
export const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** Whether a value is to be awaited. */
export function isPromise<T>(value: Maybe<T>): value is Promise<T> {
  return typeof (value as Promise<T> | undefined)?.then === 'function';
}

/** `use(value)`, as soon as the value is there. */
export function whenReady<T, R>(value: Maybe<T>, use: (value: T) => Maybe<R>): Maybe<R> {
  return isPromise(value) ? value.then(use) : use(value);
}

/** Repeats a step until it gives something: at once while the step answers at once. */
export function until<R>(step: () => Maybe<R | undefined>): Maybe<R> {
  for (;;) {
    const result = step();
    if (isPromise(result)) return untilAsync(step, result);
    if (result !== undefined) return result;
  }
}

async function untilAsync<R>(step: () => Maybe<R | undefined>, first: Promise<R | undefined>): Promise<R> {
  let result = await first;
  while (result === undefined) result = await step();
  return result;
}

/** An answer of a cursor. */
export function item<T>(value: T): IteratorYieldResult<T> {
  return { done: false, value };
}
