import { DataError, MarianaError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import type { CacheFolder, Folder, Platform } from '../platform/platform.ts';
import { download } from './download.ts';
import { type FoundFile, readFile } from './read-file.ts';
import type { Search } from './search.ts';
import type { DataOrigin, LoadOptions, OriginPlace, Source, SourceFile, SourceForm } from './source.ts';

/** A data set that was found: the content of its files, by name. */
export interface ResolvedSource {
  readonly form: SourceForm;
  readonly files: ReadonlyMap<string, Bytes>;
  readonly origin: DataOrigin;
}

/** The sound files that a place has of one form. */
type Found = ReadonlyMap<SourceFile, FoundFile>;

/**
 * Finds a data set: in the cache, in the directory that MARIANA_DATA names, in an installed npm package, or by
 * download; with `directory`, there alone. Every file is checked against its pinned hash, wherever it comes from.
 *
 * @param op - who asks, for messages
 * @throws DataError that says where it was looked for and how to get it
 */
export async function resolveSource(
  op: string,
  source: Source,
  options: LoadOptions,
  platform: Platform,
): Promise<ResolvedSource> {
  const notices: string[] = [];
  const { onNotice = console.warn } = options;
  const notice = (text: string) => {
    notices.push(text);
    onNotice(`${op}: ${text}`);
  };
  const search: Search = { op, source, options, notice, tried: [], cache: undefined };
  if (options.directory !== undefined) {
    const folder = await openDirectory(search, platform, options.directory, 'the option directory');
    const found = await searchFolder(search, folder, foldersOf(source));
    if (found.whole) return resolved('directory', folder.location, found.whole, found.files, notices);
    throw notFound(search, `in ${folder.location}`);
  }
  const cache = await openCache(search, platform);
  search.cache = cache;
  const cached = cache && (await searchFolder(search, cache, [`${source.name}/`], (name) => cache.remove(name)));
  if (cached?.whole) return resolved('cache', cache?.location ?? '', cached.whole, cached.files, notices);
  return (
    (await searchNamedDirectory(search, platform, notices)) ??
    (await searchPackages(search, platform, notices)) ??
    (await searchWeb(search, cached?.files, notices))
  );
}

async function searchNamedDirectory(search: Search, platform: Platform, notices: string[]) {
  const name = platform.environment('MARIANA_DATA');
  if (name === undefined) {
    search.tried.push('MARIANA_DATA is not set');
    return undefined;
  }
  const folder = await openDirectory(search, platform, name, 'MARIANA_DATA');
  const { whole, files } = await searchFolder(search, folder, foldersOf(search.source));
  return whole && resolved('directory', folder.location, whole, files, notices);
}

async function searchPackages(search: Search, platform: Platform, notices: string[]) {
  for (const form of search.source.forms) {
    if (form.package === undefined) continue;
    const { name, folder: inside } = form.package;
    const folder = await platform.packageFolder(name);
    if (folder === undefined) {
      search.tried.push(`the npm package ${name} is not installed`);
      continue;
    }
    const { whole, files } = await searchFolder(search, folder, [`${inside}/`], undefined, [form]);
    if (whole) return resolved('package', `${name} (${folder.location})`, whole, files, notices);
  }
  return undefined;
}

async function searchWeb(search: Search, cached: Found | undefined, notices: string[]) {
  if (search.options.download === false) {
    search.tried.push('downloads are not allowed');
    throw notFound(search, 'on this machine');
  }
  for (const form of search.source.forms) {
    const files = await downloadForm(search, form, cached);
    if (files === undefined) continue;
    const last = [...files.values()].at(-1)?.path ?? '';
    return resolved('download', new URL(last).host, form, files, notices);
  }
  throw notFound(search, 'anywhere');
}

/** Downloads the files of a form that the cache lacks; undefined as soon as one is not to be had. */
async function downloadForm(search: Search, form: SourceForm, cached: Found | undefined): Promise<Found | undefined> {
  const files = new Map<SourceFile, FoundFile>();
  for (const file of form.files) {
    const kept = cached?.get(file);
    if (kept) files.set(file, kept);
  }
  for (const file of form.files) {
    if (files.has(file)) continue;
    const found = await download(search, file);
    if (found === undefined) return undefined;
    files.set(file, found);
  }
  return files;
}

/**
 * Looks for the forms of a source in a folder.
 *
 * @param onDamaged - what to do with a damaged file, beyond saying so
 * @returns the first form that is whole, with its files; else the sound files that there are of any form
 */
async function searchFolder(
  { source, options, notice, tried }: Search,
  folder: Folder,
  prefixes: readonly string[],
  onDamaged: (name: string) => Promise<void> = async () => {},
  forms: readonly SourceForm[] = source.forms,
): Promise<{ whole?: SourceForm | undefined; files: Found }> {
  const files = new Map<SourceFile, FoundFile>();
  const missing: string[] = [];
  for (const form of forms) {
    const before = files.size;
    const absent: string[] = [];
    for (const file of form.files) {
      options.signal?.throwIfAborted();
      const found = await readFile(folder, prefixes, file, options.signal, async (error, name) => {
        tried.push(error.message);
        notice(error.message);
        await onDamaged(name);
      });
      if (found) files.set(file, found);
      else absent.push(file.name);
    }
    if (absent.length === 0) return { whole: form, files };
    if (files.size > before) missing.push(...absent); // some of the form is here, so that the rest is worth naming
  }
  tried.push(
    missing.length === 0 ? `nothing of it in ${folder.location}` : `${folder.location} lacks ${missing.join(', ')}`,
  );
  return { files };
}

async function openCache(search: Search, platform: Platform): Promise<CacheFolder | undefined> {
  if (search.options.cache === false) return undefined;
  try {
    return await platform.cacheFolder(search.options.cache);
  } catch (error) {
    if (!MarianaError.isInstance(error)) throw error;
    search.notice(error.message);
    return undefined;
  }
}

async function openDirectory(search: Search, platform: Platform, path: string, namedBy: string): Promise<Folder> {
  try {
    return await platform.dataFolder(path);
  } catch (cause) {
    if (!MarianaError.isInstance(cause)) throw cause;
    throw new DataError(search.op, `${namedBy} names no directory`, {
      got: `'${path}': ${cause.message}`,
      expected: `a directory that holds ${filesOf(search.source)}`,
      cause,
    });
  }
}

function foldersOf(source: Source): string[] {
  return ['', ...source.folders.map((folder) => `${folder}/`)];
}

function filesOf(source: Source): string {
  return source.forms
    .map(({ files }) => files.map(({ name, gzip }) => (gzip ? `${name} or ${name}.gz` : name)).join(', '))
    .join('; or ');
}

function notFound({ op, source, tried }: Search, where: string): DataError {
  const packages = source.forms.flatMap((form) => (form.package ? [`npm install ${form.package.name}`] : []));
  return new DataError(op, `the data set ${source.name} was not found ${where}`, {
    got: tried.map((text) => text.replace(/\.$/, '')).join('; '),
    expected: filesOf(source),
    fix: [...packages, source.hint ?? 'put the files in a directory and name it in MARIANA_DATA'].join(', or '),
  });
}

const placeNames: Readonly<Record<OriginPlace, string>> = {
  cache: 'cache',
  directory: 'directory',
  package: 'npm package',
  download: 'downloaded from',
};

function resolved(
  place: OriginPlace,
  location: string,
  form: SourceForm,
  found: Found,
  notices: readonly string[],
): ResolvedSource {
  const files = new Map<string, Bytes>();
  const paths: string[] = [];
  for (const file of form.files) {
    const { content, path } = found.get(file) as FoundFile;
    files.set(file.name, content);
    paths.push(path);
  }
  const description = `${placeNames[place]} ${location}`;
  return { form, files, origin: { place, location, files: paths, notices, description } };
}
