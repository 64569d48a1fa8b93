import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FormatError } from '@mariana/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

/** A file with this header, and so many bytes after it. */
function file(header: string, room = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + room);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (dtype: string, shape: unknown, offsets: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });

const tensors = new Map<string, StoredTensor>([
  ['b', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ['i8', { dtype: 'int8', shape: [1], data: Int8Array.of(-1) }],
  ['f64', { dtype: 'float64', shape: [2], data: Float64Array.of(1 / 3, -Infinity) }],
  ['i64', { dtype: 'int64', shape: [1, 1], data: BigInt64Array.of(-5n) }],
  ['f32', { dtype: 'float32', shape: [2, 1], data: Float32Array.of(0.1, NaN) }],
  ['empty', { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) }],
  ['scalar', { dtype: 'int32', shape: [], data: Int32Array.of(7) }],
]);

test('what is written is read again, whatever the bytes begin at', () => {
  const bytes = writeSafetensors({ tensors, metadata: new Map([['note', 'ünï']]) });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  for (const source of [bytes, shifted.subarray(3)]) {
    const read = readSafetensors(source);
    expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
    expect(read.metadata).toEqual(new Map([['note', 'ünï']]));
  }
});

test('tensors may have the names of things in JavaScript, in our files and in others', () => {
  const names = ['prototype', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '0', ''];
  const entries = names.map((name, i) => [name, { dtype: 'int8', shape: [1], data: Int8Array.of(i) }] as const);
  const metadata = new Map(names.map((name) => [name, `text of ${name}`]));
  const read = readSafetensors(writeSafetensors({ tensors: new Map(entries), metadata }));
  expect(new Map([...read.tensors].sort())).toEqual(new Map([...entries].sort()));
  expect(new Map([...read.metadata].sort())).toEqual(new Map([...metadata].sort()));
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  const other = file(`{"__proto__":${entry('U8', [1], [0, 1])},"constructor":${entry('U8', [1], [1, 2])}}`, 2);
  expect([...readSafetensors(other).tensors.keys()]).toEqual(['__proto__', 'constructor']);
});

test('the name that the format reserves cannot be given to a tensor', () => {
  const tensors = new Map([['__metadata__', { dtype: 'uint8', shape: [0], data: new Uint8Array() }]] as const);
  expect(() => writeSafetensors({ tensors, metadata: new Map() })).toThrow(
    "safetensors: a tensor is named '__metadata__', which the format reserves.",
  );
});

