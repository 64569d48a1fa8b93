#!/usr/bin/env node
/**
 * Builds the engine's C++ tests and runs them once for each instruction set of this machine.
 *
 *   node scripts/native-tests/main.mjs            every step whose tools are there
 *   node scripts/native-tests/main.mjs address    this one
 *
 * The step `calls` records what tensor's tests of the native engine call (it needs the addon: `pnpm build`); later steps replay it.
 * What is left out for want of tools is said; MARIANA_REQUIRE_NATIVE_TESTS=1 makes that a failure.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeApi } from '../build.mjs';
import { compileAll, planOf } from '../compile.mjs';
import { sourcesIn, unitsOf } from '../sources.mjs';
import { emulated } from './emulated.mjs';
import { freestanding } from './freestanding.mjs';
import { symbols } from './symbols.mjs';
import { compilerOf, runs, variants } from './variants.mjs';

/** What spoiled calls are drawn from: MARIANA_FUZZ_SEED, printed with the results. */
const seed = process.env.MARIANA_FUZZ_SEED ?? '1';
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** @typedef {import('./variants.mjs').Variant} Variant */

/**
 * @param {Variant} variant
 * @param {import('../compiler.mjs').Compiler} compiler
 * @returns {Promise<string>} the program
 */
async function build(variant, compiler) {
  const tests = join(root, 'engine', 'tests');
  const units = unitsOf(root, variant.sets, sourcesIn(tests), sourcesIn(join(tests, 'per-set')));
  const folders = [join(root, 'engine'), nodeApi().include];
  // The plain build has the addon's flags, and shares its objects.
  const objects = join(root, 'build', variant.name === 'plain' ? 'objects' : `objects-${variant.name}`);
  const { files, waiting } = planOf(compiler, units, { sets: variant.sets, folders, objects, extra: variant.flags });
  await compileAll(compiler, waiting, objects);
  const program = join(root, 'build', `engine-tests-${variant.name}`);
  const wrapped = '-Wl,--wrap=_ZN7mariana14systemAllocateEm';
  const { status } = spawnSync(compiler.command, [...files, '-o', program, wrapped, ...variant.link], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`native tests: ${variant.name} does not link.`);
  return program;
}

/** @param {Variant} variant @param {string} program @param {string[]} args @returns whether it passed */
function run({ run: before, environment }, program, args) {
  const [command = '', ...rest] = [...before, program, ...args];
  const env = { ...process.env, ...environment };
  const { status, signal } = spawnSync(command, rest, { stdio: 'inherit', env, timeout: 300_000 });
  if (status !== 0) console.error(`native tests: ${command} ${rest.join(' ')} ended with ${signal ?? status}`);
  return status === 0;
}

/** @param {string} name @param {string} packages of Debian that hold what is missing */
function leftOut(name, packages) {
  console.log(`native tests: ${name} is left out. To have it: apt-get install ${packages}`);
  return process.env.MARIANA_REQUIRE_NATIVE_TESTS ? 'failed' : 'left out';
}

/** @param {Variant} variant @returns {Promise<'passed' | 'failed' | 'left out'>} */
async function test(variant) {
  const compiler = compilerOf(variant);
  if (compiler === undefined || !runs(variant)) {
    return leftOut(`${variant.name} (${variant.what})`, variant.packages);
  }
  const begin = Date.now();
  const program = await build(variant, compiler);
  const built = Date.now();
  let passed = true;
  for (const set of variant.sets) {
    passed = run(variant, program, ['--isa', set, '--threads', '3']) && passed;
    for (const file of recorded()) {
      passed = run(variant, program, ['--isa', set, '--replay', file]) && passed;
      if (variant.fuzzed) passed = run(variant, program, ['--isa', set, '--fuzz', file, '--seed', seed]) && passed;
    }
  }
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(`${variant.name}: built in ${seconds(begin, built)} s, ran in ${seconds(built, Date.now())} s\n`);
  return passed ? 'passed' : 'failed';
}

/** The files of calls that there are. */
function recorded() {
  const build = join(root, 'build');
  return readdirSync(build)
    .filter((name) => /^calls-.*\.bin$/.test(name))
    .map((name) => join(build, name));
}

/** Runs tensor's tests of the native engine and has them write down the calls that they make. */
function recordCalls() {
  const repository = dirname(dirname(root));
  const vitest = join(repository, 'node_modules', 'vitest', 'vitest.mjs');
  const tests = ['suite', 'threads'].map((name) => `packages/tensor/test/engine-native/${name}.test.ts`);
  const env = { ...process.env, MARIANA_RECORD_CALLS: join(root, 'build', 'calls') };
  const args = [vitest, 'run', '--project', 'engine-native', '--silent', '--reporter', 'agent', ...tests];
  const { status } = spawnSync(process.execPath, args, { cwd: repository, env, stdio: 'inherit' });
  return status === 0 ? 'passed' : 'failed';
}

/** @type {Record<string, () => 'passed' | 'failed' | 'left out' | Promise<'passed' | 'failed' | 'left out'>>} */
const steps = { calls: recordCalls };
for (const variant of variants()) steps[variant.name] = () => test(variant);
/** Steps that look at what others have built. @type {Record<string, string>} */
const built = {};
for (const [name, { tool, packages, needs, run }] of Object.entries({ symbols, emulated, freestanding })) {
  if (needs) built[name] = needs;
  steps[name] = () => {
    if (spawnSync(tool, ['--version']).status !== 0) return leftOut(name, packages);
    return run(root) ? 'passed' : 'failed';
  };
}

const named = process.argv.slice(2);
const wanted = [...named, ...named.flatMap((name) => built[name] ?? [])];
const results = [];
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length === 0 || wanted.includes(name)) results.push(await step());
}
const count = (result) => results.filter((each) => each === result).length;
console.log(`native tests: ${count('passed')} passed, ${count('failed')} failed, ${count('left out')} left out`);
process.exitCode = count('failed') > 0 || results.length === 0 ? 1 : 0;
