import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Params, Run } from '../workload.ts';

/** What a side is asked, one JSON line each. The Python peers' `serve.py` understands the same. */
export type Request =
  | { readonly op: 'prepare'; readonly workload: string; readonly params: Params }
  | { readonly op: 'run'; readonly times: number }
  | { readonly op: 'memory' };

/** What a side answers, one JSON line each; the first comes unasked, when it is ready. */
export type Answer =
  | { readonly ok: true; readonly description?: string; readonly ms?: number; readonly rss_mb?: number }
  | { readonly unsupported: string }
  | { readonly error: string };

/** A side has no counterpart of a case. */
export class Unsupported extends Error {}

/** Builds what a case needs. */
export type Prepare = (workload: string, params: Params) => Run | Promise<Run>;

/** The most memory that this process has held, in MB. */
export function peakMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'ascii')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Only Linux has this file.
  }
  return process.resourceUsage().maxRSS / 1024;
}

/**
 * Answers requests until their stream ends.
 *
 * @param open gets the side ready; resolves to what it is, for people
 * @param prepare builds what a case needs
 */
export async function serve(
  open: () => Promise<string>,
  prepare: Prepare,
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<void> {
  let run: Run | undefined;

  async function answer(request: Request): Promise<Answer> {
    if (request.op === 'memory') return { ok: true, rss_mb: peakMemory() };
    if (request.op === 'prepare') {
      run = undefined; // what the case before held goes first
      run = await prepare(request.workload, request.params);
      return { ok: true };
    }
    if (run === undefined) return { error: 'run: nothing is prepared' };
    const start = performance.now();
    await run(request.times);
    return { ok: true, ms: performance.now() - start };
  }

  const say = (answer: Answer) => output.write(`${JSON.stringify(answer)}\n`);
  try {
    say({ ok: true, description: await open() });
  } catch (error) {
    return void say({ error: (error as Error).message });
  }
  for await (const line of createInterface({ input })) {
    try {
      say(await answer(JSON.parse(line) as Request));
    } catch (error) {
      if (error instanceof Unsupported) say({ unsupported: error.message });
      else say({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}
