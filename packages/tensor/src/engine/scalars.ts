import { bytesPerElement, type DType } from '../dtype.ts';
import type { Engine } from './engine.ts';
import { Storage } from './storage.ts';

type Value = number | boolean | bigint;

/** How many numbers are kept of each dtype. */
const most = 128;

/**
 * The bare numbers that stand beside tensors (`x.mul(2)`), so that each is uploaded once and not at every use. The oldest
 * goes when there are too many; its memory goes back when no tensor uses it any more. Nothing here counts as usage.
 */
export class Scalars {
  readonly #held = new Map<DType, Map<Value | string, Storage>>();
  /** What is kept, for engines that count their memory themselves. */
  bytes = 0;
  buffers = 0;

  /**
   * A handle on the memory of a number.
   *
   * @param upload - puts it on the engine where it is not there yet
   */
  take(engine: Engine, value: Value, dtype: DType, upload: () => unknown): Storage {
    let held = this.#held.get(dtype);
    if (held === undefined) this.#held.set(dtype, (held = new Map()));
    const key = Object.is(value, -0) ? '-0' : value; // a Map takes 0 and −0 for one, and NaN for itself
    let storage = held.get(key);
    if (storage === undefined) {
      storage = new Storage(engine, upload(), bytesPerElement(dtype), false);
      if (held.size >= most) this.#dropOldest(held);
      held.set(key, storage);
      this.bytes += storage.bytes;
      this.buffers += 1;
    }
    return storage.retain();
  }

  #dropOldest(held: Map<Value | string, Storage>): void {
    for (const [key, storage] of held) {
      held.delete(key);
      this.bytes -= storage.bytes;
      this.buffers -= 1;
      storage.release();
      return;
    }
  }
}
