import type { Run } from '../workload.ts';

/** How TensorFlow.js does a workload: builds what a case needs. */
export type TfjsPrepare<P = never> = (params: P) => Run;

/** Runs something synchronous so many times. */
export function repeated(once: () => void): Run {
  return (times) => {
    for (let i = 0; i < times; i++) once();
  };
}
