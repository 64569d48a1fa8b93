import { evalShape, type Tensor, valueAndGrad } from '@mariana/tensor';
import { isTensor } from '../base/inputs.ts';
import { leavesOfStructure, mapStructure, type Structure } from '../base/structure.ts';
import type { AnyLayer, ApplyOptions, Symbols } from '../base/types.ts';
import { inputOfShape } from '../core/input.ts';
import { Model } from '../model/model.ts';
import type { ConfigurableClass } from '../options/configurable.ts';
import { builtinRegistry } from '../saving/builtin-registry.ts';
import { loadModel } from '../saving/load-model.ts';
import { deserializeLayer, serializeLayer } from '../saving/serialize.ts';
import { isSymbolic, type SymbolicTensor } from '../symbolic/symbolic-tensor.ts';

/** What {@link runLayerTest} is told about a layer. */
export interface LayerTest {
  /** Makes the layer, each time anew. */
  make(): AnyLayer;
  /** What it is applied to. The first axis of each is the batch. */
  inputs: Tensor | readonly Tensor[] | { readonly [name: string]: Tensor };
  /** The names of its weights and their shapes, in order. */
  weights: readonly (readonly [name: string, shape: readonly number[]])[];
  /** The shapes of its outputs. */
  outputs: readonly (readonly number[])[];
  /** What it is applied with besides. */
  options?: ApplyOptions & { readonly [name: string]: unknown };
  /** Layer classes that are not those of this package. */
  layers?: readonly ConfigurableClass<AnyLayer>[];
}

/**
 * Puts a layer through what holds for every layer: its configuration makes the same layer again; it builds from the shape
 * of its input; symbolic, traced and real outputs have one shape, and a model of it the same values; its weights have the
 * names and shapes expected; a gradient step lowers a loss; and a saved model of it comes back with the same values.
 *
 * @param test - see {@link LayerTest}
 * @throws Error that says what does not hold
 *
 * @example
 * await runLayerTest({
 *   make: () => dense({ units: 2 }),
 *   inputs: tensor([[1, 2, 3]]),
 *   weights: [['kernel', [3, 2]], ['bias', [2]]],
 *   outputs: [[1, 2]],
 * });
 */
export async function runLayerTest({
  make,
  inputs,
  weights,
  outputs,
  options = {},
  layers = [],
}: LayerTest): Promise<void> {
  const layer = make();
  const eager = leavesOfStructure<Tensor>(layer.apply(inputs, options), isTensor);
  same(
    'shapes of the outputs',
    eager.map(({ shape }) => shape),
    outputs,
  );
  same(
    'names and shapes of the weights',
    layer.weights.map(({ name, shape }) => [name, shape]),
    weights,
  );
  checkConfig(layer, layers);
  checkTrace(layer, inputs, options, eager);
  const model = await checkModel(layer, inputs, options, eager);
  await checkSaving(model, inputs, layers);
  await checkStep(layer, inputs, options);
}

function checkConfig(layer: AnyLayer, layers: readonly ConfigurableClass<AnyLayer>[]): void {
  const config = JSON.parse(JSON.stringify(serializeLayer(layer)));
  const copy = deserializeLayer(config, builtinRegistry({ layers }));
  if (copy.constructor !== layer.constructor) throw new Error('The configuration makes a layer of another class');
  same('configuration after a round trip', copy.getConfig(), layer.getConfig());
}

function checkTrace(
  layer: AnyLayer,
  inputs: LayerTest['inputs'],
  options: ApplyOptions,
  eager: readonly Tensor[],
): void {
  const list = leavesOfStructure<Tensor>(inputs, isTensor);
  const traced = evalShape(
    (...tensors) => {
      let next = 0;
      return layer.apply(
        mapStructure(inputs as Structure<Tensor>, isTensor, () => tensors[next++] as Tensor),
        options,
      );
    },
    ...list,
  );
  const described = leavesOfStructure<Tensor>(traced, isTensor).map(({ shape, dtype }) => ({ shape, dtype }));
  same(
    'traced shapes and dtypes',
    described,
    eager.map(({ shape, dtype }) => ({ shape, dtype })),
  );
}

