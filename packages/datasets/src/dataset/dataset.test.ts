import { ArgumentError, memory, referenceEngine, ShapeError, setEngine, type Tensor, tensor } from '@mariana/tensor';
import { beforeEach, describe, expect, test } from 'vitest';
import { batches } from './batches.ts';
import { Dataset } from './dataset.ts';

// What needs tensors; pipelines of plain values are in stages.test.ts.

beforeEach(() => setEngine(referenceEngine()));

/** x [n, 2] whose rows are [i, −i], y [n] int32 with 10·i. */
function pairs(n: number): { x: Tensor; y: Tensor } {
  return {
    x: tensor(Array.from({ length: n }, (_, i) => [i, -i])),
    y: tensor(Int32Array.from({ length: n }, (_, i) => 10 * i)),
  };
}

async function labelsOf(data: Iterable<{ y: Tensor }>): Promise<number[][]> {
  return Promise.all([...data].map(async ({ y }) => Array.from(await y.data(), Number)));
}

describe('examples of tensors', () => {
  test('come without the first axis, in order', async () => {
    const data = Dataset.fromTensors(pairs(3));
    expect(data.size).toBe(3);
    const [first, , last] = [...data];
    expect([first?.x.shape, first?.y.shape]).toEqual([[2], []]);
    expect([await last?.x.array(), await last?.y.array()]).toEqual([[2, -2], 20]);
    expect(last?.y.dtype).toBe('int32');
  });

  test('structures of any depth keep their form', async () => {
    const { x, y } = pairs(4);
    const [batch] = [...Dataset.fromTensors([{ deep: [x] }, y]).batch(4)];
    expect(await batch?.[0].deep[0]?.array()).toEqual(await x.array());
    expect(await batch?.[1].array()).toEqual([0, 10, 20, 30]);
    const [alone] = [...Dataset.fromTensors(y).batch(2)];
    expect(await alone?.array()).toEqual([0, 10]);
  });

  test('what is refused, and why', () => {
    const { x } = pairs(3);
    const act = (tensors: unknown) => () => Dataset.fromTensors(tensors as Tensor);
    expect(act({ x, y: pairs(4).y })).toThrow(ShapeError);
    expect(act({ x, y: pairs(4).y })).toThrow(
      'Dataset.fromTensors: the numbers of examples differ. Got x [3, 2] and y [4]. Expected tensors whose first axes have one size.',
    );
    expect(act({ a: [x, tensor(1)] })).toThrow('a scalar has no examples. Got a.0 [3, 2] and a.1 [].');
    expect(act({ x: [1, 2] })).toThrow(ArgumentError);
    expect(act({ x: [1, 2] })).toThrow('Dataset.fromTensors: x.0 is not a tensor. Got number.');
    expect(act({})).toThrow('there is no tensor in the data');
  });
});

