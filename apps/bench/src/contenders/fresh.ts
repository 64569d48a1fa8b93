import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender } from './contender.ts';
import type { Side } from './side.ts';

/** A contender whose runs are fresh processes, each timed from its start until it says `done`. */
export function freshly(side: Side): Contender {
  let peak = Number.NaN;
  return {
    name: side.name,
    kind: side.kind,
    description: side.name,
    prepare: async () => (side.starts === undefined ? 'has no program for this' : undefined),
    async run(times) {
      let total = 0;
      for (let i = 0; i < times; i++) {
        const { ms, memory } = await once(side);
        total += ms;
        peak = Math.max(memory, Number.isNaN(peak) ? 0 : peak);
      }
      return total;
    },
    memory: async () => peak,
    close: async () => {},
  };
}

/** One process: when it said `done`, and the peak memory that its next line tells. */
async function once({ name, command, starts = [], env }: Side): Promise<{ ms: number; memory: number }> {
  const start = performance.now();
  const child = spawn(command, [...starts], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (part) => {
    complaints = (complaints + part).slice(-4000);
  });
  let ms: number | undefined;
  let memory = Number.NaN;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (ms !== undefined) memory = Number(line);
    else if (line === 'done') ms = performance.now() - start;
  });
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      complaints += error.message;
      resolve(undefined);
    });
    child.on('close', resolve);
  });
  if (ms !== undefined && code === 0) return { ms, memory };
  throw new Error(`${name}: its process ended before it was done. Got exit code ${code} and:\n${complaints.trim()}`);
}
