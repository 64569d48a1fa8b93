import type { Engine, Usage } from './engine.ts';

/**
 * Memory that an engine owns, counted by the tensors that share it. When the last one lets go, the engine has it back.
 */
export class Storage<Handle = unknown> {
  readonly engine: Engine<Handle>;
  /** What the engine knows the memory by: a typed array, a data id, a pointer. */
  readonly handle: Handle;
  readonly bytes: number;
  /** Tensors that share this memory. */
  references = 1;

  constructor(engine: Engine<Handle>, handle: Handle, bytes: number) {
    this.engine = engine;
    this.handle = handle;
    this.bytes = bytes;
    if (engine.collects !== true) count(engine.usage, bytes, 1);
  }

  retain(): this {
    this.references += 1;
    return this;
  }

  release(): void {
    this.references -= 1;
    if (this.references > 0) return;
    if (this.engine.collects !== true) count(this.engine.usage, -this.bytes, -1);
    this.engine.free(this.handle);
  }
}

function count(usage: Usage, bytes: number, buffers: number): void {
  usage.bytes += bytes;
  usage.buffers += buffers;
}
