import { matmul } from '@mariana/tensor';
import { workload } from '../workload.ts';
import { numbers } from './numbers.ts';

const sizes = [256, 1024, 2048];

export const gemm = workload({
  name: 'gemm',
  about: 'the product of two square matrices, float32',
  cases: sizes.map((size) => ({
    name: String(size),
    params: { m: size, k: size, n: size },
    flops: 2 * size ** 3,
  })),
  prepare({ m, k, n }) {
    const [a, b] = [numbers([m, k]), numbers([k, n])];
    return (times) => {
      for (let i = 0; i < times; i++) matmul(a, b).dispose();
    };
  },
});
