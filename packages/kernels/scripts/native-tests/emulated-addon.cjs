// A few operations of the addon, on whatever processor this is: it has to choose `base` by itself.
const assert = require('node:assert/strict');
const kernels = require(process.argv[2] ?? '');

assert.equal(kernels.instructionSet(), 'base');
assert.equal(kernels.chooseInstructionSet('avx2'), false);
assert.equal(kernels.chooseInstructionSet('avx512'), false);

const float32 = 7;
let collected = 0;
kernels.onPressure(() => collected++);

/** @param {string} op @param {{ shape: number[], handle: unknown }[]} inputs @param {number[]} shape @param {number[]} params */
function run(op, inputs, shape, params = []) {
  const words = [kernels.ops.indexOf(op), inputs.length, 1, params.length];
  for (const input of inputs) words.push(float32, input.shape.length, 0, ...input.shape);
  words.push(float32, shape.length, ...shape, ...params);
  kernels.words.set(words);
  const handle = kernels.run(words.length, undefined, ...inputs.map((input) => input.handle));
  return { shape, handle };
}

/** @param {number[]} shape @param {(i: number) => number} of */
function array(shape, of) {
  const elements = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => of(i));
  return { shape, handle: kernels.upload(elements, float32), elements };
}

/** @param {{ shape: number[], handle: unknown }} of */
function read({ shape, handle }) {
  const elements = new Float32Array(shape.reduce((a, b) => a * b, 1));
  kernels.read(handle, float32, 0, elements);
  return elements;
}

/** @param {Float32Array} actual @param {(i: number) => number} expected */
function near(actual, expected) {
  for (let i = 0; i < actual.length; i++) {
    const value = expected(i);
    assert.ok(
      Math.abs((actual[i] ?? NaN) - value) <= 1e-5 * (1 + Math.abs(value)),
      `${i}: ${actual[i]} is not ${value}`,
    );
  }
}

const [m, k, n] = [37, 65, 51];
const a = array([m, k], (i) => Math.sin(i));
const b = array([k, n], (i) => Math.cos(i));
near(read(run('matmul', [a, b], [m, n], [0, 0])), (i) => {
  let total = 0;
  for (let p = 0; p < k; p++)
    total += (a.elements[Math.floor(i / n) * k + p] ?? 0) * (b.elements[p * n + (i % n)] ?? 0);
  return total;
});
for (const op of ['exp', 'tanh', 'sin', 'abs', 'sqrt', 'floor']) {
  const x = op === 'sqrt' ? run('abs', [a], a.shape) : a;
  near(read(run(op, [x], a.shape)), (i) => Math[op](read(x)[i]));
}
const rows = read(run('softmax', [a], a.shape, [1]));
for (let row = 0; row < m; row++) near([rows.subarray(row * k, (row + 1) * k).reduce((x, y) => x + y)], () => 1);
near(read(run('sum', [a], [], [2, 0, 1])), () => a.elements.reduce((x, y) => x + y));

const image = array([2, 12, 12, 3], (i) => Math.sin(i / 3));
const one = array([1, 1, 3, 5], (i) => i);
near(read(run('conv', [image, one], [2, 12, 12, 5], [2, 1, 1, 4, 0, 0, 0, 0, 2, 1, 1, 1])), (i) => {
  let total = 0;
  for (let c = 0; c < 3; c++) total += (image.elements[Math.floor(i / 5) * 3 + c] ?? 0) * (c * 5 + (i % 5));
  return total;
});
console.log(`emulated: the addon computes on ${kernels.instructionSet()}, ${kernels.threads()} threads`);
