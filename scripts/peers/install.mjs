#!/usr/bin/env node
// Installs PyTorch, Keras, TensorFlow and JAX (CPU) into .peers/ for the scripts that write fixtures and for measurements.
// Nothing in the product needs it. Usage: node scripts/peers/install.mjs [--python python3.11]

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, '..', '..', '.peers');
const requirements = join(here, 'requirements.txt');
const stub = join(here, 'stub-cuda.py');
const windows = process.platform === 'win32';
const python = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
const stamp = join(folder, 'installed.sha256');

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) {
    const why = error ? error.message : `exit code ${status}`;
    throw new Error(`peers: a command failed. Got ${why} from \`${command} ${args.join(' ')}\`. Expected success.`);
  }
}

/** What is installed follows from these two files, so their hash says whether it is up to date. */
function wanted() {
  return createHash('sha256').update(readFileSync(requirements)).update(readFileSync(stub)).digest('hex');
}

function check() {
  const program = [
    "import os; os.environ['KERAS_BACKEND'] = 'jax'; os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'",
    'import jax, keras, tensorflow, torch',
    "print(f'peers: torch {torch.__version__}, keras {keras.__version__}, jax {jax.__version__}, '",
    "      f'tensorflow {tensorflow.__version__}')",
  ].join('\n');
  run(python, ['-c', program]);
  console.log(`peers: ${python}`);
}

function main() {
  const { values } = parseArgs({ options: { python: { type: 'string', default: windows ? 'python' : 'python3' } } });
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) {
    console.log('peers: up to date');
    return check();
  }
  const version = spawnSync(values.python, ['-c', 'import sys, venv; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  if (version.error || version.status !== 0) {
    throw new Error(
      `peers: no usable Python. Got ${version.error?.message ?? version.stderr.trim()} from ${values.python}. ` +
        'Expected Python 3.11 or newer with venv. Install it, or pass --python PATH.',
    );
  }
  // What is there already and works stays: pip changes only what differs.
  if (spawnSync(python, ['-m', 'pip', '--version']).status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    run(values.python, ['-m', 'venv', folder]);
  }
  run(python, ['-m', 'pip', 'install', '--no-deps', '--disable-pip-version-check', '-r', requirements]);
  if (process.platform === 'linux' && process.arch === 'x64') run(python, [stub]);
  writeFileSync(stamp, wanted());
  check();
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
