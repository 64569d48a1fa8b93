import { ArgumentError } from '@mariana/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Dataset } from './dataset.ts';

// Of numbers alone: what needs an engine is in dataset.test.ts.

const counting = (end: number) => Dataset.from(Array.from({ length: end }, (_, i) => i));

async function* slowly(end: number) {
  for (let i = 0; i < end; i++) {
    await Promise.resolve();
    yield i;
  }
}

async function collect<T>(data: AsyncIterable<T>): Promise<T[]> {
  const elements: T[] = [];
  for await (const element of data) elements.push(element);
  return elements;
}

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('take', 'skip'), count: fc.nat(12) }),
    fc.record({ kind: fc.constant('repeat'), count: fc.nat(3) }),
    fc.record({ kind: fc.constantFrom('map', 'filter'), count: fc.integer({ min: 2, max: 4 }) }),
  ),
  { maxLength: 5 },
);

test('pipelines do what the same steps do to an array, at once and awaited', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(10), steps, async (end, list) => {
      let expected = Array.from({ length: end }, (_, i) => i);
      let sync: Dataset<number> = counting(end);
      let async: Dataset<number> = Dataset.from(() => slowly(end));
      for (const { kind, count } of list) {
        if (kind === 'take') expected = expected.slice(0, count);
        if (kind === 'skip') expected = expected.slice(count);
        if (kind === 'repeat') expected = Array.from({ length: count }, () => expected).flat();
        if (kind === 'map') expected = expected.map((n) => n * count);
        if (kind === 'filter') expected = expected.filter((n) => n % count === 0);
        const apply = (data: Dataset<number>, wait: boolean): Dataset<number> => {
          if (kind === 'take') return data.take(count);
          if (kind === 'skip') return data.skip(count);
          if (kind === 'repeat') return data.repeat(count);
          if (kind === 'map') return data.map((n) => (wait ? Promise.resolve(n * count) : n * count));
          return data.filter((n) => (wait ? Promise.resolve(n % count === 0) : n % count === 0));
        };
        sync = apply(sync, false);
        async = apply(async, true);
      }
      expect([...sync]).toEqual(expected);
      expect(await collect(sync)).toEqual(expected);
      expect(await collect(async)).toEqual(expected);
      expect(await collect(async.prefetch(3))).toEqual(expected);
      if (sync.size !== undefined) expect(sync.size).toBe(expected.length);
    }),
  );
});

describe('size', () => {
  test('is known as far as it can be', () => {
    expect(counting(10).take(4).repeat(3).skip(1).size).toBe(11);
    expect(counting(10).repeat().size).toBe(Number.POSITIVE_INFINITY);
    expect(counting(10).repeat().take(7).size).toBe(7);
    expect(counting(10).filter(() => true).size).toBeUndefined();
    expect(Dataset.from(() => slowly(3)).size).toBeUndefined();
    expect(counting(10).batch(4).size).toBe(3);
    expect(counting(10).batch(4, { dropRemainder: true }).size).toBe(2);
  });
});

describe('shuffle with a buffer', () => {
  const shuffled = (seed: number, bufferSize = 100) => counting(100).shuffle({ seed, bufferSize });

  test('gives each element once, in an order that the seed determines', () => {
    const order = [...shuffled(1)];
    expect(order).not.toEqual([...counting(100)]);
    expect([...order].sort((a, b) => a - b)).toEqual([...counting(100)]);
    expect([...shuffled(1)]).toEqual(order);
    expect([...shuffled(2)]).not.toEqual(order);
  });

  test('each pass has its own order, and pass() makes any of them again', () => {
    const data = shuffled(1);
    const [first, second] = [[...data], [...data]];
    expect(second).not.toEqual(first);
    expect([...data.pass(0)]).toEqual(first);
    expect([...data.pass(1)]).toEqual(second);
    expect([...data]).toEqual([...data.pass(2)]);
  });

  test('passes within repeat differ as well, and continue into the next pass', () => {
    const data = shuffled(1).repeat(2);
    const passes = (pass: number) => [...shuffled(1).pass(pass)];
    expect([...data]).toEqual([...passes(0), ...passes(1)]);
    expect([...data]).toEqual([...passes(2), ...passes(3)]);
  });

  test('reshuffle: false keeps one order', () => {
    const data = counting(50).shuffle({ seed: 1, bufferSize: 50, reshuffle: false });
    expect([...data]).toEqual([...data]);
  });

  test('a small buffer moves no element forward by more than its size', () => {
    const order = [...shuffled(3, 5)];
    for (const [place, element] of order.entries()) expect(element - place).toBeLessThan(5);
    expect(order).not.toEqual([...counting(100)]);
  });
});

