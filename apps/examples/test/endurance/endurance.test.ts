import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useEngine } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';

// The native engine over a long time and under rough treatment. Each test is a program of its own, run built: workers
// cannot load TypeScript on the oldest Node.js. They run where the addon is built: pnpm --filter @mariana/kernels
// build:native.
const run = promisify(execFile);
const loads = await useEngine('native').then(
  () => true,
  () => false,
);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** What a program printed; an error with its code and words where it failed. */
async function answerOf<Answer>(program: string, ...args: string[]): Promise<Answer> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', path, ...args], { timeout: 240_000 });
  return JSON.parse(stdout) as Answer;
}

describe.runIf(loads || Boolean(process.env.MARIANA_REQUIRE_NATIVE_TESTS))('the native engine endures', () => {
  beforeAll(async () => {
    await run(process.execPath, ['scripts/turbo.mjs', 'build', '--filter=@mariana/examples'], { cwd: root });
  }, 300_000);

  test('100,000 training steps, in memory that does not grow', { timeout: 250_000 }, async () => {
    const { steps, held, resident } = await answerOf<{ steps: number; held: string[]; resident: number[] }>(
      'steps.mjs',
    );
    expect(steps).toBe(100_000);
    expect(held).toHaveLength(1); // the same after every epoch
    // 64 bytes lost at every step would be 5 MiB from the fifth of the twenty readings on.
    expect(Math.min(...resident.slice(15)) - Math.max(...resident.slice(1, 5))).toBeLessThan(3);
  });

  test('a million tensors in a loop, with no scope', { timeout: 250_000 }, async () => {
    const { last, peak } = await answerOf<{ last: number[]; peak: number }>('short-lived.mjs');
    expect(last).toEqual([16, 16]);
    expect(peak).toBeLessThan(600); // MiB, of the 20 GiB that went through
  });

  test('200 workers terminated while they compute', { timeout: 250_000 }, async () => {
    const { wrong, resident } = await answerOf<{ wrong: number; resident: number[] }>('workers.mjs');
    expect(wrong).toBe(0);
    expect(resident).toHaveLength(10);
    expect(Math.min(...resident.slice(7)) - Math.max(...resident.slice(1, 4))).toBeLessThan(4); // MiB, over 80 of them
  });

  test('four threads at once, each with the results it has alone', { timeout: 250_000 }, async () => {
    type Answer = { alone: number[]; together: number[]; codes: number[] };
    const { alone, together, codes } = await answerOf<Answer>('together.mjs');
    expect(together).toEqual(alone);
    expect(new Set(alone).size).toBe(4);
    expect(codes).toEqual([0, 0, 0]); // each ended by itself, tensors and all
  });

  test('process.exit in the midst of computations', { timeout: 250_000 }, async () => {
    for (const rounds of ['1', '20', '300']) {
      await expect(answerOf('exit.mjs', rounds)).rejects.toMatchObject({ code: 7, signal: null, stderr: '' });
    }
  });
});
