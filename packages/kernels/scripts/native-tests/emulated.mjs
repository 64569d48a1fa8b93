/**
 * The base path on a processor without AVX, which QEMU emulates: the C++ tests of the plain build, and the addon itself in
 * Node.js. An instruction of a wider set, wherever it hides, would end the program.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param {string} root the package @returns {boolean} whether all is as it should be */
function run(root) {
  if (process.arch !== 'x64' || process.platform !== 'linux') return true;
  const tests = join(root, 'build', 'engine-tests-plain');
  const addon = fileURLToPath(new URL('./emulated-addon.cjs', import.meta.url));
  /** @param {string[]} command @param {number} expected */
  const emulates = (command, expected) => {
    const { status, signal } = spawnSync('qemu-x86_64', ['-cpu', 'qemu64', ...command], {
      stdio: 'inherit',
      timeout: 200_000,
    });
    if (status === expected) return true;
    console.error(`emulated: ${command.join(' ')} ended with ${signal ?? status}, expected ${expected}`);
    return false;
  };
  const results = [
    // The processor that is emulated has no AVX, and the engine sees that.
    emulates([tests, '--isa', 'avx2', '--threads', '2'], 2),
    emulates([tests, '--isa', 'base', '--threads', '2'], 0),
    emulates([process.execPath, addon, join(root, 'build', 'mariana.node')], 0),
  ];
  for (const name of readdirSync(join(root, 'build')).filter((each) => /^calls-.*\.bin$/.test(each))) {
    results.push(emulates([tests, '--isa', 'base', '--replay', join(root, 'build', name)], 0));
  }
  return results.every(Boolean);
}

export const emulated = { tool: 'qemu-x86_64', packages: 'qemu-user', needs: 'plain', run };