/** A model of the layer gives what the layer gives, and its symbolic outputs have the same sizes but for the batch. */
async function checkModel(
  layer: AnyLayer,
  inputs: LayerTest['inputs'],
  options: ApplyOptions,
  eager: readonly Tensor[],
) {
  const symbols = mapStructure(inputs as Structure<Tensor>, isTensor, ({ shape, dtype }: Tensor, name) =>
    inputOfShape([null, ...shape.slice(1)], dtype, `input_${name}`),
  );
  const { training, ...rest } = options;
  const ends = layer.apply(symbols as Symbols, rest) as Structure<SymbolicTensor>;
  const shapes = leavesOfStructure<SymbolicTensor>(ends, isSymbolic).map(({ shape }) => shape);
  same(
    'symbolic shapes',
    shapes.map((shape) => shape.slice(1)),
    eager.map(({ shape }) => shape.slice(1)),
  );
  const model = new Model({ inputs: symbols, outputs: ends });
  if (training !== true) {
    const values = leavesOfStructure<Tensor>(model.apply(inputs), isTensor);
    for (const [i, value] of values.entries()) await sameValues('a model of the layer', value, eager[i] as Tensor);
  }
  return model as unknown as Model;
}

async function checkSaving(model: Model, inputs: LayerTest['inputs'], layers: LayerTest['layers']): Promise<void> {
  const copy = await loadModel(await model.toBytes(), { layers });
  const before = leavesOfStructure<Tensor>(model.apply(inputs), isTensor);
  const after = leavesOfStructure<Tensor>(copy.apply(inputs), isTensor);
  for (const [i, value] of after.entries()) await sameValues('the model after loading', value, before[i] as Tensor);
  same(
    'weights after loading',
    copy.weights.map(({ name, shape }) => [name, shape]),
    model.weights.map(({ name, shape }) => [name, shape]),
  );
}

/** A small step against the gradient lowers the mean of the squared outputs' distance from 1. */
async function checkStep(layer: AnyLayer, inputs: LayerTest['inputs'], options: ApplyOptions): Promise<void> {
  const { trainableWeights } = layer;
  if (trainableWeights.length === 0) return;
  const variables = trainableWeights.map(({ variable }) => variable);
  const loss = () => {
    const [y] = leavesOfStructure<Tensor>(layer.apply(inputs, { ...options, training: false }), isTensor);
    return (y as Tensor).sub(1).square().mean();
  };
  const { value, gradients } = valueAndGrad(loss, { withRespectTo: variables })();
  let steepness = 0;
  for (const [i, gradient] of gradients.entries()) {
    const numbers = Array.from(await gradient.data(), Number);
    if (!numbers.every(Number.isFinite)) throw new Error(`The gradient of ${trainableWeights[i]?.name} is not finite`);
    steepness += numbers.reduce((sum, number) => sum + number * number, 0);
  }
  if (steepness === 0) throw new Error('No weight has a gradient');
  const before = await value.item();
  const rate = Math.min(1e-2, (0.01 * before) / steepness);
  for (const [i, variable] of variables.entries())
    variable.assign(variable.value.sub((gradients[i] as Tensor).mul(rate)));
  const after = await loss().item();
  if (!(after < before)) throw new Error(`A gradient step does not lower the loss: ${before}, then ${after}`);
}

function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`The ${what} are not as expected. Got ${a}. Expected ${b}.`);
}

async function sameValues(what: string, actual: Tensor, expected: Tensor): Promise<void> {
  const [a, b] = [await actual.data(), await expected.data()];
  const differs = a.findIndex((value: number | bigint, i: number) => Math.abs(Number(value) - Number(b[i])) > 1e-6);
  if (a.length === b.length && differs < 0) return;
  throw new Error(`The values of ${what} differ at element ${differs}: ${a[differs]} and ${b[differs]}`);
}
