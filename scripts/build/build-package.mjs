#!/usr/bin/env node
/**
 * Builds packages of this workspace into their `dist`.
 *
 *   mariana-build                                  the one in the current folder, with its declarations
 *   node scripts/build/build-package.mjs --code apps/examples   only code, of this one and of all that it imports
 *
 * A package with `exports` is a library; one without is programs, each file directly in its `src`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dependencyFolders } from './dependencies.mjs';
import { isLibrary, writeCode, writeDeclarations } from './package.mjs';

const { values, positionals } = parseArgs({ options: { code: { type: 'boolean' } }, allowPositionals: true });
const folder = resolve(positionals[0] ?? '.');

if (values.code) {
  for (const each of dependencyFolders(folder)) await writeCode(each);
} else {
  if (isLibrary(folder)) await writeDeclarations(folder);
  await writeCode(folder);
}
