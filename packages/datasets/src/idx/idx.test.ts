import { gzipSync } from 'node:zlib';
import { FormatError } from '@mariana/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIdx, readIdx } from './idx.ts';
import { encodeIdx, type IdxTypeName } from './idx-fixture.ts';

const values: Record<IdxTypeName, fc.Arbitrary<number>> = {
  uint8: fc.integer({ min: 0, max: 255 }),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32768, max: 32767 }),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  float32: fc.float(),
  float64: fc.double(),
};

const arrays = fc
  .tuple(
    fc.constantFrom<IdxTypeName>('uint8', 'int8', 'int16', 'int32', 'float32', 'float64'),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  )
  .chain(([type, shape]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return fc.array(values[type], { minLength: size, maxLength: size }).map((data) => ({ type, shape, data }));
  });

describe('properties', () => {
  test('every array comes back as it was, at any alignment', () => {
    fc.assert(
      fc.property(arrays, fc.integer({ min: 0, max: 9 }), ({ type, shape, data }, shift) => {
        const file = encodeIdx(type, shape, data);
        const shifted = new Uint8Array(file.length + shift).subarray(shift);
        shifted.set(file);
        const parsed = parseIdx(shifted);
        expect(parsed.dtype).toBe(type === 'int16' ? 'int32' : type);
        expect(parsed.shape).toEqual(shape);
        expect([...parsed.data]).toEqual(data);
      }),
    );
  });

  test('a gzipped file reads as the file itself', async () => {
    await fc.assert(
      fc.asyncProperty(arrays, async ({ type, shape, data }) => {
        const file = encodeIdx(type, shape, data);
        expect(await readIdx(new Uint8Array(gzipSync(file)))).toEqual(parseIdx(file));
      }),
      { numRuns: 50 },
    );
  });

  test('no prefix of a file, and no file with more after it, is taken', () => {
    fc.assert(
      fc.property(arrays, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ type, shape, data }, cut, more) => {
        const file = encodeIdx(type, shape, data);
        expect(() => parseIdx(file.subarray(0, cut % file.length))).toThrow(FormatError);
        const longer = new Uint8Array(file.length + more);
        longer.set(file);
        expect(() => parseIdx(longer)).toThrow(FormatError);
      }),
    );
  });

  test('any bytes at all give an array that fits them, or a FormatError', () => {
    const headers = fc
      .tuple(fc.constantFrom(0, 0, 0, 1), fc.constantFrom(0, 0, 0, 7), fc.integer({ min: 7, max: 15 }), fc.nat(3))
      .map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.oneof(headers, fc.constant(new Uint8Array())), fc.uint8Array({ maxLength: 40 }), (head, tail) => {
        const bytes = new Uint8Array([...head, ...tail]);
        try {
          const { shape, data } = parseIdx(bytes);
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect(FormatError.isInstance(error)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('8-bit elements', () => {
  test('are a view of the file, not a copy', () => {
    const file = encodeIdx('uint8', [2, 2], [1, 2, 3, 4]);
    expect(parseIdx(file).data.buffer).toBe(file.buffer);
  });
});

describe('what is wrong, and where', () => {
  const file = encodeIdx('int16', [2, 3], [1, 2, 3, 4, 5, 6]); // a header of 12 bytes and 6 × 2

  test.each<[string, Uint8Array, string]>([
    [
      'empty',
      new Uint8Array(),
      'parseIdx: f ends inside the magic number, at byte 0. Got 0 bytes. Expected an IDX file, which begins with a magic number of 4 bytes.',
    ],
    [
      'another format',
      new TextEncoder().encode('<!DOCTYPE html>'),
      'parseIdx: f does not begin with the magic number of an IDX file. Got 3c 21 44 4f. Expected 00 00 at byte 0, then at byte 2 the type of the elements, 08, 09, 0b, 0c, 0d, 0e.',
    ],
    [
      'an unknown type',
      Uint8Array.of(0, 0, 0x0a, 1, 0, 0, 0, 1, 0),
      'parseIdx: f does not begin with the magic number of an IDX file. Got 00 00 0a 01. Expected 00 00 at byte 0, then at byte 2 the type of the elements, 08, 09, 0b, 0c, 0d, 0e.',
    ],
    [
      'no dimensions',
      Uint8Array.of(0, 0, 8, 0, 7),
      'parseIdx: f has no dimensions, at byte 3. Got 00 00 08 00. Expected at least one.',
    ],
    [
      'cut in the header',
      file.subarray(0, 9),
      'parseIdx: f ends inside the header, at byte 9. Got 9 bytes. Expected a header of 12 bytes, for 2 dimensions.',
    ],
    [
      'an empty dimension',
      encodeIdx('uint8', [3, 0], []),
      'parseIdx: dimension 1 of f, at byte 8, is 0: there is no data. Got [3, 0]. Expected sizes of at least 1.',
    ],
    [
      'cut in the elements',
      file.subarray(0, 23),
      'parseIdx: f is truncated. Got 23 bytes. Expected 24: a header of 12 and 2 × 3 elements of 2 bytes each.',
    ],
    [
      'bytes after the end',
      new Uint8Array([...file, 0]),
      'parseIdx: f has bytes after its end, from byte 24 on. Got 25 bytes. Expected 24: a header of 12 and 2 × 3 elements of 2 bytes each.',
    ],
    [
      'a size that overflows',
      encodeIdx('float64', [2 ** 32 - 1, 2 ** 32 - 1, 3], []),
      'parseIdx: the dimensions of f, from byte 4 on, multiply to more than any file holds. Got [4294967295, 4294967295, 3]. Expected at most 9007199254740991 bytes in all.',
    ],
    ['gzipped', new Uint8Array(gzipSync(file)), 'parseIdx: f is gzipped. Read it with readIdx, which decompresses it.'],
  ])('%s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, { name: 'f' })).toThrow(FormatError);
    expect(() => parseIdx(bytes, { name: 'f' })).toThrow(message);
  });
});

describe('gzip', () => {
  const file = encodeIdx(
    'uint8',
    [1000],
    Array.from({ length: 1000 }, (_, i) => i % 251),
  );
  const packed = new Uint8Array(gzipSync(file));

  test('cut, damaged or followed by something else: a FormatError', async () => {
    const cut = packed.subarray(0, packed.length - 20);
    await expect(readIdx(cut, { name: 'f' })).rejects.toThrow(
      /^readIdx: f is not a sound gzip file\. Got .*, after \d+ bytes of content from \d+ bytes\. Expected a complete one\.$/,
    );
    const damaged = packed.slice();
    damaged[packed.length - 5] = (damaged[packed.length - 5] as number) ^ 1; // in its checksum
    await expect(readIdx(damaged)).rejects.toThrow(FormatError);
    await expect(readIdx(new Uint8Array([...packed, 1, 2, 3, 4, 5]))).rejects.toThrow(FormatError);
    await expect(readIdx(Uint8Array.of(0x1f, 0x8b))).rejects.toThrow(FormatError);
  });

  test('more than maxBytes is refused, exactly maxBytes is taken', async () => {
    await expect(readIdx(packed, { name: 'f', maxBytes: file.length - 1 })).rejects.toThrow(
      'readIdx: f decompresses to more than is allowed. Got a header for 1008 bytes. Expected at most 1007 bytes.',
    );
    expect((await readIdx(packed, { maxBytes: file.length })).shape).toEqual([1000]);
  });

  describe('bombs are seen by their beginning', () => {
    const mebibyte = 2 ** 20;
    const bombOf = (begin: Uint8Array) => {
      const content = new Uint8Array(64 * mebibyte);
      content.set(begin);
      return new Uint8Array(gzipSync(content));
    };
    const headerFor = (size: number) => encodeIdx('uint8', [size], []);

    test.each<[string, Uint8Array, string]>([
      [
        'what is no IDX file',
        bombOf(Uint8Array.of(9)),
        'f does not begin with the magic number of an IDX file. Got 09 00 00 00.',
      ],
      [
        'more than the header says',
        bombOf(headerFor(1000)),
        'f is longer than its header says. Got 16384 bytes and more. Expected 1008 bytes.',
      ],
      [
        'a header for more than compressed bytes can hold',
        bombOf(headerFor(2 ** 31 - 100)),
        'f cannot be as long as its header says. Got 2147483556 bytes from 65',
      ],
    ])('%s', async (_, bomb, message) => {
      const before = process.memoryUsage().arrayBuffers;
      await expect(readIdx(bomb, { name: 'f' })).rejects.toThrow(FormatError);
      await expect(readIdx(bomb, { name: 'f' })).rejects.toThrow(message);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * mebibyte);
    });

    test('zeros compress as far as gzip can, and are read', async () => {
      const { shape, data } = await readIdx(bombOf(headerFor(64 * mebibyte - 8)));
      expect(shape).toEqual([64 * mebibyte - 8]);
      expect(data.every((byte) => byte === 0)).toBe(true);
    });
  });
});
