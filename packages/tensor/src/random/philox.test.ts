import { expect, test } from 'vitest';
import fixture from '../../fixtures/random-numbers.json' with { type: 'json' };
import { fillBits, multiplyHigh, philoxBlock, WordStream } from './philox.ts';

const { bits, bitsFromBlock, key } = fixture;

// The known answers of Random123, the authors' own library.
test.each([
  ['zeros', [0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
  ['ones', [-1, -1, -1, -1], [-1, -1], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  [
    'digits of π',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  ],
])('philox 4x32-10: known answer for %s', (_name, [a, b, c, d], [low, high], expected) => {
  const out = new Uint32Array(4);
  philoxBlock(a!, b!, c!, d!, low!, high!, out, 0);
  expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
});

test('multiplyHigh is the upper half of the product', () => {
  const numbers = [0, 1, 2, 0xffff, 0x10000, 0x12345678, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
  for (const a of numbers) {
    for (const b of numbers) expect(multiplyHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
  }
});

test('fillBits gives the words of consecutive blocks, an unfinished block included', () => {
  const out = new Uint32Array(bits.length);
  fillBits(out, key);
  expect([...out]).toEqual(bits);
});

test('the block counter carries into its upper word', () => {
  const out = new Uint32Array(8);
  fillBits(out, key, bitsFromBlock.block);
  expect([...out]).toEqual(bitsFromBlock.bits);
});

test('every word of the key matters', () => {
  const first = [0, 1, 2, 3].map((changed) => {
    const out = new Uint32Array(1);
    fillBits(
      out,
      key.map((word, i) => (i === changed ? word ^ 1 : word)),
    );
    return out[0];
  });
  expect(new Set([...first, bits[0]]).size).toBe(5);
});

test('WordStream gives the same words as fillBits, past its buffer', () => {
  const out = new Uint32Array(2500);
  fillBits(out, key);
  const stream = new WordStream(key);
  expect(Array.from(out, () => stream.next())).toEqual([...out]);
});
