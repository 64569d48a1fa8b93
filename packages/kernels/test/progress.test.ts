import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { progressOf } from '../scripts/progress.mjs';

/** What is written while two of three objects become ready. */
async function written(isTTY: boolean): Promise<string[]> {
  const lines: string[] = [];
  const progress = progressOf({ total: 3, output: { isTTY, write: (text) => lines.push(text) }, interval: 200 });
  progress.advance();
  progress.advance();
  await setTimeout(300);
  progress.end();
  return lines;
}

test('in a log a plain line appears from time to time', async () => {
  const lines = await written(false);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^kernels: 2 of 3 objects, \d+ s\n$/);
});

test.runIf(process.env.TERM !== 'dumb')('on a terminal one line changes, and is gone at the end', async () => {
  const lines = await written(true);
  expect(lines.slice(0, 2).map((line) => line.replace(/\d+ s$/, ''))).toEqual([
    '\r\x1b[2Kkernels: 1 of 3 objects, ',
    '\r\x1b[2Kkernels: 2 of 3 objects, ',
  ]);
  expect(lines.at(-1)).toBe('\r\x1b[2K');
});
