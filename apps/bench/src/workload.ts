/** What a case is made of; handed to every side as JSON. */
export type Params = Readonly<Record<string, string | number | readonly number[]>>;

/** One thing that is measured: the same for us and for every peer. */
export interface Case<P extends Params = Params> {
  readonly name: string;
  readonly params: P;
  /** How many steps or calls one run consists of: times are for one of them. @defaultValue 1 */
  readonly per?: number | undefined;
  /** Arithmetic of one of them, multiply and add counted as two. */
  readonly flops?: number | undefined;
  /** Bytes of one of them that must come from memory or go there, where they do not fit into caches. */
  readonly bytes?: number | undefined;
}

/** Cases whose times are added up, round by round, to a case of its own. */
export interface Sum {
  readonly name: string;
  readonly of: (name: string) => boolean;
}

/** Runs a prepared case so many times. */
export type Run = (times: number) => void | Promise<void>;

/** A workload: its cases, and how we do them. The peers' side is the file of the same name in peers/. */
export interface Workload<P extends Params = Params> {
  readonly name: string;
  /** One line on what is measured, for the heading of its table. */
  readonly about: string;
  readonly cases: readonly Case<P>[];
  readonly sums?: readonly Sum[] | undefined;
  /** Whether what is measured is a fresh process from its start to its end of work. @defaultValue false */
  readonly fresh?: boolean | undefined;
  /** Builds what a case needs. Not there for workloads of fresh processes. */
  prepare?(params: P): Run | Promise<Run>;
}

/** Keeps the type of a workload's parameters between its cases and `prepare`. */
export function workload<P extends Params>(declared: Workload<P>): Workload {
  return declared as unknown as Workload;
}
