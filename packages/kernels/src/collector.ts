/** Collects garbage: all of it, or the young part. */
export type Collector = (all: boolean) => void;

/** The garbage collector as a function; undefined in a runtime that does not let it be called. */
export function findCollector(): Collector | undefined {
  const { Bun } = globalThis as { Bun?: { gc?(waits: boolean): void } };
  if (Bun !== undefined) return Bun.gc && ((all) => Bun.gc?.(all));
  try {
    return collectorOfV8();
  } catch {
    return undefined;
  }
}

/** V8 hands its collector to contexts made while a flag is up. */
function collectorOfV8(): Collector | undefined {
  type Collect = (options?: { type: 'minor' }) => void;
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  const { runInNewContext } = process.getBuiltinModule('node:vm');
  let collect: Collect | undefined;
  // The flag is the whole process': another thread that loads the addon may take it down in between.
  for (let i = 0; collect === undefined && i < 1000; i++) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext("typeof gc === 'function' ? gc : undefined") as Collect | undefined;
  }
  if (!process.execArgv.some((flag) => /^--expose[-_]gc$/.test(flag))) setFlagsFromString('--no-expose-gc');
  const reached = collect;
  // Without options it collects all; { type: 'major' } collects the young part in Node.js 20.
  return reached && ((all) => (all ? reached() : reached({ type: 'minor' })));
}
