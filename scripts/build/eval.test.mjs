import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../packages/tensor/src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mariana eval '));

beforeAll(async () => {
  const common = { entryPoints: [source], bundle: true, platform: 'node', conditions: ['@mariana/source', 'node'] };
  await build({ ...common, format: 'esm', outfile: join(folder, 'index.mjs'), logLevel: 'error' });
  await build({ ...common, format: 'cjs', outfile: join(folder, 'index.cjs'), logLevel: 'silent' });
});
afterAll(() => rmSync(folder, { recursive: true }));

// `node -e` defines __filename, module and require for every module of the process, with the name '[eval]'.
test.each([
  ['import', "import('./index.mjs')"],
  ['require', "Promise.resolve(require('./index.cjs'))"],
])('node -e: a program that loads the package by %s finds its files', (_, load) => {
  const program = `${load}.then((m) => m.useEngine(undefined, { quiet: true }).then(() => m.add([1, 2], 1).array())).then((y) => console.log(y.join()))`;
  const env = { ...process.env, MARIANA_ENGINE: '' };
  const output = execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8', env });
  expect(output).toBe('2,3\n');
});