describe('prefetch', () => {
  test('runs ahead by the given number', async () => {
    const begun: number[] = [];
    const data = counting(10)
      .map(async (n) => {
        begun.push(n);
        return n;
      })
      .prefetch(3);
    const iterator = data[Symbol.asyncIterator]();
    await iterator.next();
    await new Promise((later) => setTimeout(later, 5));
    expect(begun).toEqual([0, 1, 2, 3]);
    await iterator.return?.();
  });

  test('an error comes with its element, after those before it', async () => {
    const data = counting(10)
      .map((n) => {
        if (n === 2) throw new Error('two');
        return n;
      })
      .prefetch(5);
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const n of data) seen.push(n);
      })(),
    ).rejects.toThrow('two');
    expect(seen).toEqual([0, 1]);
  });
});

describe('sources', () => {
  test('leaving a loop closes the source', async () => {
    let closed = 0;
    const data = Dataset.from(function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        closed++;
      }
    });
    for (const n of data
      .map((n) => n)
      .filter(() => true)
      .skip(1))
      if (n === 3) break;
    expect(closed).toBe(1);
    for await (const n of data.shuffle({ seed: 1, bufferSize: 3 }).prefetch(2)) if (n >= 0) break;
    expect(closed).toBe(2);
    expect([...data.take(2)]).toEqual([0, 1]);
    expect(closed).toBe(3);
  });

  test('a generator has one pass, a function as many as wanted', async () => {
    expect(await collect(Dataset.from(() => slowly(2)).repeat(2))).toEqual([0, 1, 0, 1]);
    expect(await collect(Dataset.from(slowly(2)).repeat(2))).toEqual([0, 1]);
    expect([...Dataset.from([]).repeat()]).toEqual([]);
  });

  test('waiting in a for … of loop is an error that says what to do', () => {
    const message = 'Dataset: its elements have to be waited for. Walk it with for await … of.';
    expect(() => [...Dataset.from(() => slowly(2))]).toThrow(message);
    expect(() => [...counting(2).map(async (n) => n)]).toThrow(message);
  });

  test('a hundred thousand left out in a row overflow no stack', async () => {
    expect([...counting(100_000).filter((n) => n === 99_999)]).toEqual([99_999]);
    expect(await collect(Dataset.from(() => slowly(100_000)).skip(99_999))).toEqual([99_999]);
  });
});

describe('arguments', () => {
  test.each<[string, () => unknown]>([
    ['Dataset.from: the source cannot be walked through. Got number.', () => Dataset.from(5 as never)],
    ['Dataset.batch: size is not allowed. Got 0. Expected a whole number from 1 on.', () => counting(3).batch(0)],
    ['Dataset.take: count is not allowed. Got -1. Expected a whole number from 0 on.', () => counting(3).take(-1)],
    ['Dataset.skip: count is not allowed. Got 1.5.', () => counting(3).skip(1.5)],
    ['Dataset.repeat: count is not allowed. Got NaN.', () => counting(3).repeat(Number.NaN)],
    ['Dataset.prefetch: count is not allowed. Got 0.', () => counting(3).prefetch(0)],
    ['Dataset.pass: number is not allowed. Got -1.', () => counting(3).pass(-1)],
    ['Dataset.shuffle: seed is not a whole number. Got 0.5.', () => counting(3).shuffle({ seed: 0.5, bufferSize: 3 })],
    ['Dataset.shuffle: bufferSize is not allowed. Got 0.', () => counting(3).shuffle({ bufferSize: 0 })],
    ['Dataset.shuffle: these elements come one after another', () => counting(3).shuffle({ seed: 1 })],
  ])('%s', (message, act) => {
    expect(act).toThrow(ArgumentError);
    expect(act).toThrow(message);
  });
});
