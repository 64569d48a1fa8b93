// What the addon is compiled from, and how to know that an object is up to date.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/**
 * @typedef {object} Unit
 * @property {string} source
 * @property {string} set the instruction set that it is compiled for
 * @property {string} name of its object, without an extension
 * @property {boolean} knowsSets whether it sees which sets the build holds; the others are the same in every build
 */

/** @param {string} folder */
export function sourcesIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cc'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Every object of a build: kernels once per instruction set, the rest once.
 * @param {string} root the package
 * @param {string[]} sets widest first
 * @param {string[]} besides further sources: the addon, or tests
 * @param {string[]} perSet further sources that are compiled for each set
 * @returns {Unit[]}
 */
export function unitsOf(root, sets, besides, perSet = []) {
  const engine = join(root, 'engine');
  const table = join(engine, 'isa-table.cc');
  const common = [
    ...sourcesIn(engine).filter((file) => file !== table),
    ...sourcesIn(join(engine, 'system')),
    ...besides,
  ];
  /** @param {string} source @param {string} set @param {boolean} knowsSets */
  const unit = (source, set, knowsSets) => ({
    source,
    set,
    knowsSets,
    name: `${set}-${basename(dirname(source))}-${basename(source, '.cc')}`,
  });
  return [
    ...sets.flatMap((set) =>
      [table, ...sourcesIn(join(engine, 'kernels')), ...perSet].map((source) => unit(source, set, false)),
    ),
    ...common.map((source) => unit(source, 'base', true)),
  ];
}

/** @param {{ source: string }} unit */
export const isKernel = ({ source }) => basename(dirname(source)) === 'kernels';

/**
 * A hash of a source, of all that it includes by a quoted name, and of the flags; and the size of these texts.
 * @param {string} source
 * @param {string[]} folders where included files are looked for, besides the source's own
 * @param {string} flags
 * @param {Map<string, string>} known contents, read once a build
 */
export function stampOf(source, folders, flags, known) {
  const hash = createHash('sha256').update(flags);
  /** @type {Set<string>} */
  const seen = new Set();
  let size = 0;
  /** @param {string} file */
  const add = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = known.get(file) ?? readFileSync(file, 'utf8');
    known.set(file, text);
    size += text.length;
    hash
      .update(relative(folders[0] ?? '', file))
      .update('\0')
      .update(text);
    for (const [, name] of text.matchAll(/^\s*#include "([^"]+)"/gm)) {
      const found = [dirname(file), ...folders].map((folder) => join(folder, name ?? '')).find(existsSync);
      if (found !== undefined) add(found);
    }
  };
  add(source);
  return { stamp: hash.digest('hex'), size };
}
