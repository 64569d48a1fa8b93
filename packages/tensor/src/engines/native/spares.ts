import type { NativeHandle } from '@mariana/kernels';

/** How many handles are kept. */
const most = 4096;

/**
 * Handles whose memory was given back, to be used again: making one costs as much as a small operation, and the collector
 * has to look at each. What comes in is held by nobody else.
 */
export class Spares {
  readonly #handles: NativeHandle[] = [];

  /** One to use again; undefined where there is none. */
  take(): NativeHandle | undefined {
    return this.#handles.pop();
  }

  put(handle: NativeHandle): void {
    if (this.#handles.length < most) this.#handles.push(handle);
  }
}
