import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { readmeOf } from '../release-tests/readme.mjs';
import { published, root } from '../workspace/packages.mjs';
import { promisedLines } from './promised.mjs';
import { runProgram } from './run-program.mjs';

const readmes = [root, ...published().map(({ directory }) => directory)];

test.each(readmes.map((directory) => [relative(root, join(directory, 'README.md')), directory]))(
  '%s: the program runs as printed and prints what it says',
  (name, directory) => runProgram(name, readmeOf(directory).program),
  120_000,
);

test('what a program promises to print is read from its comments, but for what it is only near to or such as', () => {
  const program =
    "console.log(a.shape); // [2, 3]\nconsole.log('loss', b); // near 0.5\nconst c = 1; // one\n" +
    'console.log(d); // such as native\n';
  expect(promisedLines(program)).toEqual(['[2, 3]']);
});
