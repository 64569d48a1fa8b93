import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setEngine, useEngine } from '../../packages/tensor/src/index.ts';
import { root } from '../workspace/packages.mjs';
import { runProgram } from './run-program.mjs';

const docs = join(root, 'apps', 'docs');

/** The programs of a page: its TypeScript blocks, each complete. */
function programsOf(page) {
  const text = readFileSync(join(docs, page), 'utf8');
  return [...text.matchAll(/^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => language !== 'sh')
    .map(([, language, program]) => ({ language, program }));
}

const pages = readdirSync(join(docs, 'guide'), { recursive: true })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `guide/${name}`);

let engine;
beforeAll(async () => {
  engine = await useEngine();
});
// A program that chooses one leaves it in use.
beforeEach(() => setEngine(engine));

describe.each(pages)('%s', (page) => {
  const programs = programsOf(page);

  test.each(programs.map(({ program }, i) => [i + 1, program]))(
    'program %i runs and prints what it says',
    // One epoch shows that it runs.
    (i, program) => runProgram(`${page}-${i}`, program.replace(/epochs: \d+/, 'epochs: 1')),
    120_000,
  );

  test('is TypeScript throughout, and the same in Chinese', () => {
    expect(programs.filter(({ language }) => language !== 'ts')).toEqual([]);
    expect(programsOf(`zh/${page}`)).toEqual(programs);
  });
});
