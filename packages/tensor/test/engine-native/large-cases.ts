import type { Tensor } from '../../src/index.ts';
import * as m from '../../src/index.ts';
import { randomBitsPrimitive } from '../../src/ops/random.ts';

const from = (shape: readonly number[], of: (i: number) => number, dtype: m.DType = 'float32') => {
  const size = shape.reduce((a, b) => a * b, 1);
  return m.cast(m.tensor(Float32Array.from({ length: size }, (_, i) => of(i))), dtype).reshape(shape);
};
/** Between −1 and 1, in no order. */
const draw = (...shape: number[]) => from(shape, (i) => ((Math.imul(i + 1, 2654435761) >>> 8) % 200003) / 100001 - 1);
const positive = (...shape: number[]) =>
  draw(...shape)
    .abs()
    .mul(0.9)
    .add(0.05);
const index = (size: number, ...shape: number[]) => from(shape, (i) => (Math.imul(i + 1, 40503) >>> 3) % size, 'int32');

/** Runs an op and its gradient with respect to all of its inputs. */
function both(fn: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): void {
  const weigh = (...given: Tensor[]) => {
    const y = fn(...given);
    return m.sum(
      m.mul(
        y,
        from(y.shape, (i) => (i % 17) - 7.5, y.dtype),
      ),
    );
  };
  m.grad(weigh as never, { withRespectTo: inputs.map((_, i) => i) } as never)(...inputs);
}

const unary = (
  'neg abs sign square relu floor ceil round trunc sqrt rsqrt exp expm1 exp2 log log1p log2 log10 cbrt sin cos tan asin acos ' +
  'atan sinh cosh tanh asinh acosh atanh erf erfInv sigmoid isNaN gelu silu elu softplus leakyRelu i0 i1'
).split(' ');
const binary = 'add sub mul div maximum minimum pow atan2 remainder floorDivide equal notEqual less lessEqual'.split(
  ' ',
);
const ops = m as unknown as Record<string, (...inputs: unknown[]) => Tensor>;
const call = (name: string, ...inputs: unknown[]) => (ops[name] as (...inputs: unknown[]) => Tensor)(...inputs);

const elementwise = () => {
  const x = positive(150, 1001);
  for (const name of unary.filter((each) => each in ops)) call(name, x);
  for (const name of binary) {
    call(name, x, positive(150, 1001));
    call(name, x, positive(1001));
    call(name, x, positive(150, 1));
  }
  m.clip(x, 0.2, 0.7);
  m.where(m.less(x, 0.5), x, positive(150, 1001));
  const whole = index(1000, 150, 1001);
  for (const name of ['bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'leftShift', 'rightShift']) call(name, whole, 3);
  m.logicalNot(m.less(x, 0.5));
  m.bitwiseNot(whole);
  for (const dtype of ['int32', 'float64', 'float16', 'bfloat16', 'uint8', 'int64'] as const) {
    m.cast(m.cast(x, dtype), 'float32');
  }
  m.add(m.cast(x, 'float16'), m.cast(x, 'float16'));
};

const products = () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const of = (...shape: number[]) => m.cast(draw(...shape), dtype);
    m.matmul(of(300, 257), of(257, 310));
    m.matmul(of(257, 300), of(257, 310), { transposeA: true });
    m.matmul(of(300, 700), of(310, 700), { transposeB: true });
    m.matmul(of(1, 1000), of(1000, 900));
    m.matmul(of(900, 1000), of(1000, 1));
    m.matmul(of(2, 20000), of(20000, 3));
    m.matmul(of(7, 60, 65), of(7, 65, 70));
  }
  m.matmul(index(9, 70, 80), index(9, 80, 90));
  for (const activation of ['linear', 'relu', 'sigmoid', 'tanh'] as const) {
    both((x, kernel, bias) => m.affine(x, kernel, bias, { activation }), draw(300, 600), draw(600, 310), draw(310));
  }
};

const reductions = () => {
  for (const shape of [
    [300, 1001],
    [3, 100000],
    [100000, 3],
    [40, 50, 60],
  ]) {
    const x = draw(...shape);
    const axes = [undefined, ...shape.keys()];
    for (const axis of axes) {
      for (const name of ['sum', 'prod', 'max', 'min']) call(name, x, { axis });
      for (const name of ['any', 'all']) call(name, m.less(x, 0.99), { axis });
    }
    for (const axis of shape.keys()) {
      for (const name of ['argMax', 'argMin', 'cumSum', 'cumProd', 'sort']) call(name, x, { axis });
    }
    for (const k of [1, 3]) m.topK(x, k);
  }
};

const layouts = () => {
  const x = draw(70, 80, 30);
  m.transpose(x, [2, 0, 1]);
  m.transpose(x, [0, 2, 1]);
  m.broadcastTo(draw(80, 1), [70, 80, 30]);
  m.slice(x, [3, 5, 1], [69, 77, 29], [1, 2, 1]);
  m.flip(x, [0, 2]);
  m.pad(x, [
    [1, 2],
    [3, 0],
    [0, 5],
  ]);
  m.concat([x, draw(70, 80, 9)], { axis: 2 });
  m.dynamicSlice(x, m.tensor([3, 4, 5], { dtype: 'int32' }), [60, 70, 20]);
  m.dynamicUpdateSlice(x, draw(60, 70, 20), m.tensor([3, 4, 5], { dtype: 'int32' }));
  m.full([70, 80, 30], 3);
  m.arange(0, 100000);
  m.gather(x, index(70, 90));
  m.gather(x, index(80, 90), { axis: 1 });
  m.scatterAdd(x, index(70, 90), draw(90, 80, 30));
  m.takeAlongAxis(x, index(80, 70, 50, 30), { axis: 1 });
  m.scatterAddAlongAxis(x, index(80, 70, 50, 30), draw(70, 50, 30), { axis: 1 });
  both((table) => m.gather(table, index(500, 4000)), draw(500, 40));
};

