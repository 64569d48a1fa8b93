import { type NativeKernels, nativeAbi } from './native.ts';
import { type Host, type PlatformManifest, packagesFor, packageToInstall } from './platform-package.ts';

/** The addon, or why there is none and how to mend it. */
export type FoundAddon = { readonly kernels: NativeKernels } | Missing;

/** Why there is no addon (`Got …`), and a sentence that says how to get it. */
export interface Missing {
  readonly reason: string;
  readonly fix: string;
}

/** Where {@link findAddon} looks. */
export interface Surroundings extends Host {
  /** From the place of this package's files. */
  readonly require: NodeJS.Require;
  /** The addon as `pnpm build` makes it in the repository. */
  readonly built: string;
  readonly inRepository: boolean;
}

/** The addon of the repository, if it is built, else that of the platform's package. */
export function findAddon(around: Surroundings): FoundAddon {
  const packages = packagesFor(around);
  const tries = [() => fromBuild(around), ...packages.map((name) => () => fromPackage(around.require, name))];
  let found: Missing | undefined;
  for (const attempt of tries) {
    const result = attempt();
    if (result && 'kernels' in result) return result;
    found ??= result;
  }
  return found ?? nothingInstalled(around, packages);
}

/** The repository's own; undefined where it is not built. */
function fromBuild({ require, built }: Surroundings): FoundAddon | undefined {
  try {
    require.resolve(built);
  } catch (error) {
    return isDenied(error) ? denied(built, error) : undefined;
  }
  return loaded(require, built, built, 'Build it again: pnpm build.');
}

/** That of a package; undefined where it is not installed. Nothing is loaded before its manifest says that it fits. */
function fromPackage(require: NodeJS.Require, name: string): FoundAddon | undefined {
  let at: string;
  try {
    at = require.resolve(`${name}/package.json`);
  } catch (error) {
    return isDenied(error) ? denied(name, error) : undefined;
  }
  const fix = `Install the one that goes with this version: ${installing(require, name)}.`;
  try {
    const { version, main, mariana } = require(at) as PlatformManifest;
    if (mariana.abi !== nativeAbi) return foreign(`${name} ${version}`, mariana.abi, fix);
    const file = require.resolve(`${name}/${main}`);
    const { size } = process.getBuiltinModule('node:fs').statSync(file);
    if (size !== mariana.bytes) {
      const fresh = `Remove node_modules/${name} and install again: ${installing(require, name)}.`;
      return { reason: `${file} with ${size} bytes instead of ${mariana.bytes}: it is damaged`, fix: fresh };
    }
    return loaded(require, file, `${name} ${version}`, fix);
  } catch (error) {
    if (isDenied(error)) return denied(name, error);
    return { reason: `${name}, which is damaged: ${(error as Error).message}`, fix };
  }
}

function loaded(require: NodeJS.Require, file: string, name: string, fix: string): FoundAddon {
  let kernels: NativeKernels;
  try {
    kernels = require(file) as NativeKernels;
  } catch (error) {
    if (isDenied(error)) return denied(name, error);
    return { reason: `${name}, which ${whyNotLoaded(error as NodeJS.ErrnoException)}`, fix };
  }
  return kernels.abi === nativeAbi ? { kernels } : foreign(name, kernels.abi, fix);
}

/** Whether Deno refused something; its first versions name that otherwise. */
function isDenied(error: unknown): error is Error {
  return error instanceof Error && ['NotCapable', 'PermissionDenied'].includes(error.name);
}

function denied(name: string, { message }: Error): Missing {
  return {
    reason: `${name}, which the program may not load: ${message}`,
    fix: 'Run the program with --allow-read and --allow-ffi.',
  };
}

function whyNotLoaded({ code, message }: NodeJS.ErrnoException): string {
  if (code !== 'noInstructionSet') return `the system does not load: ${message}`;
  const processor = process.getBuiltinModule('node:os').cpus()[0]?.model.trim() || 'of an unknown model';
  return `does not fit this processor (${processor}): ${message}`;
}

function foreign(name: string, abi: number | undefined, fix: string): Missing {
  const got = abi === undefined ? 'is no addon of ours' : `has ABI ${abi} instead of ${nativeAbi}`;
  return { reason: `${name}, which ${got}`, fix };
}

function nothingInstalled({ inRepository, require, ...host }: Surroundings, packages: readonly string[]): Missing {
  if (inRepository) {
    return {
      reason: 'no addon built in this repository',
      fix: 'Install a C++ compiler (g++ 11, clang 14 or Visual C++) and run pnpm build.',
    };
  }
  const name = packageToInstall(host, packages);
  if (name === undefined) {
    return {
      reason: `no build for ${host.platform} on ${host.arch}`,
      fix: 'Build it from the repository with a C++ compiler: pnpm build.',
    };
  }
  return {
    reason: `no package ${name}`,
    fix:
      'It is an optional dependency, which installing with --omit=optional or a lockfile made on another system leaves ' +
      `out: ${installing(require, name)}.`,
  };
}

/** The command that installs a package in the version of this one. */
function installing(require: NodeJS.Require, name: string): string {
  try {
    const { version } = require('../package.json') as { version: string };
    return `npm install ${name}@${version}`;
  } catch {
    return `npm install ${name}`; // bundled: the version is not known
  }
}
