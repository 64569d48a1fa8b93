/**
 * In a scratch copy: what `pnpm new` writes is formatted, compiles, and its tests pass.
 *
 *   node scripts/release-tests/generator.mjs
 */
import { join } from 'node:path';
import { run } from '../workspace/run.mjs';
import { inScratchFolder } from './pack.mjs';
import { copyWorkspace } from './workspace-copy.mjs';

const made = { op: 'trial-op', layer: 'trial-layer', optimizer: 'trial-optimizer', package: 'trial-package' };

await inScratchFolder(async (scratch) => {
  const copy = join(scratch, 'copy');
  await copyWorkspace(copy, { built: false });
  const pnpm = (...args) => run('pnpm', args, { cwd: copy, env: { CI: 'true' } });
  for (const [kind, name] of Object.entries(made)) await pnpm('new', kind, name);
  await pnpm('install', '--no-frozen-lockfile', '--prefer-offline', '--ignore-scripts');
  const files = await run('git', ['ls-files', '-z', '--others', '--modified', '--exclude-standard'], { cwd: copy });
  const sources = files.split('\0').filter((file) => /\.(ts|json)$/.test(file));
  await pnpm('exec', 'biome', 'ci', '--error-on-warnings', ...sources);
  await pnpm('exec', 'tsc', '-p', 'tsconfig.json');
  const tests = sources.filter((file) => /trial-.*\.test\.ts$/.test(file));
  if (tests.length !== Object.keys(made).length) throw new Error(`generator: expected a test of each, got ${tests}`);
  const output = await pnpm('exec', 'vitest', 'run', ...tests, 'scripts/docstrings');
  if (!output.includes('trial-package')) throw new Error(`generator: the new package's test did not run\n${output}`);
  console.log(`✓ ${Object.keys(made).join(', ')}: formatted, compiled, ${tests.length} tests passed`);
});
