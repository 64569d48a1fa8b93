#!/usr/bin/env node
// node scripts/bench/run.mjs [wasm|node] [PAIRS]: bundles the bench from the packages' sources and runs it.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '..', '..');
// Beside packages/tfjs, from where TensorFlow.js's packages resolve when it runs.
const outfile = join(repository, 'packages/tfjs', `.bench-${process.pid}.mjs`);

try {
  await build({
    entryPoints: [join(here, 'autoencoder-step.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@mariana/source'],
    external: ['@tensorflow/*'],
    nodePaths: [join(repository, 'apps/examples/node_modules')],
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}
