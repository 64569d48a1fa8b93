/** What differs between Node.js and browsers. */
export interface Platform {
  /** The whole of a file, or of what an address gives. */
  readFile(source: string | URL): Promise<Uint8Array>;
  /** Writes a file as a whole or not at all. */
  writeFile(path: string | URL, bytes: Uint8Array): Promise<void>;
}
