import { MarianaError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import type { Folder, Platform } from '../platform/platform.ts';
import { resolveSource } from '../source/resolve.ts';
import type { DataOrigin, LoadOptions } from '../source/source.ts';
import type { RankedReviews } from './encode.ts';
import { imdbSource, rawNames } from './imdb-source.ts';
import { readKerasArchive } from './keras-archive.ts';
import { readArchive, readReviewFolder } from './raw-reviews.ts';

const op = 'imdb.load';
/** The official archive has 84 MB. */
const maxArchive = 2 ** 30;

/** Reviews as ranks, wherever they were found; with the words where they came as words. */
export interface FoundReviews {
  readonly train: RankedReviews;
  readonly test: RankedReviews;
  readonly wordIndex?: ReadonlyMap<string, number> | undefined;
  readonly origin: DataOrigin;
}

/**
 * Finds the reviews: Keras's file in the cache or in a named directory; the authors' archive or folder in a named
 * directory; Keras's file by download.
 *
 * @throws DataError that says where it was looked for and what to get
 */
export async function findReviews(options: LoadOptions, platform: Platform): Promise<FoundReviews> {
  const said = new Set<string>();
  const onNotice = (notice: string) => {
    if (!said.has(notice)) (options.onNotice ?? console.warn)(notice);
    said.add(notice);
  };
  const named = options.directory ?? platform.environment('MARIANA_DATA');
  const archive = named === undefined ? undefined : await namedArchive(named, platform, options.signal);
  if (archive !== undefined) return archive;
  try {
    return await fromKeras({ ...options, onNotice, download: false }, platform);
  } catch (error) {
    if (!MarianaError.isInstance(error)) throw error;
    const folder = named === undefined ? undefined : await platform.dataFolder(named).catch(() => undefined);
    const raw = folder && (await rawIn(folder, options.signal));
    if (raw !== undefined) return raw;
    if (options.download === false || options.directory !== undefined) throw error;
  }
  return fromKeras({ ...options, onNotice }, platform);
}

async function fromKeras(options: LoadOptions, platform: Platform): Promise<FoundReviews> {
  const { files, origin } = await resolveSource(op, imdbSource, options, platform);
  return { ...(await readKerasArchive(files.get('imdb.npz') as Bytes)), origin };
}

/** The archive, where the path names it itself. */
async function namedArchive(
  path: string,
  platform: Platform,
  signal: AbortSignal | undefined,
): Promise<FoundReviews | undefined> {
  if (!/\.(tar|tar\.gz|tgz)$/i.test(path)) return undefined;
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const folder = await platform.dataFolder(cut < 0 ? '.' : path.slice(0, cut + 1));
  return archiveIn(folder, path.slice(cut + 1), signal);
}

async function rawIn(folder: Folder, signal: AbortSignal | undefined): Promise<FoundReviews | undefined> {
  for (const prefix of rawNames.folders) {
    const found = await readReviewFolder(folder, prefix, signal);
    if (found !== undefined) return { ...found, origin: originOf(folder.pathOf(prefix).replace(/\/$/, '')) };
  }
  for (const name of rawNames.archives) {
    const found = await archiveIn(folder, name, signal);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function archiveIn(
  folder: Folder,
  name: string,
  signal: AbortSignal | undefined,
): Promise<FoundReviews | undefined> {
  const bytes = await folder.read(name, maxArchive, signal);
  if (bytes === undefined) return undefined;
  const path = folder.pathOf(name);
  return { ...(await readArchive(bytes, path)), origin: originOf(path) };
}

function originOf(path: string): DataOrigin {
  return { place: 'directory', location: path, files: [path], notices: [], description: `the raw reviews in ${path}` };
}
