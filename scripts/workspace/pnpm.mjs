import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './foreground.mjs';
import { root } from './packages.mjs';
import { whyUnreachable } from './registry.mjs';

/** The package manager that runs this script, as a file for Node.js. */
function client() {
  const file = process.env.npm_execpath;
  if (file) return file;
  throw new Error('run.mjs: npm_execpath is not set. Start this through npm: npm start, npm test, npm run docs.');
}

/**
 * How to call pnpm: directly where pnpm runs this script, else in the pinned version through npm.
 *
 * @param cache how npm uses what it has downloaded before: `--prefer-offline`, or `--offline` for nothing else
 */
function pnpmCommand(cache) {
  if (/pnpm(\.[cm]?js)?$/.test(client())) return [client()];
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
  return [client(), 'exec', '--yes', cache, `--package=${pinned}`, '--', 'pnpm'];
}

/** Runs pnpm in the repository's root; resolves to the exit code. */
export const pnpm = (...args) => runInForeground([...pnpmCommand('--prefer-offline'), ...args], { cwd: root });

/**
 * Installs what some packages of the workspace need: from this machine if all of it is here, which needs no network, and else
 * from the registry, if that can be reached.
 *
 * @param filters of pnpm; none for the whole workspace
 * @returns the exit code
 */
export async function install(...filters) {
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn', ...filters];
  const fromHere = [...pnpmCommand('--offline'), ...args, '--offline'];
  if ((await runInForeground(fromHere, { cwd: root, stdio: 'ignore' })) === 0) return 0;
  const reason = await whyUnreachable(client());
  if (reason === undefined) {
    console.log('Downloading and installing packages, once …');
    return pnpm(...args, '--prefer-offline');
  }
  console.error(
    `The packages that this needs cannot be downloaded: ${reason}. Connect to the network, or tell npm which registry or ` +
      'proxy to use (npm config set registry URL, npm config set https-proxy URL), and run the command again.',
  );
  return 1;
}
