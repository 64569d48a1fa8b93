import type { Bytes } from '../bytes/bytes.ts';

/**
 * A place that holds files by name: a directory, a cache of the browser, or an address that they are fetched below.
 * Names may contain `/`.
 */
export interface Folder {
  /** How the place is named to people: a path or an address. */
  readonly location: string;
  /** How one of its files is named to people. */
  pathOf(name: string): string;
  /**
   * The file's content, or undefined where there is no such file.
   *
   * @param signal - ends it early
   * @throws DataError when it is there and is no regular file, cannot be read, or is longer than `maxBytes`
   * @throws the signal's reason when that aborts
   */
  read(name: string, maxBytes: number, signal?: AbortSignal): Promise<Bytes | undefined>;
  /** The names in a folder of it, or undefined where there is none; absent where folders cannot be listed. */
  list?(name: string): Promise<string[] | undefined>;
}

/** A folder that is also written. */
export interface CacheFolder extends Folder {
  /**
   * Writes a file as a whole or not at all: under another name first, flushed to the disk, then renamed.
   *
   * @throws DataError when it cannot be written; nothing half-written is left then
   */
  write(name: string, bytes: Bytes): Promise<void>;
  /** Removes a file; one that cannot be removed stays. */
  remove(name: string): Promise<void>;
}

/** What the sources need of Node.js or the browser; `#platform` is the one of the two that runs. */
export interface Platform {
  /** A variable of the environment; undefined where it is unset or empty, or there is no environment. */
  environment(name: string): string | undefined;
  /**
   * The folder for files that were downloaded.
   *
   * @param location - where, if not in the usual place
   * @throws DataError when there is no usual place
   */
  cacheFolder(location: string | undefined): Promise<CacheFolder>;
  /**
   * A folder that somebody named.
   *
   * @throws DataError when it is no folder
   */
  dataFolder(location: string): Promise<Folder>;
  /** The folder of an installed npm package; undefined where it is not installed. */
  packageFolder(name: string): Promise<Folder | undefined>;
}
