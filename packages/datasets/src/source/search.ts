import type { CacheFolder } from '../platform/platform.ts';
import type { LoadOptions, Source } from './source.ts';

/** A search for a data set, and what it has learned so far. */
export interface Search {
  /** Who asks, for messages. */
  readonly op: string;
  readonly source: Source;
  readonly options: LoadOptions;
  /** Tells the user of something that did not go as it should. */
  notice(text: string): void;
  /** Where nothing was found and why, for the error at the end. */
  readonly tried: string[];
  /** Where downloads are kept; undefined from the first failure to do so. */
  cache: CacheFolder | undefined;
}
