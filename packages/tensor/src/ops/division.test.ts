import { expect, test } from 'vitest';
import table from '../../fixtures/divmod.json' with { type: 'json' };
import { divmod, referenceEngine, setEngine, tensor } from '../index.ts';

setEngine(referenceEngine());

// fixtures/divmod.py: NumPy's divmod of every pair of awkward float64 numbers.
const names: Record<string, number> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity, '-0': -0 };
const number = (value: number | string) => (typeof value === 'string' ? (names[value] as number) : value);

test('divmod of awkward numbers is NumPy’s, signs of 0 included', () => {
  const rows = (table.pairs as readonly (readonly (number | string)[])[]).map((row) => row.map(number));
  const column = (i: number) => Float64Array.from(rows, (row) => row[i] as number);
  const [quotient, rest] = divmod(tensor(column(0)), tensor(column(1)));
  const [quotients, rests] = [quotient.dataSync(), rest.dataSync()];
  rows.forEach(([a, b, q, r], i) => {
    expect([quotients[i], rests[i]], `divmod(${a}, ${b})`).toEqual([q, r]);
  });
});
