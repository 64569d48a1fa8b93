#!/usr/bin/env node
/**
 * `pnpm bench`: bundles the measurements from the packages' sources, so that what runs is never an old build, and runs
 * them. `pnpm bench --help` says with what.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, `.bundle-${process.pid}`);

// The addon is built by what changed; where it cannot be, this says why, and so does --engine native.
const addon = join(here, '../../packages/kernels/scripts/build.mjs');
spawnSync(process.execPath, [addon], { stdio: ['ignore', 'ignore', 'inherit'] });

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

await bundle(folder);
const { main } = await import(pathToFileURL(join(folder, 'main.js')).href);
process.exitCode = await main(process.argv.slice(2), folder);
