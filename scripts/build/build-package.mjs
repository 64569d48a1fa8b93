#!/usr/bin/env node
/**
 * Builds the package in the current folder.
 *
 *   mariana-build              a library: its entries are read from `exports` and `imports` of its package.json
 *   mariana-build FILE …       programs: ESM for Node.js, no declarations
 *
 * A library becomes bundled chunks in dist, ESM and CommonJS, with declarations for each. Its dependencies, its
 * peers and its own `#…` imports stay outside, so that the latter are chosen where the package is used.
 */
import { readFileSync } from 'node:fs';
import { build } from 'tsdown';
import { declareDisposable, keepOnly } from './declarations.mjs';
import { innerEntries, publicEntries } from './entries.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const programs = process.argv.slice(2);

const outside = [
  /^#/,
  /^node:/,
  ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).map((name) => new RegExp(`^${name}(/|$)`)),
];

// What several entries use is one chunk. Sources and their `#platform` may use each other: as CommonJS that only works
// where each side is a single file, of which the other reads nothing before it is called.
const shared = { name: 'shared', minShareCount: 2 };

const common = {
  config: false,
  clean: true,
  outDir: 'dist',
  target: 'es2022',
  logLevel: 'warn',
  fixedExtension: false,
  deps: { neverBundle: outside, onlyBundle: [] },
  tsconfig: 'tsconfig.json',
  checks: { pluginTimings: false },
};

if (programs.length > 0) {
  await build({ ...common, entry: programs, format: 'esm', platform: 'node', dts: false });
} else {
  const library = { ...common, format: ['esm', 'cjs'], platform: 'neutral' };
  // Declarations of what users import, and of nothing else: inner ones may name types that users cannot compile. They
  // come first, since building those for require() leaves code of its own behind.
  await build({ ...library, entry: publicEntries(manifest), dts: { emitDtsOnly: true } });
  keepOnly('dist', new Set());
  await build({
    ...library,
    entry: { ...publicEntries(manifest), ...innerEntries(manifest) },
    clean: false,
    dts: false,
    outputOptions: { advancedChunks: { groups: [shared] } },
  });
  declareDisposable('dist');
}
