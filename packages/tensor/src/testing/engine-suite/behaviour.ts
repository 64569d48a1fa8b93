import { type DType, dtypes } from '../../dtype.ts';
import { withEngine } from '../../engine/current.ts';
import type { Engine } from '../../engine/engine.ts';
import { referenceEngine } from '../../engines/reference/engine.ts';
import { makeTensor } from '../../ops/arguments.ts';
import { tensor } from '../../ops/create.ts';
import { concat } from '../../ops/join.ts';
import { matmul } from '../../ops/matmul.ts';
import { logSoftmax, softmax } from '../../ops/softmax.ts';
import { mean, variance } from '../../ops/statistics.ts';
import { scope } from '../../scope.ts';
import type { Tensor } from '../../tensor.ts';
import { grad } from '../../transforms/grad.ts';
import { tensorDifference } from '../compare.ts';
import { draw } from './drawn.ts';
import type { TestApi } from './run.ts';

/** Functions to a scalar whose first and second gradients pass through many kernels. */
const functions: Readonly<Record<string, (x: Tensor, w: Tensor) => Tensor>> = {
  'a dense layer': (x, w) => matmul(x, w).relu().square().sum(),
  'a sigmoid with cross-entropy': (x, w) => matmul(x, w).sigmoid().log().neg().sum(),
  'a softmax': (x, w) => softmax(matmul(x, w), { axis: 1 }).square().sum(),
  'a log-softmax': (x, w) => logSoftmax(matmul(x, w), { axis: -1 }).mul(matmul(x, w)).sum(),
  'a normalization': (x, w) => matmul(x, w).sub(mean(x)).div(variance(x).add(0.1).sqrt()).tanh().sum(),
  'slices and joins': (x, w) =>
    concat([x.slice([0, 1], [3, 3]), x.gather([2, 0, 0]).mul(2)], { axis: 1 })
      .sum()
      .mul(w.sum()),
  'broadcasting and reductions': (x, w) =>
    x
      .mul(w.sum({ axis: 1 }))
      .max({ axis: 0 })
      .exp()
      .sum(),
};

/** What an engine does besides kernels. */
export function behaviourTests(engine: Engine, { describe, test }: TestApi): void {
  const on = <Result>(compute: () => Result) => withEngine(engine, compute);
  describe('behaviour', () => {
    for (const [name, fn] of Object.entries(functions)) {
      test(`gradients, first and second, of ${name}`, async () => {
        const [x, w] = [draw([3, 4], 'float32', -1, 1), draw([4, 4], 'float32', -1, 1)];
        const first = grad(fn, { withRespectTo: [0, 1] });
        const second = grad((a: Tensor, b: Tensor) => grad(fn)(a, b).square().sum(), { withRespectTo: [0, 1] });
        const compute = () => {
          const inputs = [x, w].map(({ data, shape }) => makeTensor('suite', data, shape)) as [Tensor, Tensor];
          return [...first(...inputs), ...second(...inputs)];
        };
        const [actual, expected] = [on(compute), withEngine(referenceEngine(), compute)];
        for (const [k, wanted] of expected.entries()) {
          const wrong = await tensorDifference(actual[k]!, wanted, { rtol: 1e-4, atol: 1e-5 });
          if (wrong !== undefined) throw new Error(`gradient ${k} of ${name}: ${wrong}`);
        }
      });
    }

    test('all memory comes back', async () => {
      const before = { ...engine.usage };
      const [x, w] = on(() => [
        tensor([
          [1, 2],
          [3, 4],
        ]),
        tensor([
          [0.5, -1],
          [2, 1],
        ]),
      ]);
      for (const fn of [softmaxLoss, (a: Tensor, b: Tensor) => grad(softmaxLoss)(a, b).square().sum()]) {
        const gradients = on(() => grad(fn, { withRespectTo: [0, 1] })(x!, w!));
        await gradients[0]!.data();
        for (const tensor of gradients) tensor.dispose();
      }
      on(() => scope(() => void matmul(x!, w!).reshape([4]).slice([1], [3]).add(1)));
      x!.dispose();
      w!.dispose();
      same(engine.usage, before, 'usage');
    });

    test('shared memory counts once, and lives as long as one of its tensors', async () => {
      const before = { ...engine.usage };
      const x = on(() => tensor([1, 2, 3, 4]));
      const y = on(() => x.reshape([2, 2]));
      const { bytes, buffers, tensors } = before;
      same(engine.usage, { bytes: bytes + 16, buffers: buffers + 1, tensors: tensors + 2 }, 'usage');
      x.dispose();
      same(await numbersOf(y), [1, 2, 3, 4], 'elements');
      y.dispose();
      same(engine.usage, before, 'usage');
    });

    test('what is uploaded is a copy, and so is what is read', async () => {
      const given = Float32Array.of(1, 2, 3);
      const x = on(() => tensor(given));
      given[0] = 9;
      const read = await x.data();
      read[1] = 9;
      same(await numbersOf(x), [1, 2, 3], 'elements');
      if (engine.readSync !== undefined)
        same(Array.from<number | bigint, number>(x.dataSync(), Number), [1, 2, 3], 'elements');
    });

    test('a read sees what came before it and nothing after', async () => {
      let x = on(() => tensor([1, 1]));
      const early = x.data();
      for (let step = 0; step < 10; step++) x = on(() => x.mul(2));
      same(Array.from<number | bigint, number>(await early, Number), [1, 1], 'elements');
      same(await numbersOf(x), [1024, 1024], 'elements');
    });

    for (const dtype of dtypes) dtypeTest(engine, dtype, test);
  });
}

function softmaxLoss(x: Tensor, w: Tensor): Tensor {
  return softmax(matmul(x, w), { axis: 1 }).square().sum();
}

/** Either elements come back as they went, or the engine says that it cannot hold them. */
function dtypeTest(engine: Engine, dtype: DType, test: TestApi['test']): void {
  if (engine.dtypes.has(dtype)) {
    test(`${dtype} comes back as it went`, async () => {
      const { data, shape } = draw([2, 3, 2], dtype, -100, 100);
      const x = withEngine(engine, () => makeTensor('suite', data, shape, dtype));
      const read = await x.data();
      same(read.constructor.name, data.constructor.name, 'array');
      same(Array.from<number | bigint>(read).join(), Array.from<number | bigint>(data).join(), 'elements');
    });
    return;
  }
  test(`${dtype} is refused with the dtypes that it holds`, () => {
    try {
      withEngine(engine, () => tensor([1], { dtype }));
    } catch (error) {
      if ((error as Error).name === 'DTypeError' && (error as Error).message.includes([...engine.dtypes].join(', ')))
        return;
      throw error;
    }
    throw new Error(`${dtype} was taken, and the engine does not list it`);
  });
}

function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: got ${a}, expected ${b}`);
}

async function numbersOf(x: Tensor): Promise<number[]> {
  return Array.from<number | bigint, number>(await x.data(), Number);
}
