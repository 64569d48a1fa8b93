import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'node:util';
import { expect, vi } from 'vitest';
import { root } from '../workspace/packages.mjs';
import { promisedLines } from './promised.mjs';

// Beside @mariana/release-tests' dependencies, so that the packages are found by their names.
const folder = join(root, 'scripts', 'release-tests', '.generated');

/** Runs a program of a document, and expects it to print what its comments promise. */
export async function runProgram(name, program) {
  const file = join(folder, `${name.replace(/\.md\b/, '').replace(/\W+/g, '-')}.ts`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, program);
  const printed = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => printed.push(format(...values)));
  try {
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
  }
  for (const line of promisedLines(program)) {
    expect(printed.map((text) => text.replace(/\s/g, ''))).toContain(line.replace(/\s/g, ''));
  }
}
