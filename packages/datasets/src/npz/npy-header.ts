import { FormatError } from '@mariana/tensor';
import { countBytes } from '../bytes/bytes.ts';

/** What an `.npy` file says before its elements. */
export interface NpyHeader {
  /** '<' or '>' for the byte order, '|' where there is none. */
  readonly order: string;
  /** NumPy's kind and width: 'i4', or 'O' for Python objects. */
  readonly code: string;
  /** Whether the first index changes fastest, not the last. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** The byte where the elements begin. */
  readonly start: number;
}

/** The longest header of version 1. Those of NumPy's plain dtypes have 118 bytes. */
const longest = 65_535;
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Whether the bytes hold a whole header, or enough to tell that {@link npyHeader} refuses it. */
export function hasNpyHeader(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const start = startOf(bytes) as number;
  return bytes.length >= start || start > 12 + longest || !magic.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads the header of an `.npy` file: `\x93NUMPY`, two bytes of version, the header's length, and a Python dictionary.
 *
 * @throws FormatError that says what is wrong with it, and where
 * @source numpy.lib.format
 */
export function npyHeader(op: string, name: string, bytes: Uint8Array): NpyHeader {
  if (!magic.every((byte, at) => bytes[at] === byte)) {
    throw new FormatError(op, `${name} does not begin as a NumPy file does`, {
      expected: `${magic.map((byte) => byte.toString(16)).join(' ')} at byte 0`,
    });
  }
  const major = bytes[6];
  if (major === undefined || major < 1 || major > 3) {
    throw new FormatError(op, `${name} is of an unknown version, at byte 6`, {
      got: String(major),
      expected: '1, 2 or 3',
    });
  }
  const at = major === 1 ? 10 : 12;
  const start = startOf(bytes);
  if (start === undefined) throw new FormatError(op, `${name} ends inside the header, at byte ${bytes.length}`);
  if (start - at > longest) {
    throw new FormatError(op, `${name} has a header of a length that is not read`, {
      got: countBytes(start - at),
      expected: `at most ${countBytes(longest)}`,
    });
  }
  if (bytes.length < start) {
    throw new FormatError(op, `${name} ends inside the header`, {
      got: countBytes(bytes.length),
      expected: `at least ${start}`,
    });
  }
  return { ...readDictionary(op, name, new TextDecoder().decode(bytes.subarray(at, start)), at), start };
}

/** Where the elements begin, as the length of the header says; undefined where the bytes end before it. */
function startOf(bytes: Uint8Array): number | undefined {
  const at = bytes[6] === 1 ? 10 : 12;
  if (bytes.length < at) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return at + (at === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
}

/** The keys, in any order, and the pattern of each one's value. */
const values = {
  descr: /'([^'\\]*)'|"([^"\\]*)"/y,
  fortran_order: /True|False/y,
  shape: /\(\s*(?:\)|\d+L?\s*,\s*(?:\d+L?\s*,\s*)*(?:\d+L?\s*)?\))/y, // L ends the long numbers of Python 2
} as const;

type Key = keyof typeof values;

/** The dictionary, a Python literal: strings in either quotes, True and False, and a tuple of sizes. */
function readDictionary(op: string, name: string, text: string, offset: number): Omit<NpyHeader, 'start'> {
  const found = new Map<string, string>();
  let at = 0;
  const wrong = (what: string, expected: string) =>
    new FormatError(op, `${name} has a header ${what}`, { got: text.trim().slice(0, 120), expected });
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    at += match?.length ?? 0;
    return match;
  };
  const need = (pattern: RegExp, expected: string): string => {
    const match = take(pattern);
    if (match !== undefined) return match;
    throw wrong(`that is not read, at byte ${offset + at}`, expected);
  };
  need(/\s*\{\s*/y, 'a dictionary of descr, fortran_order and shape');
  while (take(/\}\s*$/y) === undefined) {
    const key = need(/'\w+'|"\w+"/y, 'a key, in quotes').slice(1, -1);
    if (!Object.hasOwn(values, key)) throw wrong(`with the key '${key}'`, 'descr, fortran_order and shape');
    if (found.has(key)) throw wrong(`with '${key}' twice`, 'each key once');
    need(/\s*:\s*/y, 'a colon');
    found.set(key, need(values[key as Key], expectations[key as Key]));
    need(/\s*(?:,\s*|(?=\}))/y, 'a comma, or the end of the dictionary');
  }
  const valueOf = (key: Key): string => {
    const value = found.get(key);
    if (value === undefined) throw wrong(`without ${key}`, 'descr, fortran_order and shape');
    return value;
  };
  const descr = valueOf('descr').slice(1, -1);
  const [, order, code] = /^([<>|=]?)([a-zA-Z]\d*)$/.exec(descr) ?? [];
  if (order === undefined || code === undefined) throw wrong('whose descr is not a dtype', expectations.descr);
  const shape = (valueOf('shape').match(/\d+/g) ?? []).map(Number);
  return { order, code, fortran: valueOf('fortran_order') === 'True', shape };
}

const expectations: { readonly [K in Key]: string } = {
  descr: "one plain dtype, such as '<f4'",
  fortran_order: 'True or False',
  shape: 'a tuple of sizes, such as (60000, 28, 28)',
};
