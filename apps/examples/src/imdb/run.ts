import { join } from 'node:path';
import type { Model } from '@mariana/layers';
import { setSeed, slice, type Tensor } from '@mariana/tensor';
import { adam, earlyStopping, type History, lossCurves, Trainer } from '@mariana/trainer';
import type { RunContext } from '../program/program.ts';
import { ending, timeLimit } from '../program/time.ts';
import type { ImdbFlags } from './flags.mjs';
import { makeClassifier, maxLen, numWords } from './model.ts';
import { type Reviews, rowOf, tailOf } from './reviews.ts';

/** Trains the classifier, shows what it makes of reviews, and writes the results. */
export async function train(flags: ImdbFlags, reviews: Reviews, context: RunContext): Promise<History> {
  const { output, signal } = context;
  const { epochs, seed, minutes, units } = flags;
  setSeed(seed);
  const model = makeClassifier(units);
  const optimizer = adam({ learningRate: flags['learning-rate'] });
  const trainer = new Trainer(model, { optimizer, loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  output.write(
    `Model   ${maxLen} of ${numWords.toLocaleString('en')} words → embedding 128 → LSTM ${units}, dropout 0.2 → 1 sigmoid\n` +
      `Train   ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, the last fifth of the reviews held back; ` +
      'the weights of the epoch with the best validation accuracy are kept\n\n',
  );
  const began = performance.now();
  const best = earlyStopping({ monitor: 'valAccuracy', patience: epochs, restoreBestWeights: true });
  const history = await trainer.fit(
    { x: reviews.train.x, y: reviews.train.y },
    {
      epochs,
      batchSize: flags['batch-size'],
      validationSplit: 0.2,
      seed,
      signal,
      output,
      callbacks: minutes > 0 ? [best, timeLimit(minutes)] : [best],
    },
  );
  output.write(`\n${ending(history, (performance.now() - began) / 1000)}\n${kept(history)}`);
  await showAndSave(trainer, model, history, flags, reviews, context);
  return history;
}

async function showAndSave(
  trainer: Trainer,
  model: Model,
  history: History,
  flags: ImdbFlags,
  { test, wordIndex }: Reviews,
  { out, output }: RunContext,
): Promise<void> {
  const { loss, accuracy } = await trainer.evaluate({ x: test.x, y: test.y }, { batchSize: 500 });
  output.write(`Test loss ${(loss as number).toFixed(4)}, accuracy ${(accuracy as number).toFixed(4)}\n\n`);
  const shown = Math.min(4, test.reviews.length);
  const guesses = await (await trainer.predict(slice(test.x, 0, shown))).data();
  const truths = await slice(test.y, 0, shown).data();
  for (let i = 0; i < shown; i++) {
    const words = wordIndex === undefined ? `review ${i + 1}` : `… ${tailOf(test.reviews[i] ?? [], wordIndex, 16)}`;
    output.write(`${judgement(Number(guesses[i]))}, is ${truths[i] ? 'praise' : 'blame '}: ${words}\n`);
  }
  if (flags.text !== undefined) output.write(`\n${await judge(trainer, flags.text, wordIndex)}\n`);
  await model.save(join(out.path, 'model.safetensors'));
  const figures = { ...history.toJSON(), testLoss: loss, testAccuracy: accuracy };
  await out.write('history.json', `${JSON.stringify(figures, undefined, 2)}\n`);
  await out.write('loss-curves.svg', lossCurves(history, { title: 'LSTM on IMDB: binary cross-entropy' }));
  await out.write('accuracy-curves.svg', lossCurves(history, { metric: 'accuracy', title: 'LSTM on IMDB: accuracy' }));
  output.write(`\nResults in ${out.path}\n  model.safetensors, history.json, loss-curves.svg, accuracy-curves.svg\n`);
}

/** Which epoch's weights the model has now: those of the first with the best validation accuracy. */
function kept({ epoch, history }: History): string {
  const accuracies = history.valAccuracy ?? [];
  if (accuracies.length === 0) return '';
  const best = Math.max(...accuracies);
  const at = accuracies.indexOf(best);
  return `Kept the weights of epoch ${(epoch[at] ?? 0) + 1}, validation accuracy ${best.toFixed(4)}.\n`;
}

async function judge(trainer: Trainer, text: string, words: ReadonlyMap<string, number> | undefined): Promise<string> {
  if (words === undefined) return '--text: the words of the numbers, imdb_word_index.json, are not at hand.';
  const [praise] = await ((await trainer.predict(rowOf(text, words))) as Tensor).data();
  return `${judgement(Number(praise))}: ${text}`;
}

function judgement(praise: number): string {
  return `${(100 * praise).toFixed(1).padStart(5)} % praise`;
}
