import { join } from 'node:path';
import { type Mnist, mnist } from '@mariana/datasets';
import type { Model } from '@mariana/layers';
import { setSeed, slice, type Tensor } from '@mariana/tensor';
import { adam, type History, lossCurves, NonFiniteLossError, type TextOutput, Trainer } from '@mariana/trainer';
import type { RunContext } from '../program/program.ts';
import { countMinutes, ending, timeLimit } from '../program/time.ts';
import { digitSheet } from './digit-sheet.ts';
import type { Flags } from './flags.mjs';
import { type Autoencoder, makeAutoencoder } from './model.ts';

/** What a run needs of MNIST. */
export type Digits = Pick<Mnist, 'train' | 'test'>;

/** Loads MNIST, and says where it came from. */
export async function loadDigits(
  directory: string | undefined,
  output: TextOutput,
  signal: AbortSignal,
): Promise<Digits> {
  const { train, test, origin } = await mnist.load({ flatten: true, scale: true, directory, signal });
  const [trained, tested] = [train, test].map(({ images }) => (images.shape[0] ?? 0).toLocaleString('en'));
  output.write(`Data    MNIST, ${trained} digits to train on and ${tested} to test with, from ${origin.description}\n`);
  return { train, test };
}

/** What came of a run. */
export interface Result extends Autoencoder {
  readonly history: History;
  /** Whether the loss stayed a number. */
  readonly isSound: boolean;
}

/** Trains the autoencoder, shows what it does, and writes the results. */
export async function train(flags: Flags, digits: Digits, context: RunContext): Promise<Result> {
  const { batchSize, units, learningRate, seed } = flags;
  setSeed(seed);
  const models = makeAutoencoder(units);
  const optimizer = adam({ learningRate });
  const trainer = new Trainer(models.autoencoder, { optimizer, loss: 'binaryCrossentropy' });
  context.output.write(
    `Model   784 → ${units} relu → 784 sigmoid; Adam ${learningRate}, binary cross-entropy, batches of ${batchSize}\n`,
  );
  const { history, isSound } = await learn(trainer, flags, digits, context);
  await showAndSave(trainer, models, history, digits.test, context);
  return { ...models, history, isSound };
}

async function learn(trainer: Trainer, flags: Flags, { train, test }: Digits, { output, signal }: RunContext) {
  const { epochs, batchSize, seed, minutes } = flags;
  const limit = minutes > 0 ? `, at most ${countMinutes(minutes)}` : '';
  output.write(
    `Train   ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}${limit}; Ctrl-C ends it and keeps what was learned\n\n`,
  );
  const began = performance.now();
  try {
    const history = await trainer.fit(
      { x: train.images, y: train.images },
      {
        epochs,
        batchSize,
        seed,
        signal,
        output,
        validation: { x: test.images, y: test.images },
        callbacks: minutes > 0 ? [timeLimit(minutes)] : [],
      },
    );
    output.write(`\n${ending(history, (performance.now() - began) / 1000)}\n`);
    return { history, isSound: true };
  } catch (error) {
    if (!NonFiniteLossError.isInstance(error)) throw error;
    output.write(`\n${error.message}\n`);
    return { history: (error as NonFiniteLossError).history, isSound: false };
  }
}

async function showAndSave(
  trainer: Trainer,
  { autoencoder, encoder }: Autoencoder,
  history: History,
  test: Digits['test'],
  { out, output }: RunContext,
): Promise<void> {
  const { loss } = await trainer.evaluate({ x: test.images, y: test.images }, { batchSize: 1000 });
  output.write(`Test loss ${(loss as number).toFixed(4)}\n`);
  const originals = test.images.gather(await oneOfEach(test.labels), { axis: 0 });
  const reconstructions = await trainer.predict(originals);
  await showCode(encoder, originals, output);
  await autoencoder.save(join(out.path, 'model.safetensors'));
  await out.write('history.json', `${JSON.stringify({ ...history.toJSON(), testLoss: loss }, undefined, 2)}\n`);
  const title = 'Autoencoder on MNIST: binary cross-entropy';
  await out.write('loss-curves.svg', lossCurves(history, { title, validationLabel: 'test' }));
  await out.write('digits.png', digitSheet([await originals.data(), await reconstructions.data()] as Float32Array[]));
  output.write(`\n${summary(out.path)}\n`);
}

/** Where the first 0, the first 1, … the first 9 stand. */
async function oneOfEach(labels: Tensor): Promise<number[]> {
  const values = Array.from(await labels.data(), Number);
  return Array.from({ length: 10 }, (_, digit) => Math.max(0, values.indexOf(digit)));
}

/** Shows what the encoder, a model of its own, makes of a digit. */
async function showCode(encoder: Model, digits: Tensor, output: TextOutput): Promise<void> {
  const codes = encoder.apply(slice(digits, 7, 8)) as Tensor;
  const code = Array.from(await codes.data(), Number);
  const active = code.filter((value) => value > 0).length;
  const first = code.slice(0, 12).map((value) => value.toFixed(2));
  output.write(`The code of a 7 has ${code.length} numbers, ${active} of them above 0: ${first.join(' ')} …\n`);
}

function summary(path: string): string {
  return [
    `Results in ${path}`,
    '  model.safetensors  the trained model',
    '  history.json       the figures of each epoch',
    '  loss-curves.svg    the same as a picture',
    '  digits.png         ten test digits above their reconstructions',
  ].join('\n');
}
