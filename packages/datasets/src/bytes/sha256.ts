import { DataError } from '@mariana/tensor';
import type { Bytes } from './bytes.ts';

/**
 * The SHA-256 of a file's content, by WebCrypto.
 *
 * @returns 64 lower-case hexadecimal digits
 * @throws DataError where there is no WebCrypto: browsers offer it to pages of https and localhost alone
 */
export async function sha256(bytes: Bytes): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new DataError('sha256', 'there is no WebCrypto here, so the data cannot be checked', {
      fix: 'Serve the page over https or from localhost',
    });
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
