import type { Limits } from '../limits.ts';
import { lowerBound, median } from '../measure/statistics.ts';
import type { Measured } from '../measure/turns.ts';

/** A case and what came of it for everybody. */
export interface Result {
  readonly workload: string;
  readonly name: string;
  readonly flops?: number | undefined;
  readonly bytes?: number | undefined;
  readonly measured: readonly Measured[];
}

/** How many times faster than a peer one of our engines is, by rounds: above 1 is faster. */
export interface Ratio {
  readonly engine: string;
  readonly peer: string;
  readonly median: number;
  /** With 95% certainty the median is at least this. */
  readonly low: number;
}

/** Every ratio of a peer's time to one of ours. */
export function ratiosOf({ measured }: Result): Ratio[] {
  const [engines, peers] = (['engine', 'peer'] as const).map((kind) =>
    measured.filter(({ contender, times }) => contender.kind === kind && times.length > 0),
  ) as [Measured[], Measured[]];
  return engines.flatMap((ours) =>
    peers.map((theirs) => {
      const ratios = ours.times.map((time, round) => (theirs.times[round] as number) / time);
      const [engine, peer] = [ours.contender.name, theirs.contender.name];
      return { engine, peer, median: median(ratios), low: lowerBound(ratios) };
    }),
  );
}

/** 10⁹ operations, or bytes, a second; undefined where the case counts none. */
export function rates({ flops, bytes }: Pick<Result, 'flops' | 'bytes'>, ms: number) {
  const rate = (count: number | undefined) => (count === undefined ? undefined : count / ms / 1e6);
  return { gflops: rate(flops), gbs: rate(bytes) };
}

/** What part of the machine's limit this is; undefined where there is none to compare with. */
export function partOfLimit(result: Result, ms: number, limits: Limits | undefined): number | undefined {
  const { gflops, gbs } = rates(result, ms);
  if (limits === undefined) return undefined;
  if (gflops !== undefined) return gflops / limits.gflops;
  if (gbs === undefined) return undefined;
  const { read_gbs, copy_gbs, read_cache_gbs, copy_cache_gbs } = limits;
  return (
    gbs /
    ((result.bytes as number) > cacheBytes ? Math.max(read_gbs, copy_gbs) : Math.max(read_cache_gbs, copy_cache_gbs))
  );
}

/** Beyond this many bytes a case is compared with memory, not with caches. */
const cacheBytes = 64e6;
