import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { root } from './workspace/packages.mjs';

// A clone in which nothing is installed, with an npm that notes its calls: `npm exec …` ends with 1 as long as it may not
// download.
let clone;
const client = `
  const { appendFileSync } = require('node:fs');
  const args = process.argv.slice(2);
  appendFileSync(process.env.CALLS, args.join(' ') + '\\n');
  if (args[0] === 'config') console.log(JSON.stringify({ registry: process.env.REGISTRY, 'https-proxy': null }));
  if (args.includes('--offline')) { console.error('noise'); process.exitCode = Number(process.env.OFFLINE); }
  if (args.includes('--prefer-offline')) process.exitCode = 7;
`;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'mariana clone '));
  const examples = ['autoencoder', 'imdb', 'program'].map((folder) => join('apps', 'examples', 'src', folder));
  for (const part of ['package.json', join('scripts', 'run.mjs'), join('scripts', 'workspace'), ...examples]) {
    mkdirSync(join(clone, part, '..'), { recursive: true });
    cpSync(join(root, part), join(clone, part), { recursive: true });
  }
  writeFileSync(join(clone, 'npm-cli.cjs'), client);
});
beforeEach(() => writeFileSync(join(clone, 'calls'), ''));
afterAll(() => rmSync(clone, { recursive: true, force: true }));

/** Runs a command as npm does; a registry that refuses connections, and no packages on the machine, unless given. */
async function run(args, { registry = 'http://127.0.0.1:1/', offline = 1 } = {}) {
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/proxy/i.test(name))),
    npm_execpath: join(clone, 'npm-cli.cjs'),
    INIT_CWD: clone,
    CALLS: join(clone, 'calls'),
    REGISTRY: registry,
    OFFLINE: String(offline),
  };
  const child = spawn(process.execPath, ['scripts/run.mjs', ...args], { cwd: clone, env });
  let said = '';
  let errors = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (errors += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, said, errors, calls: readFileSync(join(clone, 'calls'), 'utf8').split('\n').filter(Boolean) };
}

test.each([
  [['start', '--help'], 'npm start -- [flags]'],
  [['imdb', '--help', '--epochs', '2'], 'npm run imdb -- [flags]'],
])('help is printed before anything is installed: %j', async (args, text) => {
  expect(await run(args)).toMatchObject({ code: 0, said: expect.stringContaining(text), errors: '', calls: [] });
});

test.each([
  [['start', '--bogus'], "Unknown option '--bogus'"],
  [['start', '--engine', 'gpu'], 'Expected one of auto, native, tfjs-node, tfjs-wasm, reference.'],
  [['imdb', '--epochs', 'x'], "--epochs: 'x' is not allowed. Expected an integer from 1 to 1000."],
  [['start', '--out', 'package.json'], 'package.json cannot be written to. ENOTDIR'],
  [['start', '--out', 'scripts'], 'scripts holds other files. Name a new or an empty folder.'],
  [['docs', '--port', '80'], 'docs: it has no flags. Got --port 80. PORT chooses where it serves.'],
  [['begin'], 'Expected one of start, imdb, test, docs, pnpm.'],
])('what is wrong is said before anything is installed: %j', async (args, text) => {
  expect(await run(args)).toMatchObject({ code: 2, said: '', errors: expect.stringContaining(text), calls: [] });
});

test.each(['start', 'imdb', 'test', 'docs'])(
  'without a network a fresh clone says so, and nothing else: %s',
  async (name) => {
    const { code, said, errors, calls } = await run([name]);
    expect([code, said]).toEqual([1, '']);
    expect(errors).toMatch(
      /^The packages that this needs cannot be downloaded: the package registry http:\/\/127\.0\.0\.1:1\/ cannot be reached \(connect ECONNREFUSED .*\)\. Connect to the network, .*, and run the command again\.\n$/,
    );
    expect(calls).toHaveLength(2); // what is on the machine, and the settings
  },
);

test('with a registry that answers, packages are downloaded', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { calls, code, said } = await run(['start'], { registry: `http://127.0.0.1:${server.address().port}/` });
  server.close();
  expect(calls.at(-1)).toMatch(
    /^exec --yes --prefer-offline --package=pnpm@[\d.]+ -- pnpm install --frozen-lockfile .*--filter @mariana\/examples\.\.\./,
  );
  expect(said).toBe('Downloading and installing packages, once …\n');
  expect(code).toBe(7); // of the installation: nothing is built after one that failed
});

test('where all packages are on the machine, the network is not asked', async () => {
  const { calls, errors } = await run(['start'], { offline: 0 });
  expect(calls).toHaveLength(1);
  expect(errors).toMatch(/build-package\.mjs/); // which this clone does not hold
});
