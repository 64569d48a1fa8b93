/** The content of a file. (WebCrypto and Blob take no view of shared memory, hence the buffer's type.) */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Chunks, joined into one array. */
export function joinBytes(chunks: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

/** `1 byte`, `60008 bytes`. */
export function countBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
