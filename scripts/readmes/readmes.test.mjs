import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { format } from 'node:util';
import { expect, test, vi } from 'vitest';
import { readmeOf } from '../release-tests/readme.mjs';
import { published, root } from '../workspace/packages.mjs';
import { promisedLines } from './promised.mjs';

// Beside @mariana/release-tests' dependencies, so that the packages are found by their names.
const folder = join(root, 'scripts', 'release-tests', '.generated');
const readmes = [root, ...published().map(({ directory }) => directory)];

test.each(readmes.map((directory) => [relative(root, join(directory, 'README.md')), directory]))(
  '%s: the program runs as printed and prints what it says',
  async (name, directory) => {
    const { program } = readmeOf(directory);
    const file = join(folder, name.replace(/\W+/g, '-').replace(/-md$/, '.ts'));
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
  },
  120_000,
);

test('what a program promises to print is read from its comments, but for what it is only near to', () => {
  const program = "console.log(a.shape); // [2, 3]\nconsole.log('loss', b); // near 0.5\nconst c = 1; // one\n";
  expect(promisedLines(program)).toEqual(['[2, 3]']);
});
