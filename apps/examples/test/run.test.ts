import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '@mariana/layers';
import { memory, setEngine, type Tensor } from '@mariana/tensor';
import { tfjs } from '@mariana/tfjs';
import { adam, Trainer } from '@mariana/trainer';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Flags, readFlags } from '../src/autoencoder/flags.mjs';
import { makeAutoencoder } from '../src/autoencoder/model.ts';
import { type Digits, loadDigits, train } from '../src/autoencoder/run.ts';
import { openOutFolder } from '../src/program/out-folder.mjs';

/** A thousand digits to train on and two hundred to test with, of the real ones. */
let digits: Digits;
let place: string;
const words: string[] = [];
const output = { write: (text: string) => void words.push(text) };
const never = new AbortController().signal;

beforeAll(async () => {
  setEngine(await tfjs({ backend: 'wasm' }));
  place = await mkdtemp(join(tmpdir(), 'mariana run '));
  const all = await loadDigits(undefined, output, never);
  const part = ({ images, labels }: Digits['train'], n: number) => ({
    images: images.slice(0, n),
    labels: labels.slice(0, n),
  });
  digits = { train: part(all.train, 1000), test: part(all.test, 200) };
});
afterAll(() => rm(place, { recursive: true }));

async function run(name: string, args: readonly string[], signal = never) {
  words.length = 0;
  const flags: Flags = readFlags(['--units', '32', '--batch-size', '100', ...args]);
  const out = await openOutFolder(join(place, name), { flags }, 'mariana test');
  const result = await train(flags, digits, { out, output, signal });
  const read = (file: string) => readFile(join(out.path, file));
  return { ...result, path: out.path, text: words.join(''), read };
}

const bits = async (tensor: Tensor) => Buffer.from((await tensor.data()).slice().buffer).toString('hex');

describe('a run of one epoch', () => {
  let result: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    result = await run('one', ['--epochs', '1', '--seed', '3']);
  });

  test('says what it does, and where the results are', () => {
    expect(result.text).toContain('Model   784 → 32 relu → 784 sigmoid');
    expect(result.text).toMatch(/Epoch 1\/1 {2}10 steps in .* steps\/s {2}loss 0\.\d{4} {2}valLoss 0\.\d{4}/);
    expect(result.text).toMatch(/The code of a 7 has 32 numbers, \d+ of them above 0/);
    expect(result.text).toContain(`Results in ${result.path}`);
  });

  test('writes the history', async () => {
    const { history, testLoss } = JSON.parse((await result.read('history.json')).toString());
    expect(history.loss).toEqual(result.history.history.loss);
    expect(history.valLoss).toHaveLength(1);
    expect(testLoss).toBeCloseTo(history.valLoss[0], 5); // the same digits in other batches
  });

  test('writes the loss curves', async () => {
    expect((await result.read('loss-curves.svg')).toString()).toMatch(/^<svg [\s\S]*>test<[\s\S]*<\/svg>\n$/);
  });

  test('writes a picture of ten digits, 0 to 9, above their reconstructions', async () => {
    const { width, height, channels, data } = decode(await result.read('digits.png'));
    expect([width, height, channels]).toEqual([8 + 10 * 120, 8 + 2 * 120, 1]);
    const labels = Array.from(await digits.test.labels.data(), Number);
    for (let digit = 0; digit < 10; digit++) {
      const place = labels.indexOf(digit);
      const shown = await digits.test.images.slice(place, place + 1).data();
      // Pixel (14, 14) of the digit, at the middle of its four by four in the picture.
      const [x, y] = [8 + digit * 120 + 14 * 4 + 2, 8 + 14 * 4 + 2];
      expect(data[y * width + x]).toBe(255 - Math.round(Number(shown[14 * 28 + 14]) * 255));
    }
  });

  test('writes a model that predicts the same bits when it is loaded', async () => {
    const loaded = await loadModel(join(result.path, 'model.safetensors'));
    const some = digits.test.images.slice(0, 20);
    const again = await bits(loaded.apply(some) as Tensor);
    expect(again).toBe(await bits(result.autoencoder.apply(some) as Tensor));
  });

  test('has an encoder that shares the weights', async () => {
    const codes = result.encoder.apply(digits.test.images.slice(0, 3)) as Tensor;
    expect(codes.shape).toEqual([3, 32]);
    expect(result.encoder.weights[0]).toBe(result.autoencoder.weights[0]);
  });

  test('gives the same bits again with the same seed, and others with another', async () => {
    const same = await run('same', ['--epochs', '1', '--seed', '3']);
    const other = await run('other', ['--epochs', '1', '--seed', '4']);
    const model = await result.read('model.safetensors');
    expect((await same.read('digits.png')).equals(await result.read('digits.png'))).toBe(true);
    const kernel = ({ autoencoder }: typeof same) => bits(autoencoder.getWeights()[0] as Tensor);
    expect(await kernel(same)).toBe(await kernel(result));
    expect(await kernel(other)).not.toBe(await kernel(result));
    expect(model.length).toBeGreaterThan(4 * (784 * 32 + 32 + 32 * 784 + 784));
  });
});

describe('a run that ends early', () => {
  test('by Ctrl-C keeps what was learned, and says where it ended', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('Ctrl-C'), 300);
    const result = await run('stopped', ['--epochs', '10000', '--minutes', '0'], controller.signal);
    expect(result.text).toMatch(/Ended early \(Ctrl-C\), in epoch \d+ after \d+ steps\. Trained \d+ epochs? in/);
    expect(JSON.parse((await result.read('history.json')).toString()).stopped.reason).toBe('Ctrl-C');
    await loadModel(join(result.path, 'model.safetensors'));
  });

  test('by --minutes closes its epoch, and says so', async () => {
    const result = await run('limited', ['--epochs', '10000', '--minutes', '0.01']);
    expect(result.text).toMatch(/Train {3}10000 epochs, at most 0\.01 minutes/);
    expect(result.text).toMatch(/Ended early \(--minutes allows 0\.01 minutes\)/);
    const { epoch, history } = result.history;
    expect(history.valLoss).toHaveLength(epoch.length);
  });
});

test('on an engine whose memory no collector sees, hundreds of steps hold no more of it than a few', async () => {
  const { autoencoder } = makeAutoencoder(16);
  const trainer = new Trainer(autoencoder, { optimizer: adam(), loss: 'binaryCrossentropy', metrics: ['mse'] });
  const x = digits.train.images;
  const held: number[] = [];
  const onEpochEnd = () => void held.push(memory().bytes);
  await trainer.fit({ x, y: x }, { epochs: 30, batchSize: 100, verbose: 0, callbacks: [{ onEpochEnd }] });
  // What earlier tests left to the collector may go in the meantime; nothing may be added.
  expect(Math.max(...held.slice(1))).toBe(held[1]);
});
