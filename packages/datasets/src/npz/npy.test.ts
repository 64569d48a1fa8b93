import { readFile } from 'node:fs/promises';
import { FormatError } from '@mariana/tensor';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNpy, readNpz } from './npy.ts';
import { type ZipEntryLike, zipOf } from './zip-fixture.ts';

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
    ['code for a header', npy("__import__('os').system('true')"), 'f has a header that is not read, at byte 10.'],
    [
      'a size beyond all',
      npy(header.replace('2,', '4294967296, 4294967296')),
      'f has a shape of more elements than any',
    ],
    ['fields', npy(header.replace("'<i4'", "[('a', '<i4')]")), 'f has a header that is not read, at byte 20.'],
    ['a size that is no tuple', npy(header.replace('(2,)', '(2)')), 'f has a header that is not read'],
    ['a negative size', npy(header.replace('2,', '-2,')), 'f has a header that is not read'],
    ['a key missing', npy("{'descr': '<i4', 'shape': (2,)}", body), 'f has a header without fortran_order'],
    [
      'a key twice',
      npy("{'descr': '<i4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", body),
      "f has a header with 'descr' twice",
    ],
    ['another key', npy(header.replace("'shape'", "'form'"), body), "f has a header with the key 'form'"],
    [
      'values of other types',
      npy("{'descr': True, 'fortran_order': False, 'shape': (2,)}", body),
      'f has a header that is not read, at byte 20. Got',
    ],
    ['two dtypes', npy(header.replace('<i4', '<i4,<f4')), 'f has a header whose descr is not a dtype. Got'],
    ['no end', npy(header.replace('}', ''), body), 'f has a header that is not read'],
    ['more after its end', npy(`${header} 1`, body), 'f has a header that is not read'],
    [
      'a header beyond all',
      new Uint8Array([...npy('').subarray(0, 6), 2, 0, 0, 0, 1, 0, ...new Uint8Array(70_000)]),
      'f has a header of a length that is not read. Got 65536 bytes. Expected at most 65535 bytes.',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(FormatError);
    expect(() => parseNpy(bytes, { name: 'f' })).toThrow(message);
  });

  test.each<[string, string]>([
    ['keys in another order', "{'shape': (2,), 'descr': '<i4', 'fortran_order': False}"],
    ['no blanks', "{'shape':(2,),'fortran_order':False,'descr':'<i4'}"],
    ['other blanks', " {\t'fortran_order' :  False ,\n 'shape' : ( 2 , ) , 'descr' : '<i4' , } \n"],
    ['other quotes', '{"descr": "<i4", "fortran_order": False, "shape": (2,)}'],
    ['columns, of one dimension', "{'descr': '<i4', 'fortran_order': True, 'shape': (2,)}"],
    ['the machine order', "{'descr': '=i4', 'fortran_order': False, 'shape': (2,)}"],
  ])('%s: read', (_, text) => {
    expect(parseNpy(npy(text, body))).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) });
  });

  test.each([1, 2, 3])('version %i is read', (version) => {
    const [magic, text] = [npy('').subarray(0, 6), new TextEncoder().encode(header)];
    const length = version === 1 ? [text.length, 0] : [text.length, 0, 0, 0];
    const file = new Uint8Array([...magic, version, 0, ...length, ...text, ...body]);
    expect(parseNpy(file)).toEqual({ dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) });
  });

  test('columns become rows', async () => {
    expect(parseNpy(await fixture('columns.npy'))).toEqual({
      dtype: 'int64',
      shape: [2, 3],
      data: BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 5n),
    });
    const shape = "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2)}";
    // Element (i, j, k) is 100·i + 10·j + k; the first index changes fastest.
    const columns = [0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121];
    expect(parseNpy(npy(shape, columns)).data).toEqual(
      Uint8Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121),
    );
    expect(parseNpy(npy(shape.replace('2, 3', '0, 3'))).data).toEqual(new Uint8Array());
  });

  test('shapes as Python 2 wrote them are read', () => {
    expect(parseNpy(npy(header.replace('2,', '2L,'), body))).toEqual({
      dtype: 'int32',
      shape: [2],
      data: Int32Array.of(1, 2),
    });
  });

  describe('archives that are not what they say', () => {
    const array = (size: number) => npy(`{'descr': '|u1', 'fortran_order': False, 'shape': (${size},)}`);
    const zeros = (size: number) => {
      const header = array(size);
      const file = new Uint8Array(header.length + size);
      file.set(header);
      return file;
    };
    const small: ZipEntryLike = { name: 'a.npy', content: zeros(10) };

    test.each<[string, Uint8Array<ArrayBuffer>, string]>([
      [
        'members at one place',
        zipOf([small, { ...small, name: 'b.npy', at: 0 }]),
        'f has members that overlap. Got a.npy from byte 0 to 111, b.npy from byte 0 on. Expected each byte in one member.',
      ],
      [
        'members in each other',
        zipOf([
          { name: 'b.npy', content: zipOf([small]) },
          { ...small, at: 35 },
        ]),
        'f has members that overlap.',
      ],
      ['a member twice', zipOf([small, small]), 'f has two members of the name a.npy'],
      [
        'a member in the directory',
        zipOf([{ ...small, packedSize: small.content.length + 20, size: small.content.length + 20 }]),
        'f has a member a.npy that runs into the central directory.',
      ],
      [
        'more than compressed bytes can hold',
        zipOf([{ ...small, size: 2 ** 30, method: 8 }]),
        'a.npy in f cannot be as long as its header says. Got 1073741824 bytes from',
      ],
      [
        'another size than the array has',
        zipOf([{ name: 'a.npy', content: new Uint8Array([...array(10), ...new Uint8Array(2 ** 20)]), method: 8 }]),
        'a.npy in f is longer than its header says. Got 16384 bytes and more. Expected',
      ],
      ['what is no array', zipOf([{ name: 'a.txt', content: new Uint8Array(2 ** 20), method: 8 }]), 'no array, a.txt'],
      [
        'no array under such a name',
        zipOf([{ name: 'a.npy', content: new Uint8Array(2 ** 20), method: 8 }]),
        'a.npy in f does not begin as a NumPy file does.',
      ],
    ])('%s', async (_, bytes, message) => {
      await expect(readNpz(bytes, { name: 'f' })).rejects.toThrow(FormatError);
      await expect(readNpz(bytes, { name: 'f' })).rejects.toThrow(message);
    });

    test('zeros compress as far as deflate can, and are read', async () => {
      const bytes = zipOf([{ name: 'a.npy', content: zeros(2 ** 22), method: 8 }]);
      expect(bytes.length).toBeLessThan(2 ** 22 / 900);
      expect((await readNpz(bytes)).get('a')?.shape).toEqual([2 ** 22]);
    });
  });

  test('no archive at all', async () => {
    await expect(readNpz(new Uint8Array(100), { name: 'f' })).rejects.toThrow(
      'readNpz: f is not a zip archive, or is truncated. Got 100 bytes without an end record.',
    );
  });
});