const randoms = () => {
  m.bind(randomBitsPrimitive, [m.tensor([1, 2, 3, 4], { dtype: 'int32' })], { shape: [100001] });
  m.uniform([100001]);
  for (const dtype of ['float32', 'float64', 'float16', 'bfloat16'] as const) {
    m.normal([100001], { dtype });
    m.truncatedNormal([100001], { dtype });
  }
  for (const dtype of ['int32', 'int64'] as const) m.randint([100001], { max: 1000, dtype });
  m.permutation(100001);
  m.bernoulli([100001], { probability: 0.3 } as never);
};

const windows = () => {
  const strided = { strides: 2, padding: 'same' } as const;
  both((x, k) => m.conv(x, k, { padding: 'same' }), draw(5, 24, 25, 8), draw(3, 3, 8, 17));
  both((x, k) => m.conv(x, k, strided), draw(3, 31, 30, 9), draw(3, 3, 9, 32));
  both((x, k) => m.conv(x, k), draw(2, 40, 40, 16), draw(1, 1, 16, 24));
  both((x, k) => m.conv(x, k, { groups: 16, padding: 'same' }), draw(3, 28, 28, 16), draw(3, 3, 1, 16));
  both((x, k) => m.conv(x, k, { dilation: 2 } as never), draw(4, 500, 8), draw(3, 8, 16));
  for (const activation of ['linear', 'relu', 'sigmoid', 'tanh'] as const) {
    both((x, k, bias) => m.conv(x, k, { bias, activation }), draw(5, 24, 25, 8), draw(3, 3, 8, 37), draw(37));
  }
  both((x) => m.maxPool(x, 2), draw(6, 40, 40, 9));
  both((x) => m.averagePool(x, 3, { padding: 'same' }), draw(6, 40, 40, 9));
};

const normalizations = () => {
  const [x, gamma, beta] = [draw(400, 300), positive(300), draw(300)];
  for (const axis of [0, 1]) {
    both((y) => m.softmax(y, { axis }), x);
    both((y) => m.logSoftmax(y, { axis }), x);
  }
  both((...given) => m.layerNormalization(...(given as [Tensor])), x, gamma, beta);
  both((...given) => m.rmsNormalization(...(given as [Tensor])), x, gamma);
  both((...given) => m.batchNormalizationTraining(...(given as [Tensor])).output, x, gamma, beta);
  both((...given) => m.groupNormalization(given[0] as Tensor, given[1], given[2], { groups: 30 }), x, gamma, beta);
  m.batchNormalization(x, beta, gamma, gamma, beta);
  for (const shape of [
    [5, 60, 61, 12],
    [1, 90, 90, 12],
    [40000, 3],
  ]) {
    const vectors = [positive(shape.at(-1) as number), draw(shape.at(-1) as number)];
    both((y, ...rest) => m.batchNormalizationTraining(y as Tensor, ...rest).output, draw(...shape), ...vectors);
    both(
      (y, ...rest) => m.groupNormalization(y as Tensor, rest[0], rest[1], { groups: 3 }),
      draw(...shape),
      ...vectors,
    );
  }
  both((y) => m.softmaxCrossEntropy(y, index(300, 400)), x);
  both((y) => m.softmaxCrossEntropy(y, positive(400, 300)), x);
  both((y) => m.sigmoidCrossEntropy(y, positive(400, 300)), x);
  both((y) => m.binaryCrossEntropy(y, positive(400, 300)), positive(400, 300));
  both((y) => m.gelu(y), x);
  both((y) => m.tanh(y), x);
};

const networks = () => {
  const masks = (...shape: number[]) => m.cast(m.less(positive(...shape), 0.8), 'float32').mul(1.25);
  const [x, states] = [draw(37, 11, 20), 24];
  for (const reverse of [false, true]) {
    both((a, k, r) => m.lstm(a, k, r, { reverse }).output, x, draw(20, 4 * states), draw(states, 4 * states));
    both((a, k, r) => m.gru(a, k, r, { reverse }).output, x, draw(20, 3 * states), draw(states, 3 * states));
    both((a, k, r) => m.simpleRnn(a, k, r, { reverse }).output, x, draw(20, states), draw(states, states));
  }
  const dropped = { inputMasks: masks(4, 37, 20), recurrentMasks: masks(4, 37, states) };
  both((a, k, r) => m.lstm(a, k, r, dropped).output, x, draw(20, 4 * states), draw(states, 4 * states));
  const heads = () => draw(2, 3, 150, 32);
  both((q, k, v) => m.attention(q, k, v, { causal: true }), heads(), heads(), heads());
  both((q, k, v) => m.attention(q, k, v), heads(), heads(), heads());
};

const steps = () => {
  const list = (of: (...shape: number[]) => Tensor) => [of(300, 301), of(301), of(64, 65, 3)];
  m.sgdStep({ weights: list(draw), velocities: list(draw) }, list(draw), { learningRate: 0.1, momentum: 0.9 });
  const state = { weights: list(draw), m: list(draw), v: list(positive) };
  m.adamStep(state, list(draw), { learningRate: 0.01, step: 3 });
};

/** Uses of every kernel that are large enough to be split among threads. */
export const largeCases: Readonly<Record<string, () => void>> = {
  elementwise,
  products,
  reductions,
  layouts,
  randoms,
  windows,
  normalizations,
  networks,
  steps,
};
