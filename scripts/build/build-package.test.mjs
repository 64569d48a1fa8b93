import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../workspace/packages.mjs';
import { dependencyFolders } from './dependencies.mjs';
import { writeCode, writeDeclarations } from './package.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mariana build '));
  write('tsconfig.json', JSON.stringify({ extends: join(root, 'tsconfig.base.json'), include: ['src'] }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path, text) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (name) => readFileSync(join(folder, 'dist', name), 'utf8');
const built = () => readdirSync(join(folder, 'dist'), { recursive: true }).sort();

function library(constant) {
  const entry = (source) => ({ '@mariana/source': source });
  write(
    'package.json',
    JSON.stringify({
      name: 'example',
      type: 'module',
      exports: { '.': entry('./src/index.ts') },
      imports: { '#platform': { '@mariana/source': { default: './src/platform/node.ts' } } },
    }),
  );
  write('src/index.ts', `export { name } from '#platform';\nexport const ${constant}: number = 1;\n`);
  write('src/platform/node.ts', "export const name = 'node';\n");
}

test('only code is written, in place of older code and beside declarations', { timeout: 120_000 }, async () => {
  library('first');
  await writeCode(folder);
  expect(built()).toEqual([
    'index.cjs',
    'index.js',
    'platform',
    join('platform', 'node.cjs'),
    join('platform', 'node.js'),
  ]);
  await writeDeclarations(folder);
  await writeCode(folder);
  const complete = built();
  expect(complete).toEqual(expect.arrayContaining(['index.cjs', 'index.d.cts', 'index.d.ts', 'index.js']));

  library('second');
  write('dist/platform/gone.js', '');
  await writeCode(folder);
  expect(built()).toEqual(complete);
  expect(read('index.js')).toContain('second');
  expect(read('index.d.ts')).toContain('first');
});

test('a package without exports is programs: the files directly in src', async () => {
  write('package.json', JSON.stringify({ name: 'example', type: 'module' }));
  write('src/run.ts', "import { inner } from './inner/inner.ts';\nconsole.log(inner);\n");
  write('src/inner/inner.ts', 'export const inner: number = 1;\n');
  await writeCode(folder);
  expect(built()).toEqual(['run.js']);
});

test('what a program imports is found in the workspace', () => {
  const names = dependencyFolders(join(root, 'apps', 'examples')).map((each) =>
    each.slice(realpathSync(root).length + 1),
  );
  const packages = ['datasets', 'kernels', 'layers', 'tensor', 'tfjs', 'trainer'].map((name) => join('packages', name));
  expect(names.sort()).toEqual([join('apps', 'examples'), ...packages]);
});
