import { beforeAll, describe, expect, test } from 'vitest';
import { setEngine } from '../../engine/current.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import type { Tensor } from '../../tensor.ts';
import { checkGradients } from '../../testing/check-gradients.ts';
import { grad } from '../../transforms/grad.ts';
import { ones, tensor, zeros } from '../create.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { simpleRnn } from './simple-rnn.ts';

beforeAll(() => setEngine(referenceEngine()));

const [batch, time, width, units] = [2, 3, 2, 2];
const mask = [
  [true, true, false],
  [false, true, true],
];

/** Factors that differ by gate, row and column, so that none can be taken for another. */
function factors(gates: number, size: number): Tensor {
  const data = Float64Array.from({ length: gates * batch * size }, (_, i) => (i % 3 === 0 ? 0 : 0.5 + 0.1 * i));
  return tensor(data, { shape: [gates, batch, size] });
}

interface Form {
  readonly title: string;
  readonly reverse?: boolean;
  readonly returnSequences?: boolean;
  readonly mask?: boolean;
  readonly inputMasks?: boolean;
  readonly recurrentMasks?: boolean;
}

const forms: readonly Form[] = [
  { title: 'plain' },
  { title: 'reverse, of the last output', reverse: true, returnSequences: false },
  { title: 'masked', mask: true },
  { title: 'masked, reverse, with dropout', mask: true, reverse: true, inputMasks: true, recurrentMasks: true },
  { title: 'with dropout, of the last output', inputMasks: true, recurrentMasks: true, returnSequences: false },
];

function optionsOf(form: Form, gates: number) {
  const { reverse, returnSequences } = form;
  return {
    reverse,
    returnSequences,
    mask: form.mask ? mask : undefined,
    recurrentMasks: form.recurrentMasks ? factors(gates, units) : undefined,
  };
}

const inputMasksOf = (form: Form, gates: number) => (form.inputMasks ? factors(gates, width) : undefined);

describe.each(forms)('gradients, first and second: $title', (form) => {
  // Small numbers: second differences of saturated gates have few digits left.
  const range = [-1, 1] as const;

  test('lstm', () => {
    checkGradients(
      'lstm',
      (x, kernel, recurrentKernel, bias, h, c) => {
        const options = { bias, initialState: [h, c] as const, inputMasks: inputMasksOf(form, 4) };
        const { output, states } = lstm(x, kernel, recurrentKernel, { ...optionsOf(form, 4), ...options });
        return [output, states[1]];
      },
      [[batch, time, width], [width, 4 * units], [units, 4 * units], [4 * units], [batch, units], [batch, units]],
      { range },
    );
  });

  test.each([true, false])('gru, resetAfter: %s', (resetAfter) => {
    checkGradients(
      'gru',
      (x, kernel, recurrentKernel, bias, h) => {
        const options = { bias, initialState: [h] as const, inputMasks: inputMasksOf(form, 3), resetAfter };
        return gru(x, kernel, recurrentKernel, { ...optionsOf(form, 3), ...options }).output;
      },
      [
        [batch, time, width],
        [width, 3 * units],
        [units, 3 * units],
        resetAfter ? [2, 3 * units] : [3 * units],
        [batch, units],
      ],
      { range },
    );
  });

  test('simpleRnn', () => {
    checkGradients(
      'simpleRnn',
      (x, kernel, recurrentKernel, bias, h) =>
        simpleRnn(x, kernel, recurrentKernel, { ...optionsOf(form, 1), bias, initialState: [h] }).output,
      [[batch, time, width], [width, units], [units, units], [units], [batch, units]],
      { range },
    );
  });
});

test('lstm: the gradient leaves no memory behind, of a constant input neither', () => {
  const engine = referenceEngine();
  setEngine(engine);
  const [kernel, recurrentKernel, x] = [ones([2, 8]), ones([2, 8]), ones([2, 3, 2])];
  const before = { ...engine.usage };
  const slope = grad((w) => lstm(x, w, recurrentKernel, { returnSequences: false }).output.sum())(kernel);
  expect(slope.shape).toEqual([2, 8]);
  slope.dispose();
  expect(engine.usage).toEqual(before);
});

test('a masked step repeats the output before it and keeps the states', async () => {
  const options = { bias: [1, 1, 1, 1], mask: [[true, false, true]] };
  const { output } = lstm(ones([1, 3, 1]), ones([1, 4]), ones([1, 4]), options);
  const short = lstm(ones([1, 2, 1]), ones([1, 4]), ones([1, 4]), { bias: [1, 1, 1, 1] });
  const [first, second] = ((await short.output.array()) as number[][][])[0] as number[][];
  expect(await output.array()).toEqual([[first, first, second]]);
});

test('reverse is the sequence turned round', async () => {
  const x = tensor([[[0.1], [0.7], [-0.4]]]);
  const turned = tensor([[[-0.4], [0.7], [0.1]]]);
  const run = (input: Tensor, reverse: boolean) => simpleRnn(input, [[2]], [[0.5]], { reverse }).output.array();
  expect(await run(x, true)).toEqual(await run(turned, false));
});

test('shapes that do not fit are refused', () => {
  const [x, kernel, recurrentKernel] = [ones([2, 3, 4]), zeros([4, 8]), zeros([2, 8])];
  expect(() => lstm(ones([3, 4]), kernel, recurrentKernel)).toThrow(
    'lstm: the input is not a batch of sequences. Got [3, 4]. Expected [batch, time, inputs] with one step or more.',
  );
  expect(() => lstm(ones([2, 0, 4]), kernel, recurrentKernel)).toThrow('lstm: the input is not a batch of sequences');
  expect(() => lstm(x, zeros([3, 8]), recurrentKernel)).toThrow(
    'lstm: the kernel has another shape. Got [3, 8]. Expected [4, 8].',
  );
  expect(() => lstm(x, kernel, zeros([2, 6]))).toThrow(
    'lstm: the recurrent kernel has another shape. Got [2, 6]. Expected [2, 8].',
  );
  expect(() => lstm(x, kernel, recurrentKernel, { bias: [1, 2] })).toThrow('lstm: the bias has another shape');
  expect(() => lstm(x, kernel, recurrentKernel, { mask: [[true]] })).toThrow('lstm: the mask has another shape');
  expect(() => gru(x, zeros([4, 6]), zeros([2, 6]), { bias: zeros([6]) })).toThrow('Got [6]. Expected [2, 6].');
  expect(() => gru(x, zeros([4, 6]), zeros([2, 6]), { recurrentMasks: zeros([4, 2, 2]) })).toThrow(
    'gru: recurrentMasks has another shape. Got [4, 2, 2]. Expected [3, 2, 2].',
  );
});
