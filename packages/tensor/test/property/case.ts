import type { DType } from '../../src/dtype.ts';
import type { PrimitiveSet } from '../../src/primitives.ts';
import type { Drawn } from '../../src/testing/engine-suite/drawn.ts';
import { fill } from './elements.ts';

/** Something to be computed on both engines. */
export interface Case {
  readonly primitive: keyof PrimitiveSet;
  readonly inputs: readonly Drawn[];
  readonly params: unknown;
  /** How many other elements stand before the inputs' own in their storage. */
  readonly offset: number;
  /** Gradients of the outputs; where they are given, the inputs' are compared too. */
  readonly cotangents?: readonly Drawn[] | undefined;
}

interface Written {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | bigint)[];
}

/** JSON with what JSON has not: NaN, infinities, −0, and int64 as `"12n"`. */
export function textOf(one: Case): string {
  return JSON.stringify(one, (_, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value);
    return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>) : value;
  });
}

const numbers = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

/** The case that a text stands for. */
export function caseFrom(text: string): Case {
  const read = JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    return numbers.get(value) ?? (/^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value);
  }) as Omit<Case, 'inputs' | 'cotangents'> & { inputs: readonly Written[]; cotangents?: readonly Written[] };
  const drawn = ({ shape, dtype, data }: Written) => fill(shape, dtype, (i) => data[i] as number);
  return { ...read, inputs: read.inputs.map(drawn), cotangents: read.cotangents?.map(drawn) };
}
