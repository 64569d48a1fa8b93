// The builds of the engine's C++ tests: which compiler and flags, and how the program is run.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findCompiler } from '../compiler.mjs';
import { hostSets } from '../instruction-sets.mjs';

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {string} what it shows
 * @property {string} command the compiler; the system's where it is empty
 * @property {string} packages of Debian that hold what it needs
 * @property {string[]} sets instruction sets to compile for, widest first
 * @property {string[]} flags of each object
 * @property {string[]} link
 * @property {string[]} run a command before the program's own
 * @property {Record<string, string>} environment
 * @property {boolean} [fuzzed] whether spoiled calls are run too
 */

const wasm = ['--target=wasm32-wasi'];
const wasi = fileURLToPath(new URL('./wasi.mjs', import.meta.url));
const sanitized = ['-O1', '-g1', '-fno-omit-frame-pointer', '-fno-sanitize-recover=all'];

/** @returns {Variant[]} */
export function variants() {
  const host = hostSets();
  return [
    {
      name: 'plain',
      what: 'the objects of the addon',
      command: '',
      packages: 'g++',
      sets: host,
      flags: [],
      link: ['-pthread'],
      run: [],
      environment: {},
    },
    {
      name: 'address',
      what: 'AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer',
      command: 'clang++',
      packages: 'clang libclang-rt-14-dev',
      sets: host,
      flags: [...sanitized, '-fsanitize=address,undefined'],
      link: ['-fsanitize=address,undefined', '-pthread'],
      run: [],
      environment: {
        ASAN_OPTIONS: 'detect_leaks=1:detect_stack_use_after_return=1',
        UBSAN_OPTIONS: 'print_stacktrace=1',
      },
      fuzzed: true,
    },
    {
      // Threads are the same for every set: the narrowest one compiles fastest.
      name: 'thread',
      what: 'ThreadSanitizer',
      command: 'clang++',
      packages: 'clang libclang-rt-14-dev',
      sets: ['base'],
      flags: [...sanitized, '-fsanitize=thread'],
      link: ['-fsanitize=thread', '-pthread'],
      run: [],
      environment: { TSAN_OPTIONS: 'halt_on_error=0' },
    },
    {
      name: 'arm64',
      what: 'NEON, emulated',
      command: 'aarch64-linux-gnu-g++',
      packages: 'g++-aarch64-linux-gnu qemu-user',
      sets: ['base'],
      flags: ['-O2'],
      link: ['-static', '-pthread'],
      run: ['qemu-aarch64'],
      environment: {},
    },
    {
      name: 'wasm',
      what: 'WebAssembly with SIMD, in Node.js',
      command: 'clang++',
      packages: 'clang lld wasi-libc libclang-rt-14-dev-wasm32',
      sets: ['base'],
      flags: [...wasm, '-O2', '-msimd128', '-mbulk-memory', '-fno-pic'],
      link: [...wasm, '-nostdlib++', '-Wl,-z,stack-size=1048576', '-Wl,--max-memory=4294967296'],
      run: [process.execPath, '--disable-warning=ExperimentalWarning', wasi],
      environment: {},
    },
  ];
}

/**
 * The compiler of a variant, or undefined where it is not there.
 * @param {Variant} variant
 * @returns {import('../compiler.mjs').Compiler | undefined}
 */
export function compilerOf({ command, flags }) {
  if (command === '') return findCompiler();
  if (flags.includes('--target=wasm32-wasi') && !existsSync('/usr/lib/wasm32-wasi/libc.a')) return undefined;
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return status === 0 ? { command, style: 'gnu', version: stdout.split('\n')[0] ?? '' } : undefined;
}

/** @param {Variant} variant whether what runs its program is there */
export function runs({ run }) {
  return run.length === 0 || spawnSync(run[0] ?? '', ['--version']).status === 0;
}
