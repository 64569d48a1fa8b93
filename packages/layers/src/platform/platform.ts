import type { ByteSource } from '../saving/byte-source.ts';
import type { Pieces } from './atomic.ts';

/** What differs between Node.js and browsers. */
export interface Platform {
  /**
   * Opens a file, to be read by position.
   *
   * @param op - who asks, for messages
   * @returns undefined where the place is an address, to be fetched
   * @throws DataError if the file cannot be read
   */
  openFile(op: string, place: string | URL): Promise<ByteSource | undefined>;
  /**
   * Writes a file as a whole or not at all.
   *
   * @throws DataError if it cannot be written; ArgumentError if the place is not one of a file
   */
  writeFile(op: string, place: string | URL, pieces: Pieces): Promise<void>;
}
