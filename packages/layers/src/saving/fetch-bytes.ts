import { ArgumentError, DataError } from '@mariana/tensor';

/** How saved models and weights are read. */
export interface LoadOptions {
  /**
   * Aborts the reading when it is aborted itself: `AbortSignal.timeout(60_000)` limits the whole of it.
   * @defaultValue undefined
   */
  signal?: AbortSignal | undefined;
  /**
   * The largest number of bytes that are accepted from an address. Files and bytes are not limited.
   * @defaultValue 2 ** 31
   */
  maxBytes?: number | undefined;
  /**
   * How many milliseconds an address may send nothing before the reading fails.
   * @defaultValue 30_000
   */
  stallMilliseconds?: number | undefined;
}

/** At most this much is set aside on a server's word. */
const maxTrusted = 64 * 2 ** 20;
/** The longest delay that timers take. */
const longestDelay = 2 ** 31 - 1;

/**
 * The bytes that an address sends.
 *
 * @param op - who asks, for messages
 * @throws DataError that names the address, if it cannot be fetched, ends early, stalls or is too long
 * @throws the signal's reason if that aborts
 */
export async function fetchBytes(op: string, address: string | URL, options: LoadOptions): Promise<Uint8Array> {
  const { signal, maxBytes = 2 ** 31, stallMilliseconds = 30_000 } = options;
  checkPositive(op, 'maxBytes', maxBytes);
  checkPositive(op, 'stallMilliseconds', stallMilliseconds);
  const ended = new AbortController();
  const giveUp = () => ended.abort(new Error(`nothing arrived for ${stallMilliseconds / 1000} s`));
  const abort = () => ended.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const delay = Math.min(stallMilliseconds, longestDelay);
  let timer = setTimeout(giveUp, delay);
  try {
    const response = await fetch(address, { signal: ended.signal });
    if (!response.ok) throw new Error(`status ${response.status} ${response.statusText}`.trim());
    return await readBody(response, maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, delay);
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DataError(op, `${address} cannot be fetched`, { got: reasonOf(cause), cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    ended.abort(); // closes a connection whose body was not read to the end
  }
}

async function readBody(response: Response, maxBytes: number, onPiece: () => void): Promise<Uint8Array> {
  // With a content-encoding the length counts compressed bytes, which says nothing about what arrives here.
  const header = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  const total = header === null ? undefined : Number(header);
  if (total !== undefined && total > maxBytes) throw new Error(`${total} bytes, more than maxBytes: ${maxBytes}`);
  let bytes = new Uint8Array(Math.min(total ?? 2 ** 16, maxTrusted));
  let length = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) break;
    onPiece();
    if (length + value.length > maxBytes) throw new Error(`more than maxBytes: ${maxBytes}`);
    if (length + value.length > bytes.length) bytes = grown(bytes, length, length + value.length, total ?? maxBytes);
    bytes.set(value, length);
    length += value.length;
  }
  if (total !== undefined && length !== total) throw new Error(`${length} of ${total} bytes`);
  return bytes.subarray(0, length);
}

/** The first `length` bytes with room for at least `needed`: twice as much, but not beyond what may come. */
function grown(bytes: Uint8Array, length: number, needed: number, limit: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(Math.max(needed, Math.min(2 * bytes.length, limit)));
  result.set(bytes.subarray(0, length));
  return result;
}

function checkPositive(op: string, name: string, value: number): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ArgumentError(op, `${name} is not a positive number`, { got: String(value), expected: 'a number above 0' });
}

/** fetch says "fetch failed", and why only in the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner =
    error.cause instanceof Error ? error.cause.message || (error.cause as { code?: string }).code : undefined;
  return inner ? `${error.message} (${inner})` : error.message;
}
