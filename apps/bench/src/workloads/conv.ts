import { conv as convolution, type Tensor, vjp } from '@mariana/tensor';
import { type Case, workload } from '../workload.ts';
import { numbers } from './numbers.ts';

/** Samples, height and width, channels in and out, window, strides, padding: a layer of a network. */
type Layer = readonly [
  name: string,
  batch: number,
  size: number,
  inputs: number,
  outputs: number,
  window: number,
  strides: number,
  padding: number,
];

/** The two of the convnet on MNIST, and each kind that ResNet-18 has. */
const layers: readonly Layer[] = [
  ['mnist-1', 128, 28, 1, 32, 3, 1, 0],
  ['mnist-2', 128, 13, 32, 64, 3, 1, 0],
  ['7x7 s2 3-64 @224', 8, 224, 3, 64, 7, 2, 3],
  ['3x3 64 @56', 8, 56, 64, 64, 3, 1, 1],
  ['3x3 s2 64-128 @56', 8, 56, 64, 128, 3, 2, 1],
  ['1x1 s2 64-128 @56', 8, 56, 64, 128, 1, 2, 0],
  ['3x3 128 @28', 8, 28, 128, 128, 3, 1, 1],
  ['3x3 s2 128-256 @28', 8, 28, 128, 256, 3, 2, 1],
  ['1x1 s2 128-256 @28', 8, 28, 128, 256, 1, 2, 0],
  ['3x3 256 @14', 8, 14, 256, 256, 3, 1, 1],
  ['3x3 s2 256-512 @14', 8, 14, 256, 512, 3, 2, 1],
  ['1x1 s2 256-512 @14', 8, 14, 256, 512, 1, 2, 0],
  ['3x3 512 @7', 8, 7, 512, 512, 3, 1, 1],
];

const passes = ['forward', 'input gradient', 'kernel gradient'] as const;

function caseOf([name, batch, size, inputs, outputs, window, strides, padding]: Layer, pass: (typeof passes)[number]) {
  const out = Math.floor((size + 2 * padding - window) / strides) + 1;
  return {
    name: `${name} ${pass}`,
    params: {
      pass,
      input: [batch, size, size, inputs],
      kernel: [window, window, inputs, outputs],
      strides,
      padding,
    },
    flops: 2 * batch * out * out * outputs * window * window * inputs,
  } satisfies Case;
}

export const conv = workload({
  name: 'conv',
  about: 'convolutions of a convnet on MNIST (batch 128) and of ResNet-18 (batch 8), channels last, float32',
  cases: layers.flatMap((layer) => passes.map((pass) => caseOf(layer, pass))),
  sums: [
    ...passes.map((pass) => ({ name: `sum, ${pass}`, of: (name: string) => name.endsWith(pass) })),
    { name: 'sum of all', of: () => true },
  ],
  prepare({ pass, input, kernel, strides, padding }) {
    const [x, w] = [numbers(input), numbers(kernel)];
    const options = { strides, padding };
    if (pass === 'forward') {
      return (times) => {
        for (let i = 0; i < times; i++) convolution(x, w, options).dispose();
      };
    }
    const { value, pull } =
      pass === 'input gradient'
        ? vjp((x: Tensor) => convolution(x, w, options), x)
        : vjp((w: Tensor) => convolution(x, w, options), w);
    const dy = numbers(value.shape);
    value.dispose();
    return (times) => {
      for (let i = 0; i < times; i++) for (const gradient of pull(dy)) gradient.dispose();
    };
  },
});
