import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../bytes/sha256.ts';
import { resolveSource } from '../source/resolve.ts';
import type { Source } from '../source/source.ts';
import { platform } from './browser.ts';

// The browser's part on Node.js: fetch is the same, the Cache API is a map that the test holds.

const digits = Uint8Array.from({ length: 1000 }, (_, i) => i % 255);
let stored: Map<string, Response>;
let full: boolean;
let server: Server;
let base: string;
let source: Source;

beforeEach(async () => {
  stored = new Map();
  full = false;
  vi.stubGlobal('caches', {
    open: async (name: string) => ({
      match: async (address: string) => stored.get(`${name} ${address}`)?.clone(),
      put: async (address: string, response: Response) => {
        if (full) throw new DOMException('Quota exceeded.', 'QuotaExceededError');
        stored.set(`${name} ${address}`, response);
      },
      delete: async (address: string) => stored.delete(`${name} ${address}`),
    }),
  });
  server = createServer((request, response) => {
    if (request.url === '/data/digits' || request.url === '/download/digits') response.end(digits);
    else if (request.url?.startsWith('/app/')) response.setHeader('content-type', 'text/html').end('<html></html>');
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubGlobal('location', new URL(`${base}/page.html`));
  const hash = await sha256(digits);
  const file = { name: 'digits', bytes: digits.length, sha256: hash, gzip: true, urls: [`${base}/download/digits`] };
  source = { name: 'small', folders: [], forms: [{ files: [file], package: { name: 'small-data', folder: 'data' } }] };
});

afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const load = (options: Parameters<typeof resolveSource>[2] = {}) =>
  resolveSource('small.load', source, { onNotice: () => {}, ...options }, platform);

test('downloads, keeps it in the Cache API, and finds it there the next time', async () => {
  expect((await load()).origin.place).toBe('download');
  expect([...stored.keys()]).toEqual(['mariana https://mariana.invalid/small/digits']);
  const again = await load({ download: false });
  expect(again.origin.description).toBe("cache the browser's cache 'mariana'");
  expect(again.files.get('digits')).toEqual(digits);
});

test('a damaged entry is removed and fetched again', async () => {
  stored.set('mine https://mariana.invalid/small/digits', new Response('x'));
  const { origin } = await load({ cache: 'mine' });
  expect(origin.notices).toEqual([expect.stringMatching(/digits in the browser's cache 'mine' is truncated/)]);
  expect((await load({ cache: 'mine' })).origin).toMatchObject({ place: 'cache', notices: [] });
});

test('a full disk: the data is there, with a notice', async () => {
  full = true;
  const { origin, files } = await load();
  expect(files.get('digits')).toEqual(digits);
  expect(origin.notices).toEqual([expect.stringMatching(/not kept for the next time: .*Quota exceeded/)]);
});

test('a page without Cache API (plain http): a notice, and the data', async () => {
  vi.stubGlobal('caches', undefined);
  const { origin } = await load();
  expect(origin.place).toBe('download');
  expect(origin.notices).toEqual(['openCache: this page has no Cache API. Serve it over https or from localhost.']);
});

describe('the option directory', () => {
  test('is an address, relative to the page or whole, with or without a slash at its end', async () => {
    for (const directory of ['/data/', 'data', `${base}/data`]) {
      expect((await load({ directory })).origin.files).toEqual([`${base}/data/digits`]);
    }
  });

  test('a server that answers unknown addresses with a page of its own has nothing', async () => {
    await expect(load({ directory: '/app/' })).rejects.toThrow(/was not found in http.*\/app\/\. Got nothing of it/);
    await expect(load({ directory: '/nowhere/' })).rejects.toThrow(/was not found in http.*\/nowhere\//);
  });

  test('no address at all', async () => {
    await expect(load({ directory: 'http://' })).rejects.toThrow(
      /names no directory\. Got 'http:\/\/': .*is not an address/,
    );
  });
});
