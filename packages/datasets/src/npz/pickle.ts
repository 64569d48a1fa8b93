import { numpyArray, withState } from './numpy-pickle.ts';
import { PickleReader } from './pickle-reader.ts';
import { Global, knownGlobals, type PickleValue, Tuple } from './pickle-values.ts';

/**
 * Reads the pickle of a NumPy array of Python objects: numbers, texts, lists and tuples, and the array around them.
 *
 * A pickle is a program for a small stack machine that can call whatever Python has. This reader knows only the
 * instructions that build such data, of protocols 0 to 5, and calls nothing; everything else is refused.
 *
 * @param bytes - the file, in which the pickle begins at `start` and goes to the end
 * @throws FormatError that says what was refused, and where
 * @source `pickletools` of Python, which describes the instructions; `RestrictedUnpickler` of `keras.src.datasets`
 */
export function readPickle(op: string, name: string, bytes: Uint8Array, start: number): PickleValue {
  const machine = new Machine(new PickleReader(op, name, bytes, start));
  return machine.run();
}

class Machine {
  readonly #reader: PickleReader;
  readonly #stack: PickleValue[] = [];
  /** Where on the stack the open marks stand. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(reader: PickleReader) {
    this.#reader = reader;
  }

  run(): PickleValue {
    const reader = this.#reader;
    for (;;) {
      const code = reader.uint8();
      if (code === 0x2e) break; // STOP
      if (!this.#number(code) && !this.#container(code) && !this.#memory(code) && !this.#text(code)) {
        const shown = `${code.toString(16).padStart(2, '0')} ('${String.fromCharCode(code)}')`;
        throw reader.wrong('has an instruction that is not allowed', shown, 'those that build lists of numbers');
      }
    }
    const result = this.#pop();
    if (this.#stack.length > 0) throw reader.wrong('leaves more than one value');
    if (!reader.atEnd) throw reader.wrong('has bytes after its end');
    return result;
  }

  /** Numbers and constants. The most frequent come first. */
  #number(code: number): boolean {
    const reader = this.#reader;
    if (code === 0x4b) return this.#push(reader.uint8()); // BININT1
    if (code === 0x4d) return this.#push(reader.uint16()); // BININT2
    if (code === 0x4a) return this.#push(reader.int32()); // BININT
    if (code === 0x8a) return this.#push(reader.long(reader.uint8())); // LONG1
    if (code === 0x4e) return this.#push(null); // NONE
    if (code === 0x88) return this.#push(true); // NEWTRUE
    if (code === 0x89) return this.#push(false); // NEWFALSE
    if (code !== 0x49 && code !== 0x4c) return false; // INT, LONG: in decimal digits
    const line = reader.line();
    if (line === '00' || line === '01') return this.#push(line === '01');
    if (!/^-?\d{1,15}L?$/.test(line)) throw reader.wrong('has a number that is not read', line.slice(0, 40));
    return this.#push(Number.parseInt(line, 10));
  }

  /** Lists, tuples and what is made of them. */
  #container(code: number): boolean {
    if (code === 0x5d) return this.#push([]); // EMPTY_LIST
    if (code === 0x65) return this.#append(this.#sinceMark()); // APPENDS
    if (code === 0x61) return this.#append([this.#pop()]); // APPEND
    if (code === 0x28) return this.#marks.push(this.#stack.length) > 0; // MARK
    if (code === 0x6c) return this.#push(this.#sinceMark()); // LIST
    if (code === 0x74) return this.#push(new Tuple(this.#sinceMark())); // TUPLE
    if (code === 0x29) return this.#push(new Tuple([])); // EMPTY_TUPLE
    if (code >= 0x85 && code <= 0x87) return this.#push(new Tuple(this.#last(code - 0x84))); // TUPLE1, 2, 3
    if (code === 0x52) return this.#reduce(); // REDUCE
    if (code === 0x62) return this.#build(); // BUILD
    return false;
  }

  /** The memo, by which a value stands at several places; frames and the protocol, which say nothing of use. */
  #memory(code: number): boolean {
    const reader = this.#reader;
    if (code === 0x94) return this.#keep(this.#memo.size); // MEMOIZE
    if (code === 0x71) return this.#keep(reader.uint8()); // BINPUT
    if (code === 0x72) return this.#keep(reader.uint32()); // LONG_BINPUT
    if (code === 0x68) return this.#recall(reader.uint8()); // BINGET
    if (code === 0x6a) return this.#recall(reader.uint32()); // LONG_BINGET
    if (code === 0x70) return this.#keep(this.#index(reader.line())); // PUT
    if (code === 0x67) return this.#recall(this.#index(reader.line())); // GET
    if (code === 0x80) return this.#protocol(reader.uint8()); // PROTO
    if (code === 0x95) return reader.uint64() >= 0; // FRAME
    return false;
  }

  /** Texts and the names of Python's things. */
  #text(code: number): boolean {
    const reader = this.#reader;
    if (code === 0x8c) return this.#push(reader.text(reader.uint8())); // SHORT_BINUNICODE
    if (code === 0x58) return this.#push(reader.text(reader.uint32())); // BINUNICODE
    if (code === 0x56) return this.#push(reader.line()); // UNICODE
    if (code === 0x55) return this.#push(reader.text(reader.uint8())); // SHORT_BINSTRING, of Python 2
    if (code === 0x54) return this.#push(reader.text(reader.uint32())); // BINSTRING
    if (code === 0x43) return this.#push(reader.bytes(reader.uint8())); // SHORT_BINBYTES
    if (code === 0x42) return this.#push(reader.bytes(reader.uint32())); // BINBYTES
    if (code === 0x63) return this.#global(reader.line(), reader.line()); // GLOBAL
    if (code !== 0x93) return false; // STACK_GLOBAL
    const [module, name] = this.#last(2);
    return this.#global(module, name);
  }

  #global(module: PickleValue | undefined, name: PickleValue | undefined): boolean {
    const full = `${String(module)}.${String(name)}`;
    if (!Object.hasOwn(knownGlobals, full)) {
      throw this.#reader.wrong('names something of Python that is not allowed', full.slice(0, 80), 'a NumPy array');
    }
    return this.#push(new Global(knownGlobals[full] as Global['kind']));
  }

  #reduce(): boolean {
    const [callee, given] = this.#last(2);
    const value = numpyArray(callee, given);
    if (value === undefined) throw this.#reader.wrong('calls something that is no part of a NumPy array');
    return this.#push(value);
  }

  #build(): boolean {
    const [target, state] = this.#last(2);
    const value = withState(target, state);
    if (value === undefined) throw this.#reader.wrong('has a NumPy array in a form that is not read');
    return this.#push(value);
  }

  #append(items: readonly PickleValue[]): boolean {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw this.#reader.wrong('appends to something that is no list');
    for (const item of items) list.push(item);
    return true;
  }

  #keep(index: number): boolean {
    const value = this.#pop();
    this.#memo.set(index, value);
    return this.#push(value);
  }

  #recall(index: number): boolean {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#reader.wrong('recalls a value that it never kept', String(index));
    // A list within itself, or lists of one list, would be endless or huge once they are gone through.
    if (Array.isArray(value)) throw this.#reader.wrong('holds a list at two places, which is not read');
    return this.#push(value);
  }

  #protocol(version: number): boolean {
    if (version > 5) throw this.#reader.wrong('is of an unknown protocol', String(version), '0 to 5');
    return true;
  }

  #index(line: string): number {
    if (!/^\d{1,9}$/.test(line))
      throw this.#reader.wrong('has a place in its memo that is no number', line.slice(0, 40));
    return Number(line);
  }

  #push(value: PickleValue): boolean {
    this.#stack.push(value);
    return true;
  }

  #pop(): PickleValue {
    return this.#last(1)[0] as PickleValue;
  }

  #last(count: number): PickleValue[] {
    if (this.#stack.length - (this.#marks.at(-1) ?? 0) < count)
      throw this.#reader.wrong('takes a value that is not there');
    return this.#stack.splice(this.#stack.length - count);
  }

  #sinceMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#reader.wrong('closes a mark that it never set');
    return this.#stack.splice(mark);
  }
}
