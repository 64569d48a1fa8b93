/** Bytes that arrive in chunks, taken in pieces of any size. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #position = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** How many bytes were taken or skipped. */
  get position(): number {
    return this.#position;
  }

  /** The next bytes, or undefined where there are not as many. Memory is taken as they arrive, not as they are promised. */
  async take(length: number): Promise<Uint8Array | undefined> {
    const pieces: Uint8Array[] = [];
    for (let missing = length; missing > 0; ) {
      const piece = await this.#next(missing);
      if (piece === undefined) return undefined;
      pieces.push(piece);
      missing -= piece.length;
    }
    if (pieces.length === 1) return pieces[0];
    const joined = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length;
    }
    return joined;
  }

  /** Passes over bytes; false where there are not as many. */
  async skip(length: number): Promise<boolean> {
    for (let missing = length; missing > 0; ) {
      const piece = await this.#next(missing);
      if (piece === undefined) return false;
      missing -= piece.length;
    }
    return true;
  }

  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#chunk.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#chunk = value;
    }
    const piece = this.#chunk.subarray(0, most);
    this.#chunk = this.#chunk.subarray(piece.length);
    this.#position += piece.length;
    return piece;
  }
}
