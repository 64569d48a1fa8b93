/**
 * The first commands of a newcomer, with Node.js and npm and nothing else on the machine:
 *
 *   npm start [-- flags]     installs, builds, trains the quick start
 *   npm run imdb [-- flags]  the same for an LSTM that judges film reviews
 *   npm test [-- filters]    installs, builds, runs every test
 *   npm run docs             installs, builds the docs app, serves it on loopback
 *   npm run pnpm -- …        pnpm of the pinned version
 *
 * pnpm comes through `npm exec`, run by this very Node.js, so that no `.cmd` file and no global install is needed. Flags are
 * read before anything is installed or built, so that only modules without dependencies are imported here.
 */
import { join } from 'node:path';
import * as autoencoder from '../apps/examples/src/autoencoder/flags.mjs';
import * as imdb from '../apps/examples/src/imdb/flags.mjs';
import { answer } from '../apps/examples/src/program/command-line.mjs';
import { runInForeground } from './workspace/foreground.mjs';
import { root } from './workspace/packages.mjs';
import { install, pnpm } from './workspace/pnpm.mjs';

/** Runs Node.js with these arguments in the repository's root; resolves to the exit code. */
const node = (...args) => runInForeground(args, { cwd: root });

/** Runs steps in order and stops at the first that fails. */
async function steps(...list) {
  for (const step of list) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

const turbo = (...args) => pnpm('exec', 'node', join('scripts', 'turbo.mjs'), ...args, '--output-logs=errors-only');

/** A step that says what comes next, where that takes a while and is silent. */
const say = (text) => () => {
  console.log(text);
  return 0;
};

/** Compiles the native engine, not through turbo: it has both cores to itself and says how far it is. */
const compile = (...args) => node(join('packages', 'kernels', 'scripts', 'build.mjs'), ...args);

/** Installs, builds and runs a program of the examples. */
async function example(commandLine, program, args) {
  const answered = await answer(commandLine, args, { output: process.stdout, errors: process.stderr });
  if ('code' in answered) return answered.code;
  return steps(
    () => install('--filter', '@mariana/examples...'),
    () => node(join('scripts', 'build', 'build-package.mjs'), '--code', join('apps', 'examples')),
    () => compile('--fewest'),
    () => node(join('apps', 'examples', 'dist', program), ...args),
  );
}

const commands = {
  start: (args) => example(autoencoder, 'quick-start.js', args),
  imdb: (args) => example(imdb, 'imdb-program.js', args),
  test: (args) =>
    steps(
      () => install(),
      () => compile(),
      say('Building the packages …'),
      () => turbo('build'),
      // Through pnpm, which tests that build find on the PATH then.
      () => pnpm('exec', 'node', join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...args),
    ),
  docs: (args) => {
    if (args.length > 0) return refuse(`docs: it has no flags. Got ${args.join(' ')}. PORT chooses where it serves.`);
    return steps(
      () => install('--filter', '@mariana/docs...'),
      say('Building the pages, which takes about a minute when something has changed …'),
      () => turbo('build', '--filter=@mariana/docs'),
      () => node(join('apps', 'docs', 'scripts', 'preview.mjs')),
    );
  },
  pnpm: (args) => pnpm(...args),
};

function refuse(message) {
  console.error(message);
  return 2;
}

const [name, ...args] = process.argv.slice(2);
const command = commands[name];
process.exitCode = command
  ? await command(args)
  : refuse(`run.mjs: no such command. Got ${name}. Expected one of ${Object.keys(commands).join(', ')}.`);
