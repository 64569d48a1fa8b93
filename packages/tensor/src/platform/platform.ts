import type { Engine } from '../engine/engine.ts';

/** What Node.js and browsers do differently; `#platform` is one of them. */
export interface Platform {
  /** An environment variable; undefined where there are none, or where it is empty. */
  environment(name: string): string | undefined;
  /**
   * The engine for an operation that comes before any choice; undefined where a choice has to be awaited first.
   *
   * @throws EngineError if the environment names one that cannot be had at once
   */
  defaultEngine(): Engine | undefined;
  /** The engine on our own kernels, or why it is not there. */
  nativeEngine(): Engine | { readonly reason: string; readonly fix: string };
  /** Where this copy of the package lies: a path or an address. */
  location(): string;
  /**
   * Loads the engine package `@mariana/tfjs`, as the program that runs would.
   *
   * @returns what it exports; undefined where it is not installed
   */
  loadTfjs(): Promise<unknown>;
  /** How to get it here, as the sentence of an error or a notice. */
  readonly howToGetTfjs: string;
}
