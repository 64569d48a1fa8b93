import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { root } from './packages.mjs';

/** How long a server may take to accept a connection, in milliseconds. */
const patience = 10_000;

/**
 * Why packages cannot be downloaded: neither the registry nor a proxy accepts a connection. Asked first, since package managers
 * try for minutes.
 *
 * @param client the package manager's file, which knows its settings
 * @returns a part of a sentence; undefined if one of them accepts, or where it cannot be known
 */
export async function whyUnreachable(client) {
  const settings = await settingsOf(client);
  const { env } = process;
  const proxies = [
    settings['https-proxy'],
    settings.proxy,
    env.HTTPS_PROXY,
    env.https_proxy,
    env.HTTP_PROXY,
    env.http_proxy,
  ];
  const servers = [settings.registry, ...proxies].filter((url) => typeof url === 'string' && URL.canParse(url));
  if (servers.length === 0) return undefined;
  try {
    await Promise.any(servers.map(accepts));
    return undefined;
  } catch (error) {
    return `the package registry ${settings.registry} cannot be reached (${error.errors[0].message})`;
  }
}

/** The package manager's settings; none where it does not tell them. */
async function settingsOf(client) {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [client, 'config', 'list', '--json'], { cwd: root });
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/** Resolves when a server accepts a connection, and rejects if it does not. */
function accepts(url) {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, ''); // of an IPv6 address
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) || (protocol === 'http:' ? 80 : 443) });
    socket.setTimeout(patience, () => socket.destroy(new Error(`no answer within ${patience / 1000} s`)));
    socket.once('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', reject);
  });
}
