import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolationHeaders } from './isolation-headers.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', '.vitepress', 'dist');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** The file that a request's path names, inside the site; undefined if there is none. */
async function fileOf(path) {
  const wanted = normalize(join(dist, decodeURIComponent(path)));
  if (wanted !== dist && !wanted.startsWith(dist + sep)) return undefined;
  for (const candidate of [wanted, `${wanted}.html`, join(wanted, 'index.html')]) {
    if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
  }
  return undefined;
}

/**
 * Serves the built site on 127.0.0.1.
 *
 * @param port 0 takes any that is free; one that is taken is replaced by a free one
 * @param isolated whether to send the headers that allow threads
 * @returns `{ url, close() }`
 */
export async function serve(port, { isolated = true } = {}) {
  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const file = (await fileOf(pathname)) ?? join(dist, '404.html');
      response.writeHead(file.endsWith('404.html') ? 404 : 200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        ...(isolated ? isolationHeaders : {}),
      });
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
    } catch {
      response.writeHead(400).end('bad request');
    }
  });
  const listen = (wanted) =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(port).catch((error) => (error.code === 'EADDRINUSE' ? listen(0) : Promise.reject(error)));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
