import type { Cursor } from './cursor.ts';

/** How elements are shuffled. */
export interface ShuffleSettings {
  readonly seed: number;
  /** Whether each pass has an order of its own. */
  readonly reshuffle: boolean;
  /** How many elements are held to draw from; undefined for all. */
  readonly bufferSize: number | undefined;
}

/**
 * A step of a pipeline. `open(pass)` is a function of the pass alone: nothing is carried from one to the next, so that
 * any pass can be begun anew, and one day continued from a saved place.
 */
export interface Stage<T> {
  /** How many elements a pass has: Infinity if it never ends, undefined if that is not known. */
  readonly size: number | undefined;
  open(pass: number): Cursor<T>;
  // A stage that knows its elements by number does these without making the elements; else Dataset does them.
  take?(count: number): Stage<T>;
  skip?(count: number): Stage<T>;
  repeat?(count: number): Stage<T>;
  shuffle?(settings: ShuffleSettings): Stage<T>;
  batch?(size: number, dropRemainder: boolean): Stage<unknown>;
}