describe('batches of examples', () => {
  test('the last one is smaller, or left out', async () => {
    const data = Dataset.fromTensors(pairs(5));
    expect(await labelsOf(data.batch(2))).toEqual([[0, 10], [20, 30], [40]]);
    expect(await labelsOf(data.batch(2, { dropRemainder: true }))).toEqual([
      [0, 10],
      [20, 30],
    ]);
    expect([data.batch(2).size, data.batch(2, { dropRemainder: true }).size, data.batch(9).size]).toEqual([3, 2, 1]);
  });

  test('x and y stay together when shuffled, and each example comes once a pass', async () => {
    const data = Dataset.fromTensors(pairs(10)).shuffle({ seed: 4 }).batch(3);
    const seen: number[] = [];
    for (const { x, y } of data) {
      expect([x.dtype, y.dtype]).toEqual(['float32', 'int32']);
      const [rows, labels] = [await x.data(), await y.data()];
      for (const [i, label] of Array.from(labels, Number).entries()) {
        expect([rows[2 * i], rows[2 * i + 1]]).toEqual([label / 10, -label / 10]);
      }
      seen.push(...Array.from(labels, Number));
    }
    expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
    expect(seen.sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  test('the same seed gives the same batches on every run: these', async () => {
    const data = () => Dataset.fromTensors(pairs(8)).shuffle({ seed: 0 }).batch(8);
    const [first] = await labelsOf(data());
    expect(await labelsOf(data())).toEqual([first]);
    expect(await labelsOf(Dataset.fromTensors(pairs(8)).shuffle({ seed: 1 }).batch(8))).not.toEqual([first]);
    expect(first).toMatchInlineSnapshot(`
      [
        20,
        10,
        40,
        0,
        70,
        60,
        50,
        30,
      ]
    `);
  });

  test('each pass is shuffled anew, and any can be made again', async () => {
    const data = Dataset.fromTensors(pairs(20)).shuffle({ seed: 1 }).batch(20);
    const [first, second] = [await labelsOf(data), await labelsOf(data)];
    expect(second).not.toEqual(first);
    expect(await labelsOf(data.pass(0))).toEqual(first);
    expect(await labelsOf(data.pass(1))).toEqual(second);
  });

  test('skipping batches is skipping their examples: a pass can be continued in its middle', async () => {
    const data = Dataset.fromTensors(pairs(10)).shuffle({ seed: 1 }).batch(3);
    const whole = await labelsOf(data.pass(2));
    expect(await labelsOf(data.skip(2).pass(2))).toEqual(whole.slice(2));
    expect(await labelsOf(data.take(2).pass(2))).toEqual(whole.slice(0, 2));
    expect([data.skip(2).size, data.take(2).size, data.take(9).size, data.skip(9).size]).toEqual([2, 2, 4, 0]);
  });

  test('the second pass over a repeated data set goes on where the first ended', async () => {
    const data = Dataset.fromTensors(pairs(6)).shuffle({ seed: 1 });
    const twice = await labelsOf(data.repeat(2).batch(6).pass(1));
    expect(twice).toEqual([...(await labelsOf(data.batch(6).pass(2))), ...(await labelsOf(data.batch(6).pass(3)))]);
  });

  test('repeat before batch fills batches over the ends of passes', async () => {
    expect(await labelsOf(Dataset.fromTensors(pairs(3)).repeat(2).batch(4))).toEqual([
      [0, 10, 20, 0],
      [10, 20],
    ]);
    expect(await labelsOf(Dataset.fromTensors(pairs(3)).repeat().batch(2).take(2))).toEqual([
      [0, 10],
      [20, 0],
    ]);
  });

  test('map works on batches; map on examples can still be shuffled', async () => {
    const doubled = Dataset.fromTensors(pairs(4))
      .batch(2)
      .map(({ y }) => ({ y: y.mul(2) }));
    expect(await labelsOf(doubled)).toEqual([
      [0, 20],
      [40, 60],
    ]);
    const shuffled = Dataset.fromTensors(pairs(4))
      .map(({ y }) => ({ y }))
      .shuffle({ seed: 1 })
      .batch(4);
    expect(new Set((await labelsOf(shuffled))[0])).toEqual(new Set([0, 10, 20, 30]));
  });

  test('no buffer stays behind but those of the batch', () => {
    const data = Dataset.fromTensors(pairs(10)).shuffle({ seed: 1 }).batch(4);
    const before = memory().buffers;
    for (const { x, y } of data) {
      expect(memory().buffers).toBe(before + 2);
      x.dispose();
      y.dispose();
    }
    expect(memory().buffers).toBe(before);
  });

  test('disposing of a batch leaves the data alone, also when it is all of it', async () => {
    const tensors = pairs(3);
    for (const { x, y } of Dataset.fromTensors(tensors).batch(3)) {
      x.dispose();
      y.dispose();
    }
    for (const example of Dataset.fromTensors(tensors)) example.x.dispose();
    expect(await tensors.x.array()).toEqual([
      [0, -0],
      [1, -1],
      [2, -2],
    ]);
  });
});

describe('batches of anything else', () => {
  test('numbers become a tensor, tensors are stacked', async () => {
    const [batch] = [
      ...Dataset.from([1, 2, 3])
        .map((n) => ({ n, x: tensor([n, n]) }))
        .batch(3),
    ];
    expect(await batch?.n.array()).toEqual([1, 2, 3]);
    expect(await batch?.x.array()).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('what cannot be batched, and why', () => {
    const act = (elements: unknown[]) => () => [...Dataset.from(elements).batch(2)];
    expect(act(['a', 'b'])).toThrow('batch: an element cannot be batched. Got string. Expected tensors, or numbers.');
    expect(act([{ x: null }, { x: 1 }])).toThrow('batch: x cannot be batched. Got null.');
    expect(act([{ x: 1 }, { x: tensor(1) }])).toThrow('Got tensors beside numbers.');
    expect(act([{ x: 1 }, { y: 1 }])).toThrow('batch: the elements of a batch differ in structure. Got y. Expected x.');
    expect(act([[1, 2], [1]])).toThrow('batch: the elements of a batch differ in structure. Got nothing. Expected 1.');
    expect(act([tensor([1]), tensor([1, 2])])).toThrow(ShapeError);
  });
});

test('options that there are not are refused', () => {
  const data = Dataset.fromTensors(pairs(2));
  const message = 'an option is not one of the choices. Got';
  expect(() => data.shuffle({ reshuffleEachIteration: false } as never)).toThrow(`Dataset.shuffle: ${message}`);
  expect(() => data.batch(2, { drop: true } as never)).toThrow(`Dataset.batch: ${message} "drop". Expected`);
  expect(() => batches(pairs(2), { batch: 2 } as never)).toThrow(`batches: ${message} "batch". Expected one of`);
});

describe('batches()', () => {
  test('is fromTensors, shuffle and batch', async () => {
    const expected = await labelsOf(Dataset.fromTensors(pairs(7)).shuffle({ seed: 5 }).batch(3));
    expect(await labelsOf(batches(pairs(7), { batchSize: 3, seed: 5 }))).toEqual(expected);
    expect(await labelsOf(batches(pairs(5), { batchSize: 2, shuffle: false, dropRemainder: true }))).toEqual([
      [0, 10],
      [20, 30],
    ]);
    expect(batches(pairs(65)).size).toBe(3); // of 32
  });
});
