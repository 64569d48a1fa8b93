import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findAddon } from './find-addon.ts';
import { nativeAbi } from './native.ts';

const name = '@mariana/kernels-win32-x64';
const install = `npm install ${name}@1.2.3`;
let root: string;

/** A folder as npm leaves it: this package, and what a test puts beside it. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mariana-kernels-'));
  write('node_modules/@mariana/kernels/package.json', JSON.stringify({ version: '1.2.3' }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function find(host: { platform?: string; arch?: string; inRepository?: boolean } = {}) {
  const require = createRequire(join(root, 'node_modules/@mariana/kernels/dist/index.js'));
  const built = '../build/mariana.cjs';
  return findAddon({ require, built, platform: 'win32', arch: 'x64', inRepository: false, ...host });
}

/** Installs the platform's package with this addon, as CommonJS in place of a binary. */
function installed(addon: string, { abi = nativeAbi as number, bytes = addon.length, main = 'mariana.cjs' } = {}) {
  const folder = `node_modules/${name}`;
  write(`${folder}/package.json`, JSON.stringify({ version: '1.2.3', main, mariana: { abi, bytes } }));
  write(`${folder}/${main}`, addon);
}

const good = `exports.abi = ${nativeAbi};`;

test("the platform's package is found", () => {
  installed(good);
  expect(find()).toMatchObject({ kernels: { abi: nativeAbi } });
});

test("the repository's own comes first", () => {
  installed(good);
  write('node_modules/@mariana/kernels/build/mariana.cjs', `${good} exports.own = true;`);
  expect(find()).toMatchObject({ kernels: { own: true } });
});

test("the platform's package steps in for one of the repository that does not fit", () => {
  installed(good);
  write('node_modules/@mariana/kernels/build/mariana.cjs', 'exports.abi = 1;');
  expect(find()).toMatchObject({ kernels: { abi: nativeAbi } });
});

test('one that is not installed is named, in the version that fits', () => {
  expect(find()).toEqual({
    reason: `no package ${name}`,
    fix: `It is an optional dependency, which installing with --omit=optional or a lockfile made on another system leaves out: ${install}.`,
  });
});

test('on Linux the package is that of the C library', () => {
  const { reason } = find({ platform: 'linux', arch: 'arm64' }) as { reason: string };
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (process.platform !== 'linux') return;
  expect(reason).toBe(`no package @mariana/kernels-linux-arm64-${header.glibcVersionRuntime ? 'gnu' : 'musl'}`);
});

test('a platform without a build, and a repository without one, say so', () => {
  expect(find({ platform: 'freebsd' })).toEqual({
    reason: 'no build for freebsd on x64',
    fix: 'Build it from the repository with a C++ compiler: pnpm build.',
  });
  expect(find({ inRepository: true })).toMatchObject({ reason: 'no addon built in this repository' });
});

test('another ABI is not even loaded', () => {
  installed('throw new Error("loaded");', { abi: nativeAbi + 1 });
  expect(find()).toEqual({
    reason: `${name} 1.2.3, which has ABI ${nativeAbi + 1} instead of ${nativeAbi}`,
    fix: `Install the one that goes with this version: ${install}.`,
  });
});

test('an addon whose ABI is not what its package says is not taken', () => {
  installed(`exports.abi = ${nativeAbi + 1};`);
  expect(find()).toMatchObject({ reason: `${name} 1.2.3, which has ABI ${nativeAbi + 1} instead of ${nativeAbi}` });
});

test('a file that was cut short is not loaded', () => {
  installed(good, { bytes: 5_000_000 });
  expect(find()).toMatchObject({
    reason: expect.stringMatching(/mariana\.cjs with \d+ bytes instead of 5000000: it is damaged$/),
    fix: `Remove node_modules/${name} and install again: ${install}.`,
  });
});

test('what the system does not take as an addon says why', () => {
  installed('this is no library', { main: 'mariana.node' });
  expect(find()).toMatchObject({ reason: expect.stringMatching(/ 1\.2\.3, which the system does not load: .+/) });
});

test('an addon for other processors says which it is for, and which this is', () => {
  write(
    'node_modules/@mariana/kernels/build/mariana.cjs',
    "throw Object.assign(new Error('the processor runs none of the instruction sets that it holds: avx512'), { code: 'noInstructionSet' });",
  );
  expect(find({ inRepository: true })).toEqual({
    reason: expect.stringMatching(/mariana\.cjs, which does not fit this processor \(.+\): .+ it holds: avx512$/),
    fix: 'Build it again: pnpm build.',
  });
});

test('a manifest or a file that is not there is a damaged package', () => {
  write(`node_modules/${name}/package.json`, '{}');
  expect(find()).toMatchObject({ reason: expect.stringContaining(`${name}, which is damaged: `) });
});

test('Deno without permission to load it says which one is missing', () => {
  const refusal = `const error = new Error('Requires ffi access'); error.name = 'NotCapable'; throw error;`;
  installed(refusal);
  const denied = {
    reason: `${name} 1.2.3, which the program may not load: Requires ffi access`,
    fix: 'Run the program with --allow-read and --allow-ffi.',
  };
  expect(find()).toEqual(denied);
  const require = Object.assign(() => undefined, {
    resolve: () => {
      throw Object.assign(new Error('Requires read access'), { name: 'NotCapable' });
    },
  });
  const around = { built: '../build/mariana.cjs', platform: 'win32', arch: 'x64', inRepository: false };
  expect(findAddon({ ...around, require: require as unknown as NodeJS.Require })).toEqual({
    reason: '../build/mariana.cjs, which the program may not load: Requires read access',
    fix: denied.fix,
  });
});
