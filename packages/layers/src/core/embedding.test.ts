import { referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { expect, test } from 'vitest';
import { embedding } from './embedding.ts';

setEngine(referenceEngine());

const layer = embedding({ inputDim: 3, outputDim: 1, embeddingsInitializer: 'ones' });

test('embedding: floats lose their fraction, as in Keras', async () => {
  layer.build();
  layer.embeddings.assign(tensor([[10], [20], [30]]));
  expect(await layer.apply([1.9, -0.5, 0, 2]).array()).toEqual([[20], [10], [10], [30]]);
});

test.each([
  ['NaN', tensor([1, Number.NaN]), 'Got index -1 for axis 0 of size 3 (NaN is read as -1).'],
  ['a negative number', tensor([-1]), 'Got index -1 for axis 0 of size 3 (NaN is read as -1).'],
  ['infinity', tensor([Infinity]), 'Got index 2147483647 for axis 0 of size 3 (NaN is read as -1).'],
  ['an int64 beyond int32', tensor([2n ** 32n]), 'Got index 4294967296 for axis 0 of size 3.'],
  ['an int32', tensor([3], { dtype: 'int32' }), 'Got index 3 for axis 0 of size 3.'],
])('embedding: %s names no row', (_, indices, got) => {
  expect(() => layer.apply(indices)).toThrow(
    `embedding: an index names no row of the table. ${got} Expected integers from 0 to 2.`,
  );
});
