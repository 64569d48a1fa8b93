import { evalShape, ones, referenceEngine, setEngine, type Tensor, tensor, valueAndGrad } from '@mariana/tensor';
import { beforeAll, expect, expectTypeOf, test } from 'vitest';
import { Layer } from '../base/layer.ts';
import { resetLayerNames } from '../base/names.ts';
import type { CallContext } from '../base/types.ts';
import type { Weight } from '../base/weight.ts';
import { dense } from '../core/dense.ts';
import { dropout } from '../core/dropout.ts';
import { input } from '../core/input.ts';
import type { SymbolicTensor } from '../symbolic/symbolic-tensor.ts';
import { Model } from './model.ts';
import { sequential } from './sequential.ts';

beforeAll(() => setEngine(referenceEngine()));

/** The sum of its inputs: a layer with several. */
class Sum extends Layer {
  static override readonly className: string = 'Sum';
  call(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((sum, x) => sum.add(x));
  }
}

function autoencoder() {
  const pixels = input({ shape: [6] });
  const encoded = dense({ units: 3, activation: 'relu' }).apply(pixels);
  const decoded = dense({ units: 6, activation: 'sigmoid' }).apply(encoded);
  return {
    pixels,
    encoded,
    whole: new Model({ inputs: pixels, outputs: decoded }),
    encoder: new Model({ inputs: pixels, outputs: encoded }),
    decoder: new Model({ inputs: encoded, outputs: decoded }),
  };
}

test('models over one graph share their layers', async () => {
  const { whole, encoder, decoder } = autoencoder();
  const x = ones([2, 6]);
  expect(await decoder.apply(encoder.apply(x)).array()).toEqual(await whole.apply(x).array());
  expect(encoder.weights[0]).toBe(whole.weights[0]);
  encoder.setWeights([ones([6, 3]), ones([3])]);
  expect(await whole.getWeights()[1]?.array()).toEqual([1, 1, 1]);
  expectTypeOf(whole.apply(x)).toEqualTypeOf<Tensor>();
});

test('several inputs and outputs, as lists or by name', async () => {
  const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
  const sum = new Sum().apply([a, b]);
  const list = new Model({ inputs: [a, b], outputs: [sum, b] });
  const named = new Model({ inputs: { left: a, right: b }, outputs: { sum } });
  const [x, y] = [tensor([[1, 2]]), tensor([[10, 20]])];
  const both = list.apply([x, y]);
  expect(await both[0]?.array()).toEqual([[11, 22]]);
  expect(await named.apply({ right: y, left: x }).sum.array()).toEqual([[11, 22]]);
  expect(await list.apply({ a: x, b: y })[1]?.array()).toEqual([[10, 20]]);
  expectTypeOf(named.apply({ left: x, right: y })).toEqualTypeOf<{ readonly sum: Tensor }>();
  expect(() => list.apply([x])).toThrow(
    "the inputs are not those of the model. Got 1 tensors. Expected 'a' [null, 2], 'b' [null, 2].",
  );
  expect(() => list.apply([x, ones([1, 3])])).toThrow(
    "the input 'b' has another shape. Got [1, 3]. Expected [null, 2]",
  );
});

test('a layer that is applied twice has its weights once, and gradients from both', async () => {
  const x = input({ shape: [2] });
  const shared = dense({ units: 2, useBias: false, kernelInitializer: 'ones' });
  const model = new Model({ inputs: x, outputs: shared.apply(shared.apply(x)) });
  expect(model.countParams()).toBe(4);
  expect(await model.apply([[1, 2]]).array()).toEqual([[6, 6]]);
  const { gradients } = valueAndGrad(() => model.apply([[1, 2]]).sum(), { withRespectTo: [shared.kernel.variable] })();
  // y = x W W: d/dW = xᵀ(1 Wᵀ) + (x W)ᵀ 1
  expect(await gradients[0]?.array()).toEqual([
    [5, 5],
    [7, 7],
  ]);
});

test('models are layers: nested in others, in lists too', async () => {
  const inner = sequential([
    dense({ units: 3, kernelInitializer: 'ones' }),
    dense({ units: 1, kernelInitializer: 'ones' }),
  ]);
  const x = input({ shape: [2] });
  const model = new Model({ inputs: x, outputs: inner.apply(x) });
  expect(await model.apply([[1, 2]]).array()).toEqual([[9]]);
  expect(model.weights.map(({ name }) => name)).toEqual(['kernel', 'bias', 'kernel', 'bias']);
  expect(sequential([inner, dense({ units: 2 })]).apply([[1, 2]]).shape).toEqual([1, 2]);
});

class Residual extends Model {
  static override readonly className: string = 'Residual';
  inner = dense({ units: 2, activation: 'tanh', name: 'inner' });
  heads = [dense({ units: 1, name: 'first' }), dense({ units: 1, name: 'second' })];

  override call(x: Tensor): Tensor {
    const y = this.inner.apply(x).add(x);
    return this.heads[0]!.apply(y).add(this.heads[1]!.apply(y));
  }
}

test('a model as a class: layers in its fields are its own', () => {
  const model = new Residual();
  expect(model.weights).toHaveLength(0);
  model.build([null, 2]);
  expect(model.countParams()).toBe(6 + 2 * 3);
  expect([...model.sublayers.keys()]).toEqual(['inner', 'heads.0', 'heads.1']);
  expect(model.apply(input({ shape: [2] })).shape).toEqual([null, 1]);
});

