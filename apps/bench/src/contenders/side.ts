import type { Contender } from './contender.ts';

/** How to start the process of a side. */
export interface Side extends Pick<Contender, 'name' | 'kind'> {
  readonly command: string;
  /** For the measurements: it answers requests. */
  readonly serves: readonly string[];
  /** For `startup`: it makes one training step, says `done`, then its peak memory, and ends. */
  readonly starts?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Why it cannot run here and how to change that; undefined if it can. */
  missing(): string | undefined;
}
