import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Bytes } from '../bytes/bytes.ts';
import { sha256 } from '../bytes/sha256.ts';
import { platform as node } from '../platform/node.ts';
import type { Platform } from '../platform/platform.ts';
import { type ResolvedSource, resolveSource } from './resolve.ts';
import type { LoadOptions, Source } from './source.ts';

/** The files of the test's data set. */
export const images = Uint8Array.from({ length: 70_000 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) % 251);
export const labels = Uint8Array.from({ length: 300 }, (_, i) => i % 10);

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A folder with all that a search may find, and a server on loopback: new for each test of the file that calls this. */
export class World {
  /** The folder; its `cache` is the cache, its `node_modules` holds the packages. */
  root = '';
  /** The server's address. */
  base = '';
  /** What the server says to which path; 404 to all others. */
  answers: Record<string, Answer> = {};
  /** The paths that it was asked for. */
  asked: string[] = [];
  notices: string[] = [];
  source: Source = { name: 'digits', folders: [], forms: [] };
  #server: Server | undefined;

  constructor() {
    beforeEach(() => this.#begin());
    afterEach(() => this.#end());
  }

  async #begin(): Promise<void> {
    this.root = await mkdtemp(join(tmpdir(), 'mariana datasets-'));
    this.answers = {
      '/a/images.gz': (_, response) => response.end(gzipSync(images)),
      '/a/labels.gz': (_, response) => response.end(gzipSync(labels)),
    };
    this.asked = [];
    this.notices = [];
    const server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      const answer = this.answers[request.url ?? ''];
      if (answer) answer(request, response);
      else response.writeHead(404).end('nothing here');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    this.#server = server;
    this.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const files = [await this.#file('images', images), await this.#file('labels', labels)];
    const form = { files, package: { name: 'digits-data', folder: 'data' } };
    this.source = { name: 'digits', folders: ['digits'], forms: [form] };
    vi.stubEnv('MARIANA_DATA', '');
    vi.stubEnv('MARIANA_CACHE', join(this.root, 'cache'));
  }

  async #end(): Promise<void> {
    vi.unstubAllEnvs();
    this.#server?.closeAllConnections();
    await new Promise((closed) => this.#server?.close(closed));
    await rm(this.root, { recursive: true, force: true });
  }

  async #file(name: string, content: Bytes) {
    const urls = [`${this.base}/a/${name}.gz`, `${this.base}/b/${name}`];
    return { name, bytes: content.length, sha256: await sha256(content), gzip: true, urls };
  }

  /** Node.js's platform, with the packages of this world. */
  get platform(): Platform {
    return {
      ...node,
      packageFolder: async (name) => {
        const folder = join(this.root, 'node_modules', name);
        return (await readdir(folder).catch(() => undefined)) && node.dataFolder(folder);
      },
    };
  }

  load(options: LoadOptions = {}, platform = this.platform): Promise<ResolvedSource> {
    const onNotice = (notice: string) => this.notices.push(notice);
    return resolveSource('digits.load', this.source, { onNotice, ...options }, platform);
  }

  async put(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), content);
  }

  async putWhole(folder: string): Promise<void> {
    await this.put(`${folder}/images`, images);
    await this.put(`${folder}/labels.gz`, gzipSync(labels));
  }

  /** The names of the files that the cache holds. */
  cached(): Promise<string[]> {
    return readdir(join(this.root, 'cache/digits')).catch(() => []);
  }
}

export function expectWhole({ files }: ResolvedSource): void {
  expect(Buffer.compare(files.get('images')!, images)).toBe(0);
  expect(Buffer.compare(files.get('labels')!, labels)).toBe(0);
}
