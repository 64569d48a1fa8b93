import { DataError } from '@mariana/tensor';
import type { Bytes } from '../bytes/bytes.ts';
import { fetchBytes } from '../source/fetch-bytes.ts';
import type { CacheFolder, Folder, Platform } from './platform.ts';

/** The platform of browsers: the cache is the Cache API's, a directory is an address to fetch below. */
export const platform: Platform = {
  environment: () => undefined,

  async cacheFolder(location) {
    if (globalThis.caches === undefined) {
      throw new DataError('openCache', 'this page has no Cache API', {
        fix: 'Serve it over https or from localhost',
      });
    }
    return new BrowserCache(location ?? 'mariana');
  },

  async dataFolder(location) {
    const page = globalThis.location?.href;
    if (!URL.canParse(location, page)) {
      throw new DataError('openDirectory', `${location} is not an address`, {
        expected: 'one that files are fetched below, such as /data/ or https://example.org/data/',
      });
    }
    return new WebFolder(new URL(location, page).href.replace(/\/?$/, '/'));
  },

  packageFolder: async () => undefined, // a page has no node_modules; name their address as the directory
};

class WebFolder implements Folder {
  readonly location: string;

  constructor(location: string) {
    this.location = location;
  }

  pathOf(name: string): string {
    return new URL(name, this.location).href;
  }

  read(name: string, maxBytes: number, signal?: AbortSignal): Promise<Bytes | undefined> {
    return fetchBytes(this.pathOf(name), { maxBytes, absent: 'undefined', signal });
  }
}

/** Each file is an entry of one named cache, under an address of its own that is never fetched. */
class BrowserCache implements CacheFolder {
  readonly location: string;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.location = `the browser's cache '${name}'`;
  }

  pathOf(name: string): string {
    return `${name} in ${this.location}`;
  }

  async read(name: string, maxBytes: number): Promise<Bytes | undefined> {
    const cache = await caches.open(this.#name);
    const response = await cache.match(addressOf(name));
    if (response === undefined) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > maxBytes) throw new DataError('readFile', `${this.pathOf(name)} is too long`);
    return bytes;
  }

  async write(name: string, bytes: Bytes): Promise<void> {
    try {
      const cache = await caches.open(this.#name);
      await cache.put(addressOf(name), new Response(bytes)); // as a whole or not at all
    } catch (cause) {
      throw new DataError('writeFile', `${this.pathOf(name)} cannot be written`, { got: String(cause), cause });
    }
  }

  async remove(name: string): Promise<void> {
    const cache = await caches.open(this.#name);
    await cache.delete(addressOf(name));
  }
}

function addressOf(name: string): string {
  return `https://mariana.invalid/${name}`;
}
