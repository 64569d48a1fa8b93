// Brings objects up to date with the system's C++ compiler.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { compileArguments, objectFlags } from './compiler.mjs';
import { progressOf } from './progress.mjs';
import { isKernel, stampOf } from './sources.mjs';

/**
 * @typedef {import('./compiler.mjs').Compiler} Compiler
 * @typedef {object} Job an object that is not up to date
 * @property {string} source
 * @property {string} set
 * @property {string} file
 * @property {string[]} flags
 * @property {string} stamp
 * @property {number} size of what is compiled, in characters
 */

/**
 * Runs a command to its end.
 * @param {string} command @param {string[]} args
 * @returns {Promise<{ failed: boolean, output: string }>}
 */
export function run(command, args) {
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
 * where enough kernels wait for it; and again in each build, so that it is never out of date.
 * @param {Compiler} compiler
 * @param {readonly Job[]} kernels
 * @param {string} folder for the headers
 * @returns {Promise<Map<string, string[]>>} by set the flags that make use of it
 */
async function precompile(compiler, kernels, folder) {
  const uses = new Map();
  if (compiler.style === 'msvc') return uses;
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

/**
 * What the objects are made from, and which of them are out of date.
 * @param {Compiler} compiler
 * @param {import('./sources.mjs').Unit[]} units
 * @param {{ sets: string[], folders: string[], objects: string, extra?: string[] }} of
 * @returns {{ files: string[], stamp: string, waiting: Job[] }}
 */
export function planOf(compiler, units, { sets, folders, objects, extra = [] }) {
  const known = new Map();
  const stamps = [];
  const waiting = [];
  for (const { source, set, name, knowsSets } of units) {
    const flags = objectFlags(compiler, { set, sets: knowsSets ? sets : [], folders, extra });
    const file = join(objects, `${name}.o`);
    const { stamp, size } = stampOf(source, folders, [compiler.version, ...flags].join('\0'), known);
    stamps.push(stamp);
    const current = existsSync(file) && existsSync(`${file}.stamp`) && readFileSync(`${file}.stamp`, 'utf8') === stamp;
    if (!current) waiting.push({ source, set, file, flags, stamp, size });
  }
  return { files: units.map(({ name }) => join(objects, `${name}.o`)), stamp: stamps.join('\n'), waiting };
}

/**
 * Compiles on all cores, what takes longest first, and shows how far it is.
 * @param {Compiler} compiler
 * @param {Job[]} waiting
 * @param {string} objects the folder
 */
export async function compileAll(compiler, waiting, objects) {
  if (waiting.length === 0) return;
  mkdirSync(objects, { recursive: true });
  const failures = /** @type {string[]} */ ([]);
  const progress = progressOf({ total: waiting.length });
  const longestFirst = [...waiting].sort((a, b) => b.size - a.size);
  const [kernels, others] = [true, false].map((kind) => longestFirst.filter((job) => isKernel(job) === kind));
  /** @type {Map<string, string[]> | undefined} */
  let uses;
  const next = () => (uses && kernels.shift()) ?? others.shift();
  const work = async () => {
    for (let job = next(); job !== undefined && failures.length === 0; job = next()) {
      if (!(await compileOne(compiler, job, (isKernel(job) && uses?.get(job.set)) || []))) failures.push(job.source);
      progress.advance();
    }
  };
  const headers = join(objects, `headers-${process.pid}`);
  const meanwhile = work(); // on what needs no headers
  uses = await precompile(compiler, kernels, headers);
  await Promise.all([meanwhile.then(work), ...Array.from({ length: availableParallelism() - 1 }, work)]);
  progress.end();
  rmSync(headers, { recursive: true, force: true });
  if (failures.length > 0) throw new Error(`kernels: a source does not compile. Got ${failures.join(', ')}.`);
}

/** @param {Compiler} compiler @param {Job} job @param {string[]} headers @returns {Promise<boolean>} whether it compiles */
async function compileOne(compiler, { source, file, flags, stamp }, headers) {
  const part = `${file}.${process.pid}`;
  const args = [...flags, ...headers, ...compileArguments(compiler, source, part)];
  const { failed, output } = await run(compiler.command, args);
  if (output.trim() !== '' && (failed || compiler.style === 'gnu')) process.stderr.write(output);
  if (failed) {
    rmSync(part, { force: true });
    return false;
  }
  renameSync(part, file);
  writeFileSync(`${file}.stamp`, stamp);
  return true;
}
