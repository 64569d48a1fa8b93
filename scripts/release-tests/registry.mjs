import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A registry on loopback that anybody may publish to and that knows nothing but what is published to it. */
export async function startRegistry(folder) {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    [
      'storage: ./storage',
      'auth:\n  htpasswd:\n    file: ./htpasswd',
      'uplinks: {}',
      "packages:\n  '**':\n    access: $all\n    publish: $all\n    unpublish: $all",
      'max_body_size: 100mb',
      'log: { type: file, path: ./verdaccio.log, level: info }',
    ].join('\n'),
  );
  const require = createRequire(import.meta.url);
  const manifest = require('verdaccio/package.json');
  const bin = join(dirname(require.resolve('verdaccio/package.json')), manifest.bin.verdaccio ?? manifest.bin);
  const server = spawn(process.execPath, [bin, '--config', config, '--listen', `127.0.0.1:${port}`], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 300_000,
  });
  const get = async (path) => {
    const response = await globalThis.fetch(url + path);
    if (!response.ok) throw new Error(`${url}${path} answers ${response.status}`);
    return response.text();
  };
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill();
    await once(server, 'exit');
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await get('/-/ping');
      break;
    } catch (error) {
      if (tries === 150 || server.exitCode !== null) {
        await stop();
        throw new Error(`registry: verdaccio did not start on ${url}`, { cause: error });
      }
      await sleep(200);
    }
  }
  return { url, fetch: get, stop, clientEnvironment: (home) => clientEnvironment(home, port) };
}

/** The environment of a client that knows no registry but this one. */
function clientEnvironment(home, port) {
  mkdirSync(home, { recursive: true });
  const npmrc = join(home, '.npmrc');
  writeFileSync(npmrc, `registry=http://127.0.0.1:${port}/\n//127.0.0.1:${port}/:_authToken=nobody\n`);
  return {
    npm_config_userconfig: npmrc,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(home, 'cache'),
    npm_config_provenance: 'false',
    NPM_CONFIG_USERCONFIG: npmrc,
  };
}

/** A port of loopback that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
