import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataError, referenceEngine, setEngine } from '@mariana/tensor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dense } from '../core/dense.ts';
import { input } from '../core/input.ts';
import { sequential } from '../model/sequential.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { loadModel } from './load-model.ts';

let server: Server;
let address: string;
let model: Uint8Array;
/** Responses that were begun, to see that connections are closed. */
const closed: string[] = [];

const answers: Record<string, (response: ServerResponse) => void> = {
  '/model': (response) => void response.end(model),
  '/pieces': (response) => {
    for (let i = 0; i < model.length; i += 100) response.write(model.subarray(i, i + 100));
    response.end();
  },
  '/endless': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(new Uint8Array(100_000)));
    };
    response.on('drain', more);
    more();
  },
  '/long': (response) => void response.writeHead(200, { 'content-length': '9000000000' }).write('x'),
  '/silent': () => {},
  '/stalls': (response) => void response.write(model.subarray(0, 10)),
  '/short': (response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('x');
    setTimeout(() => response.destroy(), 20);
  },
};

beforeAll(async () => {
  setEngine(referenceEngine());
  model = await sequential([input({ shape: [2] }), dense({ units: 3 })]).toBytes();
  server = createServer(({ url = '' }, response) => {
    response.on('close', () => closed.push(url));
    const answer = answers[url];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a model from an address, in one piece or many, as a string or a URL', async () => {
  for (const source of [`${address}/model`, new URL(`${address}/pieces`)]) {
    expect((await loadModel(source)).countParams()).toBe(9);
  }
  await expect(loadModel(`${address}/none`)).rejects.toThrow('/none cannot be fetched. Got status 404 Not Found.');
});

test('no more than maxBytes is taken', async () => {
  const limited = (path: string, maxBytes?: number) => loadModel(`${address}${path}`, { maxBytes });
  await expect(limited('/endless', 1_000_000)).rejects.toThrow('Got more than maxBytes: 1000000.');
  await expect(limited('/long')).rejects.toThrow('Got 9000000000 bytes, more than maxBytes: 2147483648.');
  await expect(limited('/model', model.length - 1)).rejects.toThrow(DataError);
  expect((await limited('/model', model.length)).countParams()).toBe(9);
  await expect.poll(() => closed).toContain('/endless');
  await expect(limited('/model', 0)).rejects.toThrow('loadModel: maxBytes is not a positive number. Got 0.');
  await expect(limited('/model', NaN)).rejects.toThrow('maxBytes is not a positive number');
});

test('an address that sends nothing, or no more, is given up', async () => {
  for (const path of ['/silent', '/stalls']) {
    const loading = loadModel(`${address}${path}`, { stallMilliseconds: 100 });
    await expect(loading).rejects.toThrow('cannot be fetched. Got nothing arrived for 0.1 s.');
  }
  await expect(loadModel(`${address}/short`)).rejects.toThrow(DataError);
});

test('a signal aborts, with its reason', async () => {
  const reason = new Error('enough');
  for (const path of ['/silent', '/stalls', '/endless']) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(loadModel(`${address}${path}`, { signal: controller.signal })).rejects.toBe(reason);
  }
  await expect(loadModel(model, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('what is fetched is all of it, whatever the pieces', async () => {
  for (const path of ['/model', '/pieces']) {
    expect(await fetchBytes('test', `${address}${path}`, {})).toEqual(model);
  }
});
