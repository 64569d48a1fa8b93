import { referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { sgd, Trainer } from '../src/index.ts';
import { formatLogs, formatRate, formatSeconds } from '../src/progress/format.ts';
import { reporterFor } from '../src/progress/reporter.ts';
import { lineModel } from './tiny-model.ts';

beforeAll(() => setEngine(referenceEngine()));

function screen(isTTY: boolean, columns = 100) {
  const written: string[] = [];
  return { written, output: { isTTY, columns, write: (text: string) => void written.push(text) } };
}

async function trained(isTTY: boolean, verbose?: 'auto' | 0 | 1 | 2) {
  const { written, output } = screen(isTTY);
  const trainer = new Trainer(lineModel(), { optimizer: sgd({ learningRate: 0 }), loss: 'mse' });
  const x = tensor([[1], [1], [1]]);
  await trainer.fit({ x, y: [[2], [2], [2]] }, { output, verbose, epochs: 2, batchSize: 2, validation: { x, y: x } });
  return written.join('');
}

/** Back to the beginning of the line, and clear it; in a regular expression. */
const clear = '\r\u001b\\[2K';

const line = (epoch: number) =>
  `Epoch ${epoch}/2  2 steps in [\\d.]+ m?s  [\\d.]+ steps/s  loss 4.0000  valLoss 1.0000\n`;

describe('what fit says', () => {
  test('a plain line an epoch where the output is no terminal', async () => {
    expect(await trained(false)).toMatch(new RegExp(`^${line(1)}${line(2)}$`));
  });

  test('a bar on a terminal, and the same lines when an epoch is over', async () => {
    const text = await trained(true);
    const lines = text.replaceAll(new RegExp(`[^\n]*${clear}`, 'g'), '');
    expect(lines).toMatch(new RegExp(`^${line(1)}${line(2)}$`));
    expect(text).toContain('Epoch 1/2  ────────────────────────');
  });

  test('nothing, where nothing is to be said', async () => {
    expect(await trained(true, 0)).toBe('');
  });

  test('a bar shows how far it is, the pace, the time left and the figures, within the width', () => {
    const { written, output } = screen(true, 90);
    const bar = reporterFor(1, output);
    bar.epochBegin(2, 50, 4);
    bar.progress(1, { loss: 0.25, accuracy: 0.5 });
    expect(written.at(-1)).toMatch(new RegExp(`^${clear}Epoch  3/50  ━{6}─{18}  1/4  .* left  loss`));
    expect(written.at(-1)!.length).toBeLessThanOrEqual(89 + '\r\u001b[2K'.length);
    bar.interrupt();
    expect(written.at(-1)).toBe('\n');
  });

  test('without a known end, a count', () => {
    const { written, output } = screen(true);
    const bar = reporterFor(1, output);
    bar.epochBegin(0, 1, undefined);
    bar.progress(12, { loss: 1 });
    expect(written.at(-1)).toMatch(/Epoch 1\/1 {2}12 {2}[\d.]+ steps\/s {2}loss 1.0000$/);
  });
});

test('durations, paces and figures for people', () => {
  expect([0.0305, 12.34, 65.2, 7860].map(formatSeconds)).toEqual(['31 ms', '12.3 s', '1 min 05 s', '2 h 11 min']);
  expect([formatRate(33, 2), formatRate(4000, 10), formatRate(1, 0)]).toEqual([
    '16.5 steps/s',
    '400 steps/s',
    '0.0 steps/s',
  ]);
  expect(formatLogs({ loss: 0.12345, small: 0.00012, none: 0, large: 1234567 })).toBe(
    'loss 0.1235  small 1.200e-4  none 0.0000  large 1.235e+6',
  );
});
