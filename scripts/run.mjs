/**
 * The first commands of a newcomer, with Node.js and npm and nothing else on the machine:
 *
 *   npm start [-- flags]     installs, builds, trains the quick start
 *   npm run imdb [-- flags]  the same for an LSTM that judges film reviews
 *   npm test [-- filters]    installs, builds, runs every test
 *   npm run docs             installs, builds the docs app, serves it on loopback
 *   npm run pnpm -- …        pnpm of the pinned version
 *
 * pnpm comes through `npm exec`, run by this very Node.js, so that no `.cmd` file and no global install is needed.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInForeground } from './workspace/foreground.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** How to call pnpm: directly where pnpm started this script, else through npm. */
function pnpmCommand() {
  const client = process.env.npm_execpath;
  if (!client) {
    throw new Error('run.mjs: npm_execpath is not set. Start this through npm: npm start, npm test, npm run docs.');
  }
  if (/pnpm(\.[cm]?js)?$/.test(client)) return [client];
  const pinned = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;
  return [client, 'exec', '--yes', '--prefer-offline', `--package=${pinned}`, '--', 'pnpm'];
}

/** Runs Node.js with these arguments in the repository's root; resolves to the exit code. */
const node = (args) => runInForeground(args, { cwd: root });

const pnpm = (...args) => node([...pnpmCommand(), ...args]);

/** Runs steps in order and stops at the first that fails. */
async function steps(...list) {
  for (const step of list) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

const install = (...filters) =>
  pnpm('install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn', ...filters);

const turbo = (...args) => pnpm('exec', 'node', join('scripts', 'turbo.mjs'), ...args);

/** Installs, builds and runs a program of the examples. */
const example = (program, args) =>
  steps(
    () => install('--filter', '@mariana/examples...'),
    () => turbo('build', '--filter=@mariana/examples', '--output-logs=errors-only'),
    () => node([join('apps', 'examples', 'dist', program), ...args]),
  );

const commands = {
  start: (args) => example('quick-start.js', args),
  imdb: (args) => example('imdb-program.js', args),
  test: (args) =>
    steps(
      () => install(),
      () => turbo('build', '--output-logs=errors-only'),
      // Through pnpm, which tests that build find on the PATH then.
      () => pnpm('exec', 'node', join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args),
    ),
  docs: () =>
    steps(
      () => install('--filter', '@mariana/docs...'),
      () => turbo('build', '--filter=@mariana/docs', '--output-logs=errors-only'),
      () => pnpm('--filter', '@mariana/docs', 'run', 'preview'),
    ),
  pnpm: (args) => pnpm(...args),
};

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`run.mjs: no such command. Got ${name}. Expected one of ${Object.keys(commands).join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await command(args);
}