test('a header is read in time linear in its length', () => {
  // Quadratic, each of these would take minutes.
  const size = 2_000_000;
  const quotes = file(`{"${'\\"'.repeat(size)}`);
  const strings = file(`{"a":[${'"",'.repeat(size)}""]}`);
  const spaces = file(`{"a"${' '.repeat(2 * size)}:1}`);
  const start = performance.now();
  for (const bytes of [quotes, strings, spaces]) expect(() => readSafetensors(bytes)).toThrow(FormatError);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('tensors that overlap are refused before one of them is copied', () => {
  const room = 1_000_000;
  const entries = Array.from({ length: 20_000 }, (_, i) => `"t${i}":${entry('U8', [room], [0, room])}`);
  const bytes = file(`{${entries.join()}}`, room); // 20 GB, if it were copied
  expect(() => readSafetensors(bytes)).toThrow("tensor 't1': its data overlap those of another tensor");
});

test('half types are widened', () => {
  const bytes = file(`{"h":${entry('F16', [4], [0, 8])},"b":${entry('BF16', [2], [8, 12])}}`, 12);
  const view = new DataView(bytes.buffer, bytes.length - 12);
  for (const [i, bits] of [0x3c00, 0xc000, 0x0001, 0x7c00, 0x3fc0, 0xff80].entries()) view.setUint16(2 * i, bits, true);
  const read = readSafetensors(bytes).tensors;
  expect([...(read.get('h')!.data as Float32Array)]).toEqual([1, -2, 2 ** -24, Infinity]);
  expect([...(read.get('b')!.data as Float32Array)]).toEqual([1.5, -Infinity]);
});

describe('broken files are refused, with what is wrong and where', () => {
  const one = (dtype: string, shape: unknown, offsets: unknown, room: number) =>
    file(`{"w":${entry(dtype, shape, offsets)}}`, room);
  const cases: readonly [string, Uint8Array, string][] = [
    ['no header', new Uint8Array(7), 'the file is too short. Got 7. Expected at least 8 bytes.'],
    [
      'header beyond the end',
      file('{}').subarray(0, 9),
      'the size of the header, in bytes 0 to 7, is more than there is. Got 2.',
    ],
    [
      'header of 2^63 bytes',
      Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 0x7b),
      'more than there is. Got 9223372036854775808.',
    ],
    ['header not an object', file('[]'), 'the header does not begin with {'],
    ['header not UTF-8', file('{"\u00ff"}').map((byte) => (byte === 0xc3 ? 0xff : byte)), 'the header is not UTF-8'],
    ['header not JSON', file('{,}'), 'safetensors header: it is not JSON.'],
    [
      'a name twice',
      file(`{"w":${entry('F32', [0], [0, 0])},"w":${entry('F32', [0], [0, 0])}}`),
      "the name 'w' stands twice",
    ],
    [
      'a name twice, spelled otherwise',
      file(`{"w":${entry('F32', [0], [0, 0])},"\\u0077":${entry('F32', [0], [0, 0])}}`),
      'stands twice',
    ],
    [
      'a name twice, that of a prototype, far from its colon',
      file(`{"__proto__":${entry('F32', [0], [0, 0])},"__proto__"${' '.repeat(100)}:${entry('F32', [0], [0, 0])}}`),
      "the name '__proto__' stands twice",
    ],
    [
      'HDF5',
      Uint8Array.from('\x89HDF\r\n\x1a\n\0\0', (c) => c.charCodeAt(0)),
      'Got "HDF5 (.h5)". Expected a safetensors file',
    ],
    ['zip', Uint8Array.from('PK\x03\x04........', (c) => c.charCodeAt(0)), 'Got "zip (.keras, .pt, .npz)".'],
    ['nested without end', file(`{"a":${'['.repeat(300)}${']'.repeat(300)}}`), 'it is nested too deep'],
    ['unknown dtype', one('F99', [1], [0, 4], 4), 'tensor \'w\': its dtype is unknown. Got "F99".'],
    ['negative size', one('F32', [-1], [0, 4], 4), "tensor 'w': its shape is not a list of sizes. Got [-1]."],
    ['fractional size', one('F32', [0.5], [0, 2], 2), 'its shape is not a list of sizes'],
    ['sizes that overflow', one('U8', [2 ** 40, 2 ** 40], [0, 4], 4), 'its data do not fill its shape'],
    ['one offset', one('F32', [1], [4], 4), 'its data_offsets are not two positions'],
    ['offsets backwards', one('F32', [1], [4, 0], 4), 'its data lie outside of the file. Got [4,0].'],
    [
      'data beyond the end',
      one('F32', [2], [0, 8], 4),
      'its data lie outside of the file. Got [0,8]. Expected positions from 0 to 4.',
    ],
    ['too few data', one('F32', [2], [0, 4], 4), 'Got "4 bytes for [2] of F32". Expected 8 bytes.'],
    ['a gap', one('F32', [1], [4, 8], 8), 'its data begin after a gap'],
    [
      'an overlap',
      file(`{"a":${entry('F32', [1], [0, 4])},"b":${entry('F32', [1], [2, 6])}}`, 6),
      "tensor 'b': its data overlap those of another tensor",
    ],
    ['bytes left over', one('F32', [1], [0, 4], 5), 'bytes are left over after the last tensor. Got 1.'],
    [
      'an unknown name',
      file('{"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}}'),
      'its entry has an unknown name',
    ],
    ['an entry that is no object', file('{"w":7}'), 'its entry is not an object'],
    ['metadata that is no object', file('{"__metadata__":[]}'), '__metadata__ is not an object'],
    ['metadata that is no text', file('{"__metadata__":{"a":1}}'), '__metadata__.a is not a text'],
    [
      'a bool that is none',
      one('BOOL', [1], [0, 1], 1).map((byte, i, all) => (i === all.length - 1 ? 2 : byte)),
      'element 0 is not a bool. Got 2.',
    ],
  ];
  test.each(cases)('%s', (_name, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
  });
});

test('no change of a byte, and no truncation, does anything but read or be refused', () => {
  const bytes = writeSafetensors({ tensors, metadata: new Map([['k', '{"a":[1]}']]) });
  const attempt = (changed: Uint8Array) => {
    try {
      readSafetensors(changed);
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
    }
  };
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (position, byte) => {
      attempt(bytes.map((old, i) => (i === position ? byte : old)));
    }),
    { numRuns: 2000 },
  );
  for (let length = 0; length < bytes.length; length++) {
    expect(() => readSafetensors(bytes.subarray(0, length))).toThrow(FormatError);
  }
});

const python = new URL('../../../../.peers/bin/python', import.meta.url).pathname;
// To run it: node scripts/peers/install.mjs
test.skipIf(!existsSync(python))('the safetensors package of Python reads ours, and we read its', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  try {
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    writeFileSync(ours, writeSafetensors({ tensors, metadata: new Map([['a', 'b']]) }));
    const script = `import sys, safetensors.numpy as s
arrays = s.load_file(sys.argv[1])
assert arrays["f64"][0] == 1 / 3 and arrays["i64"][0][0] == -5 and list(arrays["b"]) == [True, False, True]
s.save_file(arrays, sys.argv[2], metadata={"a": "b"})`;
    execFileSync(python, ['-c', script, ours, theirs]);
    const read = readSafetensors(readFileSync(theirs));
    expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
    expect(read.metadata).toEqual(new Map([['a', 'b']]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
