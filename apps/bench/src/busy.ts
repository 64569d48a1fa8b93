import { cpus } from 'node:os';

/** What part of the cores is busy while this process waits for half a second: the work of others. */
export async function busyPart(milliseconds = 500): Promise<number> {
  const before = cpus();
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  let [busy, all] = [0, 0];
  for (const [core, { times }] of cpus().entries()) {
    for (const [kind, time] of Object.entries(times)) {
      const spent = time - (before[core]?.times[kind as keyof typeof times] ?? time);
      all += spent;
      if (kind !== 'idle') busy += spent;
    }
  }
  return all > 0 ? busy / all : 0;
}
