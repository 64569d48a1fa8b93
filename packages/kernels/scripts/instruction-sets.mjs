// Which instruction sets a build holds.

import { readFileSync } from 'node:fs';

/** Every set of an architecture, widest first. */
export function allSets(architecture = process.arch) {
  return architecture === 'x64' ? ['avx512', 'avx2', 'base'] : ['base'];
}

/** Those that this processor runs; all where it cannot be known. */
export function hostSets() {
  if (process.arch !== 'x64' || process.platform !== 'linux') return allSets();
  const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.trim().split(' '));
  /** @type {Record<string, string[]>} */
  const needs = { avx512: ['avx512f', 'avx512bw', 'avx512dq', 'avx512vl'], avx2: ['avx2', 'fma', 'f16c'], base: [] };
  return allSets().filter((set) => (needs[set] ?? []).every((flag) => flags.has(flag)));
}
