import { FormatError } from '@mariana/tensor';
import { countBytes } from '../bytes/bytes.ts';

/** The bytes of a pickle, read in order; nothing beyond the end is read. */
export class PickleReader {
  readonly #op: string;
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(op: string, name: string, bytes: Uint8Array, start: number) {
    this.#op = op;
    this.#name = name;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  /** Where the next byte stands. */
  get at(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  uint64(): number {
    return this.#safe(this.#view.getBigUint64(this.#take(8), true));
  }

  /** A whole number in two's complement of any number of bytes. */
  long(length: number): number {
    let value = 0n;
    const bytes = this.bytes(length);
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
    return this.#safe(BigInt.asIntN(8 * length, value));
  }

  /** @throws FormatError if there are fewer */
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }

  /** What stands before the next line break, which is passed over. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.wrong('ends inside a line');
    const line = this.text(end - this.#at);
    this.#at++;
    return line;
  }

  /** An error that names the file and the place. */
  wrong(what: string, got?: string, expected?: string): FormatError {
    return new FormatError(this.#op, `${this.#name} ${what}, at byte ${this.#at}`, { got, expected });
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.#bytes.length) {
      throw this.wrong('is truncated', countBytes(this.#bytes.length - start), `${length} more`);
    }
    this.#at += length;
    return start;
  }

  #safe(value: bigint): number {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw this.wrong('holds a whole number that is too large', String(value));
    return number;
  }
}
