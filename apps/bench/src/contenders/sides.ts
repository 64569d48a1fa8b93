import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Side } from './side.ts';

/** The names that --engine and --peer take. */
export const engineNames = ['native', 'tfjs', 'tfjs-node', 'tfjs-wasm', 'reference'] as const;
export const peerNames = [
  'torch',
  'torch-compiled',
  'keras-tensorflow',
  'keras-jax',
  'tfjs-node',
  'tfjs-wasm',
] as const;

export type EngineName = (typeof engineNames)[number];
export type PeerName = (typeof peerNames)[number];

/** Where things are, and on how many threads everybody runs. */
export interface Setting {
  /** The folder of the bundled programs. */
  readonly programs: string;
  readonly threads: number;
}

const app = fileURLToPath(new URL('../..', import.meta.url));
const repository = join(app, '../..');
const python = join(repository, '.peers', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** One of our engines. */
export function engineSide(name: EngineName, { programs, threads }: Setting): Side {
  return {
    name,
    kind: 'engine',
    command: process.execPath,
    serves: [join(programs, 'own.js'), name],
    starts: [join(programs, 'own-startup.js'), name],
    env: environment(threads),
    missing: () => undefined, // it says so itself when it starts
  };
}

/** A peer. */
export function peerSide(name: PeerName, setting: Setting): Side {
  return name.startsWith('tfjs-') ? tfjsSide(name, setting) : pythonSide(name, setting);
}

function tfjsSide(name: PeerName, { programs, threads }: Setting): Side {
  const backend = name.slice('tfjs-'.length);
  return {
    name,
    kind: 'peer',
    command: process.execPath,
    serves: [join(programs, 'tfjs.js'), backend],
    starts: [join(programs, 'tfjs-startup.js'), backend],
    env: environment(threads),
    missing: () => undefined,
  };
}

function pythonSide(name: PeerName, { threads }: Setting): Side {
  const script = (file: string) => join(app, 'peers', file);
  const [library, variant = 'eager'] = name.split('-') as [string, string?];
  const isKeras = library === 'keras';
  return {
    name,
    kind: 'peer',
    command: python,
    serves: [script(`${library}_peer.py`), variant],
    starts: [script(`${library}_startup.py`), variant],
    env: { ...environment(threads), ...(isKeras ? { KERAS_BACKEND: variant } : {}) },
    missing: () => (existsSync(python) ? undefined : howToInstall(name)),
  };
}

function howToInstall(name: string): string {
  return `${name}: the peer is not installed. Got no ${python}. Install it: node scripts/peers/install.mjs`;
}

/** The same number of threads for everybody, by every name that someone listens to. */
function environment(threads: number): Record<string, string> {
  const count = String(threads);
  return {
    MARIANA_THREADS: count,
    OMP_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    NPROC: count, // jaxlib's thread pool
    TF_CPP_MIN_LOG_LEVEL: '2',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}
