// The system's C++ compiler: which one it is, and its flags for one object and for the addon.

import { spawnSync } from 'node:child_process';

/**
 * @typedef {object} Compiler
 * @property {string} command
 * @property {'gnu' | 'msvc'} style whose flags it takes
 * @property {string} version
 */

/** @param {string} command @param {string[]} args */
function output(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? `${stdout}${stderr}` : undefined;
}

/**
 * The compiler that CXX names, else the first of the usual ones that is there.
 * @returns {Compiler | undefined}
 */
export function findCompiler() {
  const named = process.env.CXX;
  for (const command of named ? [named] : ['c++', 'g++', 'clang++']) {
    const version = output(command, ['--version']);
    if (version !== undefined) return { command, style: 'gnu', version: version.split('\n')[0] ?? '' };
  }
  if (process.platform !== 'win32') return undefined;
  const { error, stderr } = spawnSync('cl', [], { encoding: 'utf8' });
  return error ? undefined : { command: 'cl', style: 'msvc', version: (stderr ?? '').split('\n')[0] ?? '' };
}

/**
 * The flags that switch an instruction set on.
 * @type {Record<string, Record<'gnu' | 'msvc', string[]>>}
 */
const setFlags = {
  base: { gnu: [], msvc: [] },
  avx2: { gnu: ['-mavx2', '-mfma', '-mf16c'], msvc: ['/arch:AVX2'] },
  avx512: {
    gnu: ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mfma', '-mf16c', '-mprefer-vector-width=512'],
    msvc: ['/arch:AVX512'],
  },
};

/**
 * What is unrolled is said in the source: -O3 of GCC would add to the code, and to the time that it takes, and not to its speed.
 * @param {string} version
 */
const optimization = (version) =>
  version.includes('clang') ? ['-O3'] : ['-O2', '-ftree-vectorize', '-fpeel-loops', '-funswitch-loops'];

/**
 * The flags for one object. Contraction is off: whether a·b + c is rounded once or twice is said in the source, or the
 * same kernel would round differently from one compiler to the next.
 * @param {Compiler} compiler
 * @param {{ set: string, sets: string[], folders: string[], extra: string[] }} of
 */
export function objectFlags({ style, version }, { set, sets, folders, extra }) {
  const defines = [`MARIANA_ISA=${set}`, ...sets.map((name) => `MARIANA_WITH_${name}`)];
  if (style === 'msvc') {
    return [
      ...['/nologo', '/std:c++20', '/O2', '/EHs-c-', '/GR-', '/fp:precise', '/utf-8', '/W3'],
      ...(setFlags[set]?.msvc ?? []),
      ...defines.map((define) => `/D${define}`),
      ...folders.map((folder) => `/I${folder}`),
      ...extra,
    ];
  }
  return [
    ...['-std=c++20', ...optimization(version), '-fPIC', '-ffp-contract=off', '-fno-math-errno', '-fno-trapping-math'],
    ...[
      '-fno-exceptions',
      '-fno-rtti',
      '-fno-threadsafe-statics',
      '-fvisibility=hidden',
      '-Wall',
      ...(version.includes('clang') ? [] : ['-Wno-maybe-uninitialized']),
      '-Wno-uninitialized',
      '-Wextra',
    ],
    ...(setFlags[set]?.gnu ?? []),
    ...defines.map((define) => `-D${define}`),
    ...folders.map((folder) => `-I${folder}`),
    ...extra,
  ];
}

/** @param {Compiler} compiler @param {string} source @param {string} object */
export function compileArguments({ style }, source, object) {
  return style === 'msvc' ? ['/c', source, `/Fo${object}`] : ['-c', source, '-o', object];
}

/**
 * The arguments that link an addon. It stays loaded for good: the threads of its pool run on in it.
 * @param {Compiler} compiler
 * @param {string[]} objects
 * @param {string} target
 * @param {string} nodeLibrary the import library of Node-API, for Windows
 * @param {string[]} extra
 */
export function linkArguments({ style }, objects, target, nodeLibrary, extra) {
  if (style === 'msvc') return ['/nologo', '/LD', ...objects, nodeLibrary, `/Fe${target}`, ...extra];
  const platform =
    process.platform === 'darwin'
      ? ['-undefined', 'dynamic_lookup']
      : ['-Wl,-z,nodelete', '-Wl,-z,noexecstack', '-Wl,--as-needed', '-static-libgcc', '-pthread'];
  return ['-shared', ...objects, ...platform, '-o', target, ...extra];
}
