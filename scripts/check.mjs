/**
 * Everything that CI checks, in its order, each also a script by itself.
 *
 *   pnpm check                all of it
 *   pnpm check lint types     only these
 */
import { spawnSync } from 'node:child_process';
import { root } from './workspace/packages.mjs';

const steps = [
  'lint',
  'types',
  'imports',
  'knip',
  'build',
  'docs',
  'native',
  'operations',
  'test',
  'tarballs',
  'size',
  'install',
  'prebuilt',
  'runtimes',
  'versions',
  'generator',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.includes(name));
if (unknown.length > 0) {
  console.error(`check: no such step. Got ${unknown.join(', ')}. Expected some of ${steps.join(', ')}.`);
  process.exit(2);
}

const results = [];
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step)) continue;
  console.log(`\n── check:${step}`);
  const started = Date.now();
  const { status } = spawnSync('pnpm', ['run', '--silent', `check:${step}`], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  results.push({ step, ok: status === 0, seconds: ((Date.now() - started) / 1000).toFixed(1) });
}

console.log('');
for (const { step, ok, seconds } of results) console.log(`${ok ? '✓' : '✗'} ${step.padEnd(10)} ${seconds} s`);
const failed = results.filter(({ ok }) => !ok).length;
console.log(`check: ${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
