#!/usr/bin/env node
/**
 * Packs the package that holds the addon for this machine's platform: every instruction set, stripped.
 *
 *   node scripts/pack-platform.mjs                   into build/packed
 *   node scripts/pack-platform.mjs --into FOLDER
 *   node scripts/pack-platform.mjs --glibc 2.28      fails if the addon needs a newer C library
 *
 * The last line that it prints is the tarball's path.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { allSets } from './instruction-sets.mjs';
import { hostPlatform, loaderAbi, manifestOf, readmeOf } from './platforms.mjs';

const root = join(import.meta.dirname, '..');

/** Compiles every instruction set; unlike a build for oneself, none without a compiler is a failure. */
function build() {
  const built = join(root, 'build', 'mariana.node');
  execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--all'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (process.env.NO_COMPILER || !existsSync(built))
    throw new Error('pack-platform: no compiler, so there is no addon.');
  return built;
}

/** Removes symbols that only debuggers read. @param {string} file */
function strip(file) {
  if (process.platform === 'win32') return;
  const flags = process.platform === 'darwin' ? ['-x'] : ['--strip-unneeded'];
  const { status, error, stderr } = spawnSync('strip', [...flags, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pack-platform: strip fails. Got ${error ?? stderr}`);
  // The system refuses code whose signature its contents no longer match.
  if (process.platform === 'darwin') execFileSync('codesign', ['--force', '--sign', '-', file]);
}

/** Loads the addon as a program would, and compares what it says of itself. @param {string} file */
function check(file) {
  const program =
    'const { abi, instructionSets } = require(process.argv[1]); console.log(JSON.stringify({ abi, instructionSets }))';
  const { abi, instructionSets } = JSON.parse(
    execFileSync(process.execPath, ['-e', program, file], { encoding: 'utf8' }),
  );
  if (abi !== loaderAbi()) {
    throw new Error(
      `pack-platform: the addon does not go with src/native.ts. Got ABI ${abi}. Expected ${loaderAbi()}.`,
    );
  }
  const expected = allSets().join(', ');
  if (instructionSets.join(', ') !== expected) {
    throw new Error(
      `pack-platform: instruction sets are missing. Got ${instructionSets.join(', ')}. Expected ${expected}.`,
    );
  }
  return { abi, instructionSets };
}

/** The newest version of glibc that the addon asks for, as `2.28`. @param {string} file */
function neededGlibc(file) {
  const versions = [...readFileSync(file, 'latin1').matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
  return versions.length === 0 ? undefined : `2.${Math.max(...versions)}`;
}

/** @param {string} folder @param {string} into */
function pack(folder, into) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', into];
  const output = execFileSync(npm, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  const { filename, size } = JSON.parse(output.slice(output.indexOf('[')))[0];
  return { tarball: join(into, filename.replace('@', '').replace('/', '-')), size };
}

const { values } = parseArgs({ options: { into: { type: 'string' }, glibc: { type: 'string' } } });
const into = resolve(values.into ?? join(root, 'build', 'packed'));
const platform = hostPlatform();
const built = build();
const folder = join(root, 'build', 'platform', platform.name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(into, { recursive: true });

const addon = join(folder, 'mariana.node');
copyFileSync(built, addon);
strip(addon);
const { abi, instructionSets } = check(addon);
const glibc = neededGlibc(addon);
if (values.glibc && glibc && Number(glibc.slice(2)) > Number(values.glibc.slice(2))) {
  throw new Error(
    `pack-platform: the addon needs too new a C library. Got glibc ${glibc}. Expected ${values.glibc} at most.`,
  );
}
copyFileSync(join(root, '..', '..', 'LICENSE'), join(folder, 'LICENSE'));
writeFileSync(join(folder, 'README.md'), readmeOf(platform));
const manifest = manifestOf(platform, { abi, bytes: statSync(addon).size });
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const held = readdirSync(folder).sort().join(', ');
const { tarball, size } = pack(folder, into);
console.log(
  `${manifest.name} ${manifest.version}: ABI ${abi}, ${instructionSets.join(', ')}${glibc ? `, glibc ${glibc} or newer` : ''}, ` +
    `${(size / 1e6).toFixed(1)} MB packed (${held})`,
);
console.log(tarball);