test('a model of neither kind says so', () => {
  expect(() => new Model().apply([[1]])).toThrow('it has neither inputs and outputs nor a call of its own');
  expect(() => new Model({ inputs: input({ shape: [1] }) })).toThrow('Model: outputs are missing.');
});

test('training passes to the layers inside, and is off by default', async () => {
  const seen: boolean[] = [];
  class Note extends Layer {
    call(x: Tensor, { training }: CallContext): Tensor {
      seen.push(training);
      return x;
    }
  }
  class Outer extends Model {
    note = new Note();
    override call(x: Tensor): Tensor {
      return this.note.apply(x);
    }
  }
  const x = input({ shape: [1] });
  const model = new Model({ inputs: x, outputs: new Outer().apply(x) });
  seen.length = 0;
  model.apply([[1]]);
  model.apply([[1]], { training: true });
  expect(seen).toEqual([false, true]);
  const drop = sequential([input({ shape: [100] }), dropout({ rate: 0.5, seed: 1 })]);
  const kept =
    (await drop
      .apply(ones([1, 100]), { training: true })
      .sum()
      .item()) / 2;
  expect(kept).toBeGreaterThan(20);
  expect(kept).toBeLessThan(80);
});

test('freezing: a layer that is not trainable keeps its weights from training', () => {
  const { whole, encoder } = autoencoder();
  expect(whole.trainableWeights).toHaveLength(4);
  encoder.trainable = false;
  expect(whole.trainableWeights).toHaveLength(2);
  expect(whole.nonTrainableWeights).toHaveLength(2);
  expect(whole.summary()).toContain('Non-trainable params: 21 (84 B)');
  whole.trainable = true;
  expect(whole.trainableWeights).toHaveLength(4);
});

test('names count as in Keras', () => {
  resetLayerNames();
  const { whole, pixels } = autoencoder();
  expect(pixels.name).toBe('input_layer');
  expect(whole.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1']);
  expect(whole.name).toBe('functional');
  expect(sequential([]).name).toBe('sequential');
});

test('summary: aligned, with totals', () => {
  resetLayerNames();
  expect(autoencoder().whole.summary()).toBe(
    [
      'Model: functional (Functional)',
      '───────────────────────────────────────────────',
      'Layer (type)              Output Shape  Param #',
      '───────────────────────────────────────────────',
      'input_layer (InputLayer)  [null, 6]           0',
      'dense (Dense)             [null, 3]          21',
      'dense_1 (Dense)           [null, 6]          24',
      '───────────────────────────────────────────────',
      'Total params: 45 (180 B)',
      'Trainable params: 45 (180 B)',
      'Non-trainable params: 0 (0 B)',
    ].join('\n'),
  );
  const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
  expect(new Model({ inputs: [a, b], outputs: new Sum().apply([a, b]) }).summary()).toContain(
    'sum (Sum)       [null, 2]           0  a, b',
  );
});

test('graphs that cannot be are refused', () => {
  const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
  const sum = new Sum().apply([a, b]);
  expect(() => new Model({ inputs: a, outputs: sum })).toThrow(
    "the outputs need the input 'b', which is not among the inputs",
  );
  expect(() => new Model({ inputs: a, outputs: ones([1]) as never })).toThrow('outputs are not symbolic tensors');
  const twice = dense({ units: 2, name: 'same' }).apply(dense({ units: 2, name: 'same' }).apply(a));
  expect(() => new Model({ inputs: a, outputs: twice })).toThrow("two layers are named 'same'");
  expect(() => dense({ units: 1 }).apply(a, { training: true })).toThrow(
    'training cannot be settled while a model is put together',
  );
  expect(() => new Sum().apply([a, ones([1, 2])] as never)).toThrow('symbolic tensors and values are mixed');
});

test('a deep graph needs no deep stack', () => {
  const first = input({ shape: [1] });
  let x: SymbolicTensor = first;
  const layer = dense({ units: 1 });
  for (let i = 0; i < 5000; i++) x = layer.apply(x);
  expect(new Model({ inputs: first, outputs: x }).countParams()).toBe(2);
});

test('weights are made when they are first needed: no engine runs while a model is put together', () => {
  const layer = dense({ units: 2 });
  const shapes = evalShape((x) => layer.apply(x), { shape: [3, 4], dtype: 'float32' });
  expect(shapes.shape).toEqual([3, 2]);
});

test('sizes that are not known are traced with two sizes', () => {
  class Rows extends Layer {
    declare first: Weight;
    call(x: Tensor): Tensor {
      return x.slice([0], [Math.min(x.shape[0]!, 5)]).sum({ axis: 1 });
    }
  }
  expect(new Rows().apply(input({ shape: [null] })).shape).toEqual([5]);
  class Square extends Layer {
    call(x: Tensor): Tensor {
      return x.matmul(x.transpose([0, 2, 1]));
    }
  }
  expect(new Square().apply(input({ shape: [null, 8] })).shape).toEqual([null, null, null]);
});

test('setWeights: the number and the shapes must fit', () => {
  const layer = dense({ units: 2 });
  expect(() => layer.setWeights([[1]])).toThrow('The layer is not built yet');
  layer.build([null, 3]);
  expect(() => layer.setWeights([ones([3, 2])])).toThrow('Got 1 values. Expected 2: kernel, bias.');
  expect(() => layer.setWeights([ones([2, 3]), ones([2])])).toThrow('the assigned value has another shape');
});
