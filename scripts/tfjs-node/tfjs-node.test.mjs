import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { provideBinding } from './binding.mjs';
import { provideLibrary, verify } from './library.mjs';
import { checkPlatform } from './platform.mjs';

let folder = '';
const quiet = () => {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfjs node '));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('without pip it says so and leaves nothing behind', async () => {
  vi.stubEnv('PYTHON', join(folder, 'no-python'));
  await expect(provideLibrary(folder, quiet)).rejects.toThrow(/pip is missing.*Install Python 3 with pip/);
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('a failed download leaves nothing behind', async () => {
  const python = join(folder, 'python');
  // It has pip, whose download fails.
  writeFileSync(python, '#!/bin/sh\n[ "$3" = --version ] || { echo no network >&2; exit 1; }\n', { mode: 0o755 });
  vi.stubEnv('PYTHON', python);
  const root = join(folder, 'library');
  await expect(provideLibrary(root, quiet)).rejects.toThrow(/no network/);
  expect(readdirSync(root)).toEqual([]);
});

test('a wheel with another hash is refused', async () => {
  const file = join(folder, 'tensorflow.whl');
  writeFileSync(file, 'abc');
  await expect(verify(file)).rejects.toThrow(/Got sha256 ba7816bf.*Expected 2b847d21/);
  await verify(file, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('a library that is there is not fetched again', async () => {
  vi.stubEnv('PYTHON', join(folder, 'no-python'));
  mkdirSync(join(folder, 'tensorflow-cpu-2.21.0'));
  expect((await provideLibrary(folder, quiet)).changed).toBe(false);
});

test('without a compiler it says so and leaves no binding', () => {
  vi.stubEnv('CXX', join(folder, 'no-compiler'));
  mkdirSync(join(folder, 'binding'));
  writeFileSync(join(folder, 'binding', 'a.cc'), '');
  const packages = { tfjsNode: folder, headers: folder };
  expect(() => provideBinding(packages, folder, quiet)).toThrow(/no C\+\+ compiler.*Install g\+\+ or clang/);
  expect(readdirSync(folder)).toEqual(['binding']);
});

test.skipIf(process.platform === 'win32')('the binding is compiled once for the same sources', () => {
  const compiler = join(folder, 'compiler');
  writeFileSync(
    compiler,
    '#!/bin/sh\nwhile [ "$1" != -o ] && [ $# -gt 1 ]; do shift; done\n[ -n "$2" ] && echo x > "$2"\nexit 0\n',
    {
      mode: 0o755,
    },
  );
  vi.stubEnv('CXX', compiler);
  mkdirSync(join(folder, 'binding'));
  writeFileSync(join(folder, 'binding', 'a.cc'), '');
  const packages = { tfjsNode: folder, headers: folder };
  expect(provideBinding(packages, folder, quiet).changed).toBe(true);
  expect(provideBinding(packages, folder, quiet).changed).toBe(false);
  writeFileSync(join(folder, 'binding', 'a.cc'), '// changed');
  expect(provideBinding(packages, folder, quiet).changed).toBe(true);
});

test('another platform is told what it can do', () => {
  expect(() => checkPlatform('darwin', 'arm64')).toThrow(/for Linux x86-64. Got darwin-arm64.*wasm/);
  checkPlatform('linux', 'x64');
});
