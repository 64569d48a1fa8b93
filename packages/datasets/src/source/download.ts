import { MarianaError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { checkedContent, compressedLimit, type FoundFile } from './read-file.ts';
import type { Search } from './search.ts';
import type { SourceFile } from './source.ts';

/**
 * Downloads a file from the first of its addresses that has it, and keeps it in the cache. A cache that cannot be
 * written is worth a notice, and no more: the file is there.
 *
 * @returns undefined when no address brought the pinned content; why is in `search.tried`
 */
export async function download(search: Search, file: SourceFile): Promise<FoundFile | undefined> {
  const { signal, onProgress } = search.options;
  for (const url of file.urls) {
    try {
      const bytes = await fetchBytes(url, {
        maxBytes: compressedLimit(file.bytes),
        signal,
        onProgress: (loaded, total) => onProgress?.({ file: file.name, loaded, total }),
      });
      const content = await checkedContent(bytes, file, url);
      const name = content === bytes ? file.name : `${file.name}.gz`;
      await keep(search, `${search.source.name}/${name}`, bytes);
      return { content, path: url };
    } catch (error) {
      if (!MarianaError.isInstance(error)) throw error;
      search.tried.push(error.message);
    }
  }
  return undefined;
}

async function keep(search: Search, name: string, bytes: Bytes): Promise<void> {
  try {
    await search.cache?.write(name, bytes);
  } catch (error) {
    if (!MarianaError.isInstance(error)) throw error;
    search.cache = undefined; // one notice is enough
    search.notice(`the data is loaded, but not kept for the next time: ${error.message}`);
  }
}
