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
import { declareDisposable } from './declarations.mjs';
import { libraryEntries } from './entries.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const programs = process.argv.slice(2);

const outside = [
  /^#/,
  /^node:/,
  ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).map((name) => new RegExp(`^${name}(/|$)`)),
];

// What several entries use is one chunk. Sources and their `#platform` may use each other: as CommonJS that only works
// where each side is a single file, of which the other reads nothing before it is called.
const shared = { name: 'shared', test: /(?<!\.d)\.ts$/, minShareCount: 2 };

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

await build(
  programs.length > 0
    ? { ...common, entry: programs, format: 'esm', platform: 'node', dts: false }
    : {
        ...common,
        entry: libraryEntries(manifest),
        format: ['esm', 'cjs'],
        platform: 'neutral',
        dts: true,
        outputOptions: { advancedChunks: { groups: [shared] } },
      },
);

declareDisposable('dist');
