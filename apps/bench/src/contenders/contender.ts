import type { Case, Workload } from '../workload.ts';

/** One of those that take turns: one of our engines, or a peer. */
export interface Contender {
  /** As on the command line: `native`, `torch`. */
  readonly name: string;
  readonly kind: 'engine' | 'peer';
  /** What it runs on, for people. */
  readonly description: string;
  /** Builds what a case needs; resolves to why it has none, or to undefined. */
  prepare(workload: Workload, one: Case): Promise<string | undefined>;
  /** Runs the prepared case so many times; resolves to the milliseconds of all of them together. */
  run(times: number): Promise<number>;
  /** The most resident memory that it has held, in MB. */
  memory(): Promise<number>;
  close(): Promise<void>;
}
