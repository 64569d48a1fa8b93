import { readFile } from 'node:fs/promises';
import { FormatError } from '@mariana/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNpy, readNpz } from './npy.ts';

const fixture = async (name: string) => new Uint8Array(await readFile(new URL(`fixtures/${name}`, import.meta.url)));

/** An `.npy` file, version 1, with the header as given. */
function npy(header: string, body: readonly number[] = []): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  return new Uint8Array([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    text.length & 255,
    text.length >> 8,
    ...text,
    ...body,
  ]);
}

describe.each(['stored.npz', 'deflated.npz'])("NumPy's own %s", (file) => {
  test('every array is as it was written', async () => {
    const arrays = await readNpz(await fixture(file));
    const read = Object.fromEntries(
      [...arrays].map(([name, { dtype, shape, data }]) => [name, [dtype, shape, [...data]]]),
    );
    expect(read).toEqual({
      uint8: ['uint8', [2, 3, 4], Array.from({ length: 24 }, (_, i) => i)],
      int8: ['int8', [4], [-128, -1, 0, 127]],
      bool: ['bool', [3], [1, 0, 1]],
      uint16: ['int32', [2], [0, 65535]],
      int16: ['int32', [2], [-32768, 32767]],
      uint32: ['int64', [2], [0n, 4294967295n]],
      int32: ['int32', [2, 1], [-2147483648, 2147483647]],
      int64: ['int64', [2], [-9223372036854775808n, 9223372036854775807n]],
      float32: ['float32', [5], [1.5, -0, Number.POSITIVE_INFINITY, Number.NaN, 1.401298464324817e-45]],
      float64: ['float64', [], [0.1]],
      bigEndian: ['int32', [3], [1, 2, 300]],
      empty: ['float32', [0, 3], []],
    });
  });

  test('no prefix of it is taken, and a changed byte never gives another array', async () => {
    const bytes = await fixture(file);
    const whole = await readNpz(bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        await expect(readNpz(bytes.slice(0, at))).rejects.toThrow(FormatError);
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] as number) ^ change;
        // Names, dates and the like have no checksum in a zip archive; what is read has.
        const read = await readNpz(damaged).catch((error: unknown) => error);
        if (read instanceof Map) expect([...read.values()]).toEqual([...whole.values()]);
        else expect(FormatError.isInstance(read)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('more than maxBytes is refused', async () => {
    await expect(readNpz(await fixture(file), { name: 'f', maxBytes: 100 })).rejects.toThrow(
      /^readNpz: f holds more than is allowed\. Got \d+ bytes\. Expected at most 100 bytes\.$/,
    );
  });
});

describe('refused files', () => {
  test.each<[string, string]>([
    ['objects.npy', "f holds Python objects, which would run code when read. Got '|O'."],
    ['columns.npy', 'f is stored by columns. Got fortran_order True.'],
    [
      'complex.npy',
      "f has a dtype that is not read. Got '<c16'. Expected one of b1, u1, i1, u2, i2, u4, i4, i8, f4, f8.",
    ],
  ])('%s', async (file, message) => {
    const bytes = await fixture(file);
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(FormatError);
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(message);
  });

  const header = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }";
  const body = [1, 0, 0, 0, 2, 0, 0, 0];

  test.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'f does not begin as a NumPy file does. Expected 93 4e 55 4d 50 59 at byte 0.'],
    ['another format', new TextEncoder().encode('PK something'), 'f does not begin as a NumPy file does.'],
    ['a version of the future', npy(header, body).fill(9, 6, 7), 'f is of an unknown version, at byte 6. Got 9.'],
    ['cut in the header', npy(header).subarray(0, 30), 'f ends inside the header. Got 30 bytes. Expected at least 67.'],
    ['cut in the elements', npy(header, body.slice(1)), 'f is truncated. Got 74 bytes. Expected 75: a header of 67'],
    ['longer', npy(header, [...body, 0]), 'f has bytes after its end, from byte 75 on. Got 76 bytes.'],
    ['code for a header', npy("__import__('os').system('true')"), 'f has a header that is not read.'],
    ['a size beyond all', npy(header.replace('2,', '4294967296, 4294967296')), 'f is truncated.'],
  ])('%s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(FormatError);
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(message);
  });

  test('shapes as Python 2 wrote them are read', () => {
    expect(parseNpy(npy(header.replace('2,', '2L,'), body))).toEqual({
      dtype: 'int32',
      shape: [2],
      data: Int32Array.of(1, 2),
    });
  });

  test('no archive at all', async () => {
    await expect(readNpz(new Uint8Array(100), { name: 'f' })).rejects.toThrow(
      'readNpz: f is not a zip archive, or is truncated. Got 100 bytes without an end record.',
    );
  });
});
