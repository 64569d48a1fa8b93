#!/usr/bin/env node
/**
 * Compiles the addon with the system's C++ compiler; what is up to date stays.
 *
 *   node scripts/build.mjs            the instruction sets of this processor
 *   node scripts/build.mjs --fewest   the widest of them, which is the one that programs use
 *   node scripts/build.mjs --all      every one, as published
 *
 * Without a compiler it says so and ends well: everything works on another engine.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileAll, planOf, run } from './compile.mjs';
import { findCompiler, linkArguments } from './compiler.mjs';
import { allSets, fewestSets, hostSets } from './instruction-sets.mjs';
import { sourcesIn, unitsOf } from './sources.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The headers of Node-API, and what a Windows linker needs of it. */
export function nodeApi() {
  const folder = dirname(createRequire(join(root, 'package.json')).resolve('node-api-headers/package.json'));
  return { include: join(folder, 'include'), library: join(folder, 'lib', 'node_api.lib') };
}

/** What the addon of an earlier build holds and is made from. @param {string} file its stamp */
function earlier(file) {
  const [sets = '', ...stamps] = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return { sets: sets.split(' '), stamp: stamps.join('\n') };
}

/**
 * @param {import('./compile.mjs').Job[]} waiting
 * @param {string[]} files
 * @param {{ sets: string[], version: string }} of
 */
function announce(waiting, files, { sets, version }) {
  if (waiting.length === 0) return;
  const isFirst = waiting.length === files.length;
  console.log(
    `kernels: compiling ${waiting.length} of ${files.length} objects of the native engine for ${sets.join(', ')} with ${version}` +
      (isFirst ? '\nkernels: this happens once; afterwards only what has changed is compiled' : ''),
  );
}

/** @param {{ all?: boolean | undefined, fewest?: boolean | undefined }} wanted */
async function main({ all, fewest }) {
  const compiler = process.env.NO_COMPILER ? undefined : findCompiler();
  if (compiler === undefined) {
    console.log(
      'kernels: the native engine is left out, since no C++ compiler was found. Everything works on another engine, ' +
        'more slowly. To have it, install g++ 11, clang 14 or Visual C++ (or name one in CXX), and build again.',
    );
    return;
  }
  const target = join(root, 'build', 'mariana.node');
  const made = existsSync(target) ? earlier(`${target}.stamp`) : undefined;
  const sets = all ? allSets() : fewest ? fewestSets(hostSets(), made?.sets) : hostSets();
  const { include, library } = nodeApi();
  const objects = join(root, 'build', 'objects');
  const units = unitsOf(root, sets, sourcesIn(join(root, 'addon')));
  const { files, stamp, waiting } = planOf(compiler, units, {
    sets,
    folders: [join(root, 'engine'), include],
    objects,
  });
  if (waiting.length === 0 && made?.stamp === stamp) return;
  const begin = Date.now();
  announce(waiting, files, { sets, version: compiler.version });
  await compileAll(compiler, waiting, objects);
  const part = `${target}.${process.pid}`;
  const { failed, output } = await run(compiler.command, linkArguments(compiler, files, part, library, []));
  if (failed) throw new Error(`kernels: the addon does not link.\n${output}`);
  // A program that has the old addon loaded keeps it: the new one takes its name.
  renameSync(part, target);
  writeFileSync(`${target}.stamp`, `${sets.join(' ')}\n${stamp}`);
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`kernels: compiled ${waiting.length} of ${files.length} objects for ${sets.join(', ')} in ${seconds} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(parseArgs({ options: { all: { type: 'boolean' }, fewest: { type: 'boolean' } } }).values);
}
