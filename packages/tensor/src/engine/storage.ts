import type { Engine, Usage } from './engine.ts';

/**
 * Memory that an engine owns, counted by the tensors that share it. When the last one lets go, the engine has it back.
 *
 * An engine that `collects` counts by itself: there each tensor has a handle, and so a storage, of its own, so that what is
 * collected without having been disposed of is counted too.
 */
export class Storage<Handle = unknown> {
  readonly engine: Engine<Handle>;
  /** What the engine knows the memory by: a typed array, a data id, a pointer. */
  readonly handle: Handle;
  readonly bytes: number;
  /** Tensors that share this memory. */
  references = 1;
  readonly #isCounted: boolean;

  /** @param isCounted - whether it is part of the engine's usage: all that tensors hold is */
  constructor(engine: Engine<Handle>, handle: Handle, bytes: number, isCounted = true) {
    this.engine = engine;
    this.handle = handle;
    this.bytes = bytes;
    this.#isCounted = isCounted;
    if (isCounted && engine.collects !== true) count(engine.usage, bytes, 1, 1);
  }

  /** The storage for one tensor more. */
  retain(): Storage<Handle> {
    const { engine } = this;
    if (this.#isCounted && engine.share !== undefined) {
      return new Storage(engine, engine.share(this.handle), this.bytes);
    }
    this.references += 1;
    if (this.#isCounted) engine.usage.tensors += 1;
    return this;
  }

  release(): void {
    this.references -= 1;
    if (this.references > 0) {
      if (this.#isCounted) this.engine.usage.tensors -= 1;
      return;
    }
    if (this.references < 0) return; // given back before
    if (this.#isCounted && this.engine.collects !== true) count(this.engine.usage, -this.bytes, -1, -1);
    this.engine.free(this.handle);
  }
}

function count(usage: Usage, bytes: number, buffers: number, tensors: number): void {
  usage.bytes += bytes;
  usage.buffers += buffers;
  usage.tensors += tensors;
}

/** Gives memory back for tensors that were collected without having been disposed of. */
export const collected =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : /* @__PURE__ */ new FinalizationRegistry<Storage>((storage) => storage.release());
