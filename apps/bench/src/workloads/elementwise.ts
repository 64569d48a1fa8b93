import { add, exp, gelu, layerNormalization, softmax, sum, type Tensor, tanh } from '@mariana/tensor';
import { workload } from '../workload.ts';
import { numbers } from './numbers.ts';

const operations = ['tanh', 'softmax', 'add', 'gelu', 'exp', 'layerNorm', 'sum'] as const;
const columns = 1024;

/** Arrays of the result's size that go through memory. */
const arrays = { tanh: 2, softmax: 2, add: 3, gelu: 2, exp: 2, layerNorm: 2, sum: 1 };

export const elementwise = workload({
  name: 'elementwise',
  about: `operations on 4 and 32 million elements, float32 [rows, ${columns}]; softmax and layerNorm along rows`,
  cases: [4096, 32768].flatMap((rows) =>
    operations.map((op) => ({
      name: `${op} ${rows / 1024}M`,
      params: { op, shape: [rows, columns] },
      bytes: 4 * rows * columns * arrays[op],
    })),
  ),
  prepare({ op, shape }) {
    const x = numbers(shape, -2, 2);
    const once = operation(op, x);
    return (times) => {
      for (let i = 0; i < times; i++) once().dispose();
    };
  },
});

function operation(op: (typeof operations)[number], x: Tensor): () => Tensor {
  if (op === 'add') {
    const y = numbers(x.shape);
    return () => add(x, y);
  }
  if (op === 'layerNorm') {
    const [scale, offset] = [numbers([columns]), numbers([columns])];
    return () => layerNormalization(x, scale, offset);
  }
  return () => ({ tanh, softmax, gelu, exp, sum })[op](x);
}
