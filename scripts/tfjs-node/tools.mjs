// Finding and running the programs of the machine.

import { spawnSync } from 'node:child_process';
import { SetupError } from './requirements.mjs';

/** @param {string} command @param {string[]} args */
function works(command, args) {
  const { error, status } = spawnSync(command, args, { stdio: 'ignore' });
  return error === undefined && status === 0;
}

/** Runs a program and throws with its own words if it fails. @param {string} command @param {string[]} args */
export function run(command, args) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || status !== 0) {
    const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-20).join('\n');
    throw new SetupError(`tfjs-node: \`${command} ${args.slice(0, 3).join(' ')} …\` failed.\n${said}`);
  }
  return stdout;
}

/** A Python that has pip: `PYTHON`, else the first that works. */
export function findPython() {
  const candidates = process.env.PYTHON ? [process.env.PYTHON] : ['python3', 'python'];
  const found = candidates.find((python) => works(python, ['-m', 'pip', '--version']));
  if (found) return found;
  throw new SetupError(
    `tfjs-node: pip is missing. Got no Python with pip among ${candidates.join(', ')}. ` +
      'Expected one, to fetch the TensorFlow library. Install Python 3 with pip, or set PYTHON to it.',
  );
}

/** A C++ compiler: `CXX`, else the first that works. */
export function findCompiler() {
  const candidates = process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++'];
  const found = candidates.find((compiler) => works(compiler, ['--version']));
  if (found) return found;
  throw new SetupError(
    `tfjs-node: there is no C++ compiler. Got none among ${candidates.join(', ')}. ` +
      'Expected one, to build the binding. Install g++ or clang, or set CXX to it.',
  );
}
