import type { TypedArray } from '../../dtype.ts';
import type { Kernels } from '../../engine/engine.ts';
import { broadcastShapes } from '../../shape.ts';
import { arrayFor, elementsOf, type Handle, type Numbers } from './arrays.ts';
import { broadcastWalk, eachRow } from './walk.ts';

/** One matrix in an array: where it begins, and how far apart its neighbours along and across its rows lie. */
interface Matrix<Elements> {
  readonly elements: Elements;
  readonly start: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

type Product<Elements> = (
  a: Matrix<Elements>,
  b: Matrix<Elements>,
  y: Elements,
  at: number,
  m: number,
  k: number,
  n: number,
) => void;

/** Matrix products over broadcast batch axes; transposition is a matter of strides. */
export const matmulKernel: Kernels<Handle>['matmul'] = ([a, b], { transposeA, transposeB }, [output]) => {
  const y = arrayFor(output);
  const [m, n] = output.shape.slice(-2) as [number, number];
  const k = a.shape.at(transposeA ? -2 : -1)!;
  if (y.length === 0 || k === 0) return [y];
  const multiply = (
    output.dtype === 'int64' ? multiplyBigints : output.dtype === 'int32' ? multiplyInt32 : multiplyFloats
  ) as Product<TypedArray>;
  const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const walk = broadcastWalk(broadcastShapes('matmul', batchA, batchB), [batchA, batchB]);
  const rows = walk.sizes.at(-1)!;
  const [s, t] = walk.strides.map((strides) => strides.at(-1)!) as [number, number];
  const [left, right] = [elementsOf(a), elementsOf(b)];
  eachRow(walk, (done, starts) => {
    for (let i = 0; i < rows; i++) {
      const [p, q] = [starts[0]! + i * s, starts[1]! + i * t]; // which matrix of a and of b
      multiply(
        { elements: left, start: p * m * k, rowStride: transposeA ? 1 : k, columnStride: transposeA ? m : 1 },
        { elements: right, start: q * k * n, rowStride: transposeB ? 1 : n, columnStride: transposeB ? k : 1 },
        y,
        (done + i) * m * n,
        m,
        k,
        n,
      );
    }
  });
  return [y];
};

/** Rows (or columns) that are multiplied together: their nine sums and six factors fit into the registers. */
const block = 3;

/**
 * A matrix cut into panels of three rows, in which the three elements of a column lie side by side, as float64. What is
 * missing in the last panel is 0. The copy makes the inner loop of the product run through memory in order, for every
 * combination of transpositions.
 */
function panelsOf(
  { elements, start, rowStride, columnStride }: Matrix<Numbers>,
  rows: number,
  columns: number,
): Float64Array {
  const panels = new Float64Array(Math.ceil(rows / block) * block * columns);
  for (let row = 0; row < rows; row++) {
    let to = (row - (row % block)) * columns + (row % block);
    let from = start + row * rowStride;
    for (let column = 0; column < columns; column++) {
      panels[to] = elements[from]!;
      to += block;
      from += columnStride;
    }
  }
  return panels;
}

/** y = a · b, in float64. */
const multiplyFloats: Product<Numbers> = (a, b, y, at, m, k, n) => {
  const left = panelsOf(a, m, k);
  const transposed = { ...b, rowStride: b.columnStride, columnStride: b.rowStride };
  const right = panelsOf(transposed, n, k);
  const sums = new Float64Array(block * block);
  for (let i = 0; i < m; i += block) {
    for (let j = 0; j < n; j += block) {
      multiplyPanels(left, i * k, right, j * k, k, sums);
      const rows = Math.min(block, m - i);
      const columns = Math.min(block, n - j);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) y[at + (i + r) * n + j + c] = sums[r * block + c]!;
      }
    }
  }
};

/** The nine products of three rows with three columns. Plain variables: arrays would not stay in registers. */
function multiplyPanels(a: Float64Array, p: number, b: Float64Array, q: number, k: number, sums: Float64Array): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  for (let i = 0; i < k * block; i += block) {
    const a0 = a[p + i]!;
    const a1 = a[p + i + 1]!;
    const a2 = a[p + i + 2]!;
    const b0 = b[q + i]!;
    const b1 = b[q + i + 1]!;
    const b2 = b[q + i + 2]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s02;
  sums[3] = s10;
  sums[4] = s11;
  sums[5] = s12;
  sums[6] = s20;
  sums[7] = s21;
  sums[8] = s22;
}

/** y = a · b of int32 and narrower integers, which wrap. */
const multiplyInt32: Product<Numbers> = (a, b, y, at, m, k, n) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const x = a.elements[a.start + i * a.rowStride + l * a.columnStride]!;
        sum = (sum + Math.imul(x, b.elements[b.start + l * b.rowStride + j * b.columnStride]!)) | 0;
      }
      y[at + i * n + j] = sum;
    }
  }
};

/** y = a · b of int64, which wraps. */
const multiplyBigints: Product<BigInt64Array> = (a, b, y, at, m, k, n) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0n;
      for (let l = 0; l < k; l++) {
        const x = a.elements[a.start + i * a.rowStride + l * a.columnStride]!;
        sum += x * b.elements[b.start + l * b.rowStride + j * b.columnStride]!;
      }
      y[at + i * n + j] = sum;
    }
  }
};
