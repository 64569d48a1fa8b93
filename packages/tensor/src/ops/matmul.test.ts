import { expect, test } from 'vitest';
import fixture from '../../fixtures/products.json' with { type: 'json' };
import * as operations from '../index.ts';
import { type Engine, grad, matmul, normal, ones, referenceEngine, setEngine, sum, tensor } from '../index.ts';
import { againstTorch } from '../testing/against-torch.ts';
import { checkGradients } from '../testing/check-gradients.ts';
import type { Fixture } from '../testing/fixture.ts';
import { installMatchers } from '../testing/matchers.ts';

installMatchers(expect);
setEngine(referenceEngine());

againstTorch('products', fixture as Fixture, operations);

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('matmul: gradients with transposeA %s, transposeB %s', (transposeA, transposeB) => {
  const a = transposeA ? [3, 2] : [2, 3];
  const b = transposeB ? [4, 3] : [3, 4];
  const product = (x: operations.Tensor, y: operations.Tensor) => matmul(x, y, { transposeA, transposeB });
  checkGradients('matmul', product, [a, b]);
  checkGradients('matmul, broadcast batches', product, [
    [2, 1, ...a],
    [3, ...b],
  ]);
});

test('gradients transpose nothing: the flags of the products do', async () => {
  const reference = referenceEngine();
  const transposes: string[] = [];
  const kernels = new Proxy(reference.kernels, {
    get: (target, name, receiver) => {
      transposes.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  setEngine({ ...reference, kernels } as Engine);
  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      const loss = (a: operations.Tensor, b: operations.Tensor) => sum(matmul(a, b, { transposeA, transposeB }));
      grad(loss, { withRespectTo: [0, 1] })(ones([3, 3]), ones([3, 3]));
    }
  }
  setEngine(referenceEngine());
  expect(transposes).toContain('matmul');
  expect(transposes).not.toContain('transpose');
});

test('a large product is that of the definition', async () => {
  const [m, k, n] = [130, 257, 65];
  const [a, b] = [normal([m, k], { dtype: 'float64' }), normal([k, n], { dtype: 'float64' })];
  const [x, y] = [a.dataSync() as Float64Array, b.dataSync() as Float64Array];
  const expected = Float64Array.from({ length: m * n }, (_, i) => {
    let total = 0;
    for (let j = 0; j < k; j++) total += x[Math.floor(i / n) * k + j]! * y[j * n + (i % n)]!;
    return total;
  });
  await expect(matmul(a, b)).toBeCloseToTensor(tensor(expected, { shape: [m, n] }), { rtol: 1e-12, atol: 1e-12 });
});

test('errors say what would fit', () => {
  const error = (f: () => unknown) => {
    try {
      f();
    } catch (thrown) {
      return (thrown as Error).message;
    }
    return 'nothing was thrown';
  };
  expect(error(() => matmul(ones([2, 3]), ones([4, 3])))).toBe(
    'matmul: inner sizes differ. Got a [2, 3] and b [4, 3]. Expected a.shape[1] = b.shape[0]. Pass { transposeB: true }.',
  );
  expect(error(() => matmul(ones([3, 2]), ones([3, 4])))).toBe(
    'matmul: inner sizes differ. Got a [3, 2] and b [3, 4]. Expected a.shape[1] = b.shape[0]. Pass { transposeA: true }.',
  );
  expect(error(() => matmul(ones([2, 3]), ones([3, 4]), { transposeB: true }))).toContain(
    'Pass { transposeB: false }.',
  );
  expect(error(() => matmul(ones([2, 3]), ones([5])))).toBe(
    'matmul: inner sizes differ. Got a [2, 3] and b [5]. Expected a.shape[1] = b.shape[0].',
  );
  expect(error(() => matmul(ones([2, 2, 3]), ones([3, 3, 4])))).toContain('matmul: shapes do not broadcast.');
  expect(error(() => matmul(2, ones([3, 4])))).toContain('matmul: an operand is a scalar.');
  expect(error(() => matmul([[true]], [[true]]))).toContain('matmul: bool has no such arithmetic.');
  expect(error(() => operations.dot(ones([2]), ones([3])))).toContain(
    'dot: the operands are not vectors of one length.',
  );
});

test('a number beside a matrix product takes its dtype', () => {
  expect(matmul(ones([2, 2], { dtype: 'int32' }), ones([2, 2])).dtype).toBe('float32');
  expect(matmul(ones([2, 2], { dtype: 'int8' }), ones([2, 2], { dtype: 'int8' })).dtype).toBe('int32');
});
