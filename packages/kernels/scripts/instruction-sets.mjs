// Which instruction sets a build holds.

import { readFileSync } from 'node:fs';

/** Every set of an architecture, widest first. */
export function allSets(architecture = process.arch) {
  return architecture === 'x64' ? ['avx512', 'avx2', 'base'] : ['base'];
}

const isKnown = process.arch !== 'x64' || process.platform === 'linux';

/** Those that this processor runs, widest first; all where it cannot be known. */
export function hostSets() {
  if (process.arch !== 'x64' || !isKnown) return allSets();
  return setsOf(readFileSync('/proc/cpuinfo', 'utf8'));
}

/** @param {string} cpuinfo as Linux describes an x64 processor */
export function setsOf(cpuinfo) {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(' '));
  /** @type {Record<string, string[]>} */
  const needs = { avx512: ['avx512f', 'avx512bw', 'avx512dq', 'avx512vl'], avx2: ['avx2', 'fma', 'f16c'], base: [] };
  return allSets('x64').filter((set) => (needs[set] ?? []).every((flag) => flags.has(flag)));
}

/**
 * The fewest that programs need on this machine: the widest that its processor runs, and what an addon already holds, so that
 * nothing is taken from it.
 * @param {readonly string[]} host those that the processor runs
 * @param {readonly string[]} held by the addon of an earlier build
 * @param {boolean} known whether it is known what the processor runs
 */
export function fewestSets(host = hostSets(), held = [], known = isKnown) {
  return host.filter((set, i) => !known || i === 0 || held.includes(set));
}
