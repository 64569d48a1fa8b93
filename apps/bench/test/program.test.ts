import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../bench.mjs', import.meta.url));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [bench, ...args], {
    encoding: 'utf8',
    timeout: 110_000,
    env: { ...process.env, NO_COLOR: '1' },
  });

test('a whole run beside a peer: JSON lines on the standard output and nothing else', { timeout: 120_000 }, () => {
  const args = ['dispatch', '--engine', 'reference', '--peer', 'tfjs-wasm', '--json', '--rounds', '3', '--block', '1'];
  const { status, stdout, stderr } = run(...args, '--seconds', '1');
  expect(status, stderr).toBe(0);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(new Set(lines.map(({ engine, peer }) => engine ?? peer))).toEqual(new Set(['reference', 'tfjs-wasm']));
  for (const line of lines) {
    expect(line).toMatchObject({ workload: 'dispatch', case: expect.any(String), runs: 3, rss_mb: expect.any(Number) });
    expect(line.min_ms).toBeGreaterThan(0);
    expect(line.median_ms).toBeGreaterThanOrEqual(line.min_ms);
  }
});

test('a wrong name ends with 2 and says what there is', { timeout: 120_000 }, () => {
  const { status, stderr, stdout } = run('gemm', '--peer', 'numpy');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('bench: no such peer. Got numpy. Expected one of torch,');
});
