import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadModel } from '@mariana/layers';
import { referenceEngine, setEngine } from '@mariana/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The program as `npm start` builds and runs it.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = join(root, 'apps', 'examples', 'dist', 'quick-start.js');
let place: string;

beforeAll(async () => {
  setEngine(referenceEngine());
  place = await mkdtemp(join(tmpdir(), 'mariana start '));
  const args = ['scripts/build/build-package.mjs', '--code', 'apps/examples'];
  await promisify(execFile)(process.execPath, args, { cwd: root });
}, 300_000);
afterAll(() => rm(place, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly text: string;
  readonly errors: string;
}

/** Runs the program; `watch` is called with what it has said so far. */
function start(args: readonly string[], watch: (text: string, child: ChildProcess) => void = () => {}): Promise<Ended> {
  // Relative folders are meant from where npm was called.
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env: { ...process.env, INIT_CWD: place } });
  let text = '';
  let errors = '';
  child.stdout.on('data', (part: Buffer) => {
    text += part.toString();
    watch(text, child);
  });
  child.stderr.on('data', (part: Buffer) => {
    errors += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text, errors }));
  });
}

const results = ['digits.png', 'history.json', 'loss-curves.svg', 'model.safetensors', 'run.json'];

describe('the program', () => {
  test('ends cleanly at Ctrl-C, with what was learned so far saved', { timeout: 120_000 }, async () => {
    let asked = false;
    const { code, text } = await start(['--engine', 'tfjs-wasm', '--out', 'stopped'], (said, child) => {
      if (asked || !said.includes('Train ')) return;
      asked = true;
      setTimeout(() => child.kill('SIGINT'), 2000);
    });
    expect(text).toContain('Engine  tfjs (wasm');
    expect(text).toMatch(/Data {4}MNIST, 60,000 digits to train on and 10,000 to test with, from .*\n/);
    expect(text).toMatch(/Ended early \(Ctrl-C\), in epoch 1 after \d+ steps/);
    expect(text).toContain(`Results in ${join(place, 'stopped')}`);
    expect(code).toBe(0);
    expect((await readdir(join(place, 'stopped'))).sort()).toEqual(results);
    const { stopped, testLoss } = JSON.parse(await readFile(join(place, 'stopped', 'history.json'), 'utf8'));
    expect(stopped.reason).toBe('Ctrl-C');
    expect(testLoss).toBeLessThan(0.6); // 0.69 before the first step
    const model = await loadModel(join(place, 'stopped', 'model.safetensors'));
    expect(model.countParams()).toBe(784 * 256 + 256 + 256 * 784 + 784);
  });

  test('answers a wrong flag with what is allowed, and code 2', async () => {
    const { code, text, errors } = await start(['--engine', 'gpu']);
    expect([code, text]).toEqual([2, '']);
    expect(errors).toContain(
      "--engine: 'gpu' is not allowed. Expected one of auto, native, tfjs-node, tfjs-wasm, reference.",
    );
  });

  test('prints its flags', async () => {
    const { code, text } = await start(['--help']);
    expect(code).toBe(0);
    expect(text).toContain('--learning-rate N');
  });

  test('says where it looked for data that are not there, and makes no folder', async () => {
    const { code, errors } = await start(['--engine', 'reference', '--data', join(place, 'none'), '--out', 'no-data']);
    expect(code).toBe(1);
    expect(errors).toContain('none');
    expect(await readdir(place)).not.toContain('no-data');
  });
});
