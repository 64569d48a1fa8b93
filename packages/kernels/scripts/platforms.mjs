// The platforms with a prebuilt package: which one this machine is, and what its package.json says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Target
 * @property {string} name such as `linux-x64-gnu`
 * @property {string} os
 * @property {string} cpu
 * @property {string} [libc]
 */

const root = join(import.meta.dirname, '..');
const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @type {Target[]} */
export const platforms = readJson('platforms.json');

/** @param {Target} platform */
export const packageOf = ({ name }) => `@mariana/kernels-${name}`;

/**
 * The platform of this machine.
 * @returns {Target}
 * @throws Error where there is none
 */
export function hostPlatform() {
  const { platform: os, arch } = process;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const libc = report.header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  const found = platforms.find((one) => one.os === os && one.cpu === arch && (one.libc ?? libc) === libc);
  if (found) return found;
  const names = platforms.map(({ name }) => name).join(', ');
  throw new Error(`pack-platform: this platform has no package. Got ${os} on ${arch}. Expected one of ${names}.`);
}

/** The number that loader and addon must agree on, from the loader's source. */
export function loaderAbi() {
  const [, number] = /nativeAbi = (\d+);/.exec(readFileSync(join(root, 'src', 'native.ts'), 'utf8')) ?? [];
  if (number === undefined) throw new Error('pack-platform: src/native.ts names no nativeAbi.');
  return Number(number);
}

/**
 * The package.json of a platform's package: everything that it shares with `@mariana/kernels`, the version above all, is
 * read from there.
 *
 * @param {Target} platform
 * @param {{ abi: number, bytes: number }} addon
 */
export function manifestOf(platform, addon) {
  const { version, license, repository, engines, publishConfig } = readJson('package.json');
  const { name, os, cpu, libc } = platform;
  return {
    name: packageOf(platform),
    version,
    description: `The addon of @mariana/kernels for ${name}`,
    license,
    repository,
    engines,
    os: [os],
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
    main: 'mariana.node',
    files: ['mariana.node'],
    // An addon cannot be loaded from inside of an archive.
    preferUnplugged: true,
    publishConfig,
    mariana: addon,
  };
}

/** @param {Target} platform */
export function readmeOf(platform) {
  return `# ${packageOf(platform)}

The compiled kernels of [\`@mariana/kernels\`](https://www.npmjs.com/package/@mariana/kernels) for ${platform.name}. It is
installed with that package where it fits, as an optional dependency; no program imports it.
`;
}
