#!/usr/bin/env node
// node packages/tfjs/bench/run.mjs [wasm|node] [PAIRS]: bundles the bench from the packages' sources and runs it.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(join(here, '../../../package.json'))('esbuild');
const outfile = join(here, `.bundle-${process.pid}.mjs`);

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
    logLevel: 'warning',
  });
  const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outfile, { force: true });
}
