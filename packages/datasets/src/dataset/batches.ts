import { checkOptions } from '@mariana/tensor';
import { Dataset } from './dataset.ts';
import type { Batched, TensorTree } from './structure.ts';

/** Options of {@link batches}. */
export interface BatchesOptions {
  /**
   * Examples a batch.
   * @defaultValue 32
   */
  batchSize?: number | undefined;
  /**
   * Whether each pass goes through the examples in a random order of its own.
   * @defaultValue true
   */
  shuffle?: boolean | undefined;
  /**
   * Determines the orders: any safe integer.
   * @defaultValue one drawn from the default generator, which `setSeed` seeds
   */
  seed?: number | undefined;
  /**
   * Whether the last batch is left out when it is smaller than the others.
   * @defaultValue false
   */
  dropRemainder?: boolean | undefined;
}

/**
 * Tensors as shuffled batches, to train on: `Dataset.fromTensors(tensors).shuffle({ seed }).batch(batchSize)`.
 *
 * @param tensors - a tensor [n, …], or arrays and plain objects of such, as `{ x, y }`
 * @returns batches of the same structure, each tensor [batchSize, …]
 * @throws ShapeError unless the first axes have one size
 *
 * @example
 * const data = batches({ x: zeros([5, 784]), y: zeros([5]) }, { batchSize: 2, seed: 0 });
 * data.size; // 3
 * const shapes = [];
 * for await (const { x } of data) shapes.push(x.shape);
 * shapes; // [[2, 784], [2, 784], [1, 784]]
 */
export function batches<const T extends TensorTree>(tensors: T, options: BatchesOptions = {}): Dataset<Batched<T>> {
  checkOptions('batches', options, ['batchSize', 'shuffle', 'seed', 'dropRemainder']);
  const { batchSize = 32, shuffle = true, seed, dropRemainder } = options;
  const examples = Dataset.fromTensors(tensors);
  return (shuffle ? examples.shuffle({ seed }) : examples).batch(batchSize, { dropRemainder });
}
