#!/usr/bin/env node
/**
 * Compiles the addon with the system's C++ compiler; what is up to date stays.
 *
 *   node scripts/build.mjs          the instruction sets of this processor
 *   node scripts/build.mjs --all    every one, as published
 *
 * Without a compiler it says so and ends well: everything works on another engine.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileArguments, findCompiler, linkArguments, objectFlags } from './compiler.mjs';
import { allSets, hostSets } from './instruction-sets.mjs';
import { sourcesIn, stampOf, unitsOf } from './sources.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'build', 'mariana.node');

/** @typedef {import('./compiler.mjs').Compiler} Compiler */

/** The headers of Node-API, and what a Windows linker needs of it. */
export function nodeApi() {
  const folder = dirname(createRequire(join(root, 'package.json')).resolve('node-api-headers/package.json'));
  return { include: join(folder, 'include'), library: join(folder, 'lib', 'node_api.lib') };
}

/**
 * Runs a command to its end.
 * @param {string} command @param {string[]} args
 * @returns {Promise<{ failed: boolean, output: string }>}
 */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ failed: true, output: String(error) }));
    child.on('close', (code) => resolve({ failed: code !== 0, output }));
  });
}

/**
 * Has what nearly every kernel includes parsed once for each instruction set, which is a quarter of the compiler's work. Only
 * where enough kernels wait for it; and anew in each build, so that it is never out of date.
 * @param {Compiler} compiler
 * @param {{ source: string, set: string, flags: string[] }[]} waiting
 * @param {string} folder for the headers
 * @returns {Promise<Map<string, string[]>>} by set the flags that make use of it
 */
async function precompile(compiler, waiting, folder) {
  const uses = new Map();
  if (compiler.style === 'msvc') return uses;
  const kernels = waiting.filter(isKernel);
  const makeFor = async (/** @type {string} */ set) => {
    const ofSet = kernels.filter((kernel) => kernel.set === set);
    if (ofSet.length < 5) return;
    mkdirSync(folder, { recursive: true });
    const header = join(folder, `${set}.h`);
    writeFileSync(header, '#include "kernels/rows.h"\n#include "simd/math.h"\n');
    const flags = ofSet[0]?.flags ?? [];
    const { failed } = await run(compiler.command, [...flags, '-x', 'c++-header', header, '-o', `${header}.gch`]);
    if (!failed) uses.set(set, ['-include', header]);
  };
  await Promise.all([...new Set(kernels.map(({ set }) => set))].map(makeFor));
  return uses;
}

/** @param {{ source: string }} unit */
const isKernel = ({ source }) => basename(dirname(source)) === 'kernels';

/**
 * Brings the objects up to date, several at a time.
 * @param {Compiler} compiler
 * @param {import('./sources.mjs').Unit[]} units
 * @param {{ sets: string[], folders: string[], objects: string, extra: string[] }} of
 * @returns {Promise<{ files: string[], stamp: string, compiled: number }>}
 */
export async function compileAll(compiler, units, { sets, folders, objects, extra }) {
  mkdirSync(objects, { recursive: true });
  const known = new Map();
  const stamps = [];
  const waiting = [];
  for (const { source, set, name } of units) {
    const flags = objectFlags(compiler, { set, sets, folders, extra });
    const file = join(objects, `${name}.o`);
    const stamp = stampOf(source, folders, [compiler.version, ...flags].join('\0'), known);
    stamps.push(stamp);
    const current = existsSync(file) && existsSync(`${file}.stamp`) && readFileSync(`${file}.stamp`, 'utf8') === stamp;
    if (!current) waiting.push({ source, set, file, flags, stamp });
  }
  const compiled = waiting.length;
  const failures = /** @type {string[]} */ ([]);
  const headers = join(objects, `headers-${process.pid}`);
  const uses = await precompile(compiler, waiting, headers);
  const work = async () => {
    for (let job = waiting.shift(); job !== undefined && failures.length === 0; job = waiting.shift()) {
      const { source, set, file, flags, stamp } = job;
      const part = `${file}.${process.pid}`;
      const headersOfSet = isKernel(job) ? (uses.get(set) ?? []) : [];
      const args = [...flags, ...headersOfSet, ...compileArguments(compiler, source, part)];
      const { failed, output } = await run(compiler.command, args);
      if (output.trim() !== '' && (failed || compiler.style === 'gnu')) process.stderr.write(output);
      if (failed) {
        rmSync(part, { force: true });
        failures.push(source);
        continue;
      }
      renameSync(part, file);
      writeFileSync(`${file}.stamp`, stamp);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  rmSync(headers, { recursive: true, force: true });
  if (failures.length > 0) throw new Error(`kernels: a source does not compile. Got ${failures.join(', ')}.`);
  return { files: units.map(({ name }) => join(objects, `${name}.o`)), stamp: stamps.join('\n'), compiled };
}

async function main() {
  const compiler = process.env.NO_COMPILER ? undefined : findCompiler();
  if (compiler === undefined) {
    console.log(
      'kernels: the native engine is left out, since no C++ compiler was found. Everything works on another engine, ' +
        'more slowly. To have it, install g++ 11, clang 14 or Visual C++ (or name one in CXX), and build again.',
    );
    return;
  }
  const sets = process.argv.includes('--all') ? allSets() : hostSets();
  const { include, library } = nodeApi();
  const folders = [join(root, 'engine'), include];
  const units = unitsOf(root, sets, sourcesIn(join(root, 'addon')));
  const begin = Date.now();
  const objects = join(root, 'build', 'objects');
  const { files, stamp, compiled } = await compileAll(compiler, units, { sets, folders, objects, extra: [] });
  const made = `${target}.stamp`;
  if (existsSync(target) && existsSync(made) && readFileSync(made, 'utf8') === stamp) return;
  const part = `${target}.${process.pid}`;
  const { failed, output } = await run(compiler.command, linkArguments(compiler, files, part, library, []));
  if (failed) throw new Error(`kernels: the addon does not link.\n${output}`);
  // A program that has the old addon loaded keeps it: the new one takes its name.
  renameSync(part, target);
  writeFileSync(made, stamp);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`kernels: compiled ${compiled} of ${files.length} objects for ${sets.join(', ')} in ${seconds} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
