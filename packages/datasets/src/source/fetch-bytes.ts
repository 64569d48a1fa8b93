import { DataError } from '@mariana/tensor';
import { type Bytes, countBytes, joinBytes } from '../bytes/bytes.ts';

/** A connection that brings nothing for this many milliseconds is given up. */
const stallTime = 30_000;

/** Options of {@link fetchBytes}. */
export interface FetchOptions {
  /** No more than this many bytes are taken. */
  maxBytes: number;
  /**
   * What it means that the server has no such file: an error, or undefined. Many servers of pages answer every unknown
   * address with a page of theirs, so that HTML counts as none.
   */
  absent?: 'error' | 'undefined' | undefined;
  signal?: AbortSignal | undefined;
  /** Called as bytes arrive; `total` where the server says it. */
  onProgress?: ((loaded: number, total: number | undefined) => void) | undefined;
  /** @defaultValue 30000 */
  stallMilliseconds?: number | undefined;
}

/**
 * Fetches a file as a whole.
 *
 * @returns its content; undefined only with `absent: 'undefined'`
 * @throws DataError that names the address, when it cannot be fetched, ends early, stalls or is too long
 * @throws the signal's reason when that aborts
 */
export async function fetchBytes(
  url: string,
  options: FetchOptions & { absent: 'undefined' },
): Promise<Bytes | undefined>;
export async function fetchBytes(url: string, options: FetchOptions): Promise<Bytes>;
export async function fetchBytes(url: string, options: FetchOptions): Promise<Bytes | undefined> {
  const { signal, absent, stallMilliseconds = stallTime } = options;
  signal?.throwIfAborted();
  const stall = new AbortController();
  const giveUp = () => stall.abort(new Error(`nothing arrived for ${stallMilliseconds / 1000} s`));
  const abort = () => stall.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  let timer = setTimeout(giveUp, stallMilliseconds);
  try {
    const response = await fetch(url, { signal: stall.signal });
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
    if (absent === 'undefined' && (response.status === 404 || isPage)) return undefined;
    if (!response.ok) throw new Error(`status ${response.status} ${response.statusText}`.trim());
    return await readBody(response, options, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, stallMilliseconds);
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DataError('fetch', `${url} cannot be fetched`, { got: reasonOf(cause), cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    stall.abort(); // closes a connection whose body was not read to the end
  }
}

async function readBody(response: Response, options: FetchOptions, onChunk: () => void): Promise<Bytes> {
  const { maxBytes, onProgress } = options;
  // With a content-encoding the length counts compressed bytes, which is no measure of what arrives here.
  const header = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
  const total = header === null ? undefined : Number(header);
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new Error(`${reasonOf(cause)}, after ${countBytes(loaded)}${total === undefined ? '' : ` of ${total}`}`);
    });
    if (done) break;
    onChunk();
    loaded += value.length;
    if (loaded > maxBytes) throw new Error(`more than ${countBytes(maxBytes)}`);
    chunks.push(value);
    onProgress?.(loaded, total);
  }
  if (total !== undefined && loaded !== total) throw new Error(`${countBytes(loaded)} of ${total}`);
  return joinBytes(chunks);
}

/** fetch says "fetch failed", and why only in the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner =
    error.cause instanceof Error ? error.cause.message || (error.cause as { code?: string }).code : undefined;
  return inner ? `${error.message} (${inner})` : error.message;
}
