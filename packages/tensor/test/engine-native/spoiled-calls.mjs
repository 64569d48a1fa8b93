/**
 * Calls the addon in every wrong way: `node spoiled-calls.mjs ADDON CALLS SEED COUNT LAST`. CALLS is a file of right ones,
 * as spoiled-calls.test.ts writes it. Each call is written to the file LAST before it is made. What is wrong with an
 * answer is printed; the last line says how many calls were made, refused, and answered.
 */
import { openSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [addonPath, callsPath, seed, count, lastPath] = process.argv.slice(2);
const kernels = createRequire(import.meta.url)(addonPath);
const calls = JSON.parse(readFileSync(callsPath, 'utf8')).map(({ words, inputs }) => ({
  words: [...new Float64Array(new Uint8Array(Buffer.from(words, 'base64')).buffer)],
  inputs: inputs.map((bytes) => new Uint8Array(Buffer.from(bytes, 'base64'))),
}));
const last = openSync(lastPath, 'w');
const codes = new Set(['outOfMemory', 'unsupported', 'indexOutside', 'badBuffer', 'badCall']);
const bytesPerElement = [1, 1, 1, 4, 8, 2, 2, 4, 8];
const uint8 = 1;

// biome-ignore format: a table
const odd = [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 64, 255, 256, 1000, 65536, -1, -2, -7, -0, 0.5, 1.5, 1e-300,
  2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 32, 2 ** 52, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e19, -1e19, 1e300,
  Number.NaN, Infinity, -Infinity];

let state = BigInt(seed) * 2n + 1n;
/** A number from 0 to n − 1. */
function below(n) {
  state ^= (state << 13n) & 0xffffffffffffffffn;
  state ^= state >> 7n;
  state ^= (state << 17n) & 0xffffffffffffffffn;
  return Number((state >> 11n) % BigInt(n));
}
const of = (list) => list[below(list.length)];
const near = (value, words) => of([value + 1, value - 1, value * 2, -value, of(words), of(odd), of(odd)]);

/** Ways to change a record. */
const changes = [
  (words) => {
    words[0] = below(kernels.ops.length);
  },
  (words) => {
    const [from, to] = [of(words.slice(4)), below(24)]; // one size, wherever it stands
    for (let i = 4; i < words.length; i++) if (words[i] === from) words[i] = to;
  },
  (words) => {
    const [i, j] = [below(words.length), below(words.length)];
    [words[i], words[j]] = [words[j], words[i]];
  },
  (words) => {
    words.push(of(odd));
    words[3]++;
  },
  (words) => {
    words.length--;
    words[3]--;
  },
  (words) => {
    const i = words.length - 1 - below(Math.max(1, Math.floor(Math.min(words[3] || 1, words.length))));
    words[i] = near(words[i], words);
  },
  (words) => {
    const i = below(words.length);
    words[i] = near(words[i], words);
  },
  (words) => {
    words.length = 1 + below(words.length);
  },
];

/** How many bytes the outputs of a record would take, as far as it can be told. */
function outputBytes(words) {
  let at = 4;
  const rankAt = (i) => (words[i] >= 0 && words[i] <= 16 ? Math.trunc(words[i]) : 0);
  for (let i = 0; i < words[1] && at < words.length; i++) at += 3 + rankAt(at + 1);
  let total = 0;
  for (let i = 0; i < words[2] && at < words.length; i++) {
    const rank = rankAt(at + 1);
    const sizes = words.slice(at + 2, at + 2 + rank);
    total += sizes.reduce((bytes, size) => bytes * Math.abs(size), bytesPerElement[words[at]] ?? 1);
    at += 2 + rank;
  }
  return total;
}

/** Handles as they should not be. */
function spoilHandles(handles) {
  const gone = kernels.upload(new Uint8Array(8), uint8);
  kernels.free(gone);
  const i = below(handles.length + 1);
  const bad = of([undefined, null, 3, 'handle', {}, [], gone, Symbol('x'), 12n, () => {}, new Float64Array(4)]);
  return of([
    () => handles.slice(0, i),
    () => [...handles.slice(0, i), bad, ...handles.slice(i + 1)],
    () => [...handles, ...handles],
    () => new Proxy(handles, { get: (target, key) => (key === String(i) ? bad : target[key]) }),
    () => {
      // Gives memory back, and writes another record, while the handles are read.
      const trap = [...handles];
      Object.defineProperty(trap, i, {
        get() {
          for (const handle of handles) kernels.free(handle);
          kernels.words.fill(of(odd));
          try {
            freeAll(kernels.run(below(100), undefined, handles));
          } catch {}
          return handles[i];
        },
      });
      return trap;
    },
  ])();
}

/** What is asked for besides kernels. */
const others = [
  (handle) => kernels.read(handle, of(odd), of(odd), new Uint8Array(below(64))),
  (handle) =>
    kernels.read(handle, below(9), of(odd), of([new Float64Array(below(9)), new DataView(new ArrayBuffer(8)), {}])),
  () => kernels.upload(of([new Uint8Array(3), new BigInt64Array(2), {}, null, 7, new ArrayBuffer(8)]), of(odd)),
  (handle) => kernels.upload(new Float32Array(below(9)), below(9), of([handle, {}, 5])),
  () => kernels.free(of([undefined, 5, {}, []])),
  (handle) => kernels.share(handle, of([undefined, handle, 0, {}, 'x', Number.NaN])),
  () => kernels.setThreads(of([...odd.filter((n) => n < 1 || n > 256), 'x', undefined])),
  () => kernels.chooseInstructionSet(of(['', 'x'.repeat(500), 5, undefined, '\0'])),
  () => kernels.onPressure(of([5, {}, undefined])),
  () => kernels.run(),
  () => kernels.run(of(odd)),
  () => kernels.run(of(odd), {}, []),
  () => kernels.run('4', undefined, 5),
];

const counts = { made: 0, refused: 0, answered: 0 };
const wrong = (what) => console.log(`wrong: ${what}`);

/** Makes a call; its answer, or undefined where it was refused as it should be. */
function attempt(what, call) {
  writeSync(last, `${what}\n`.padEnd(4000), 0);
  counts.made++;
  try {
    const answer = call();
    counts.answered++;
    return answer;
  } catch (error) {
    counts.refused++;
    if (!codes.has(error.code)) wrong(`${what} throws ${error.code} ${error.message}`);
    return undefined;
  }
}

function spoiledRun() {
  const call = of(calls);
  const words = [...call.words];
  for (let change = below(3); change >= 0 && words.length > 4; change--) of(changes)(words);
  // What a machine might just be able to hold is no mistake, and takes long.
  const bytes = outputBytes(words);
  if (bytes > 2 ** 22 && bytes < 2 ** 42) return;
  const spoiled = below(8) === 0;
  const inputs = call.inputs.map((array) => kernels.upload(below(4) > 0 ? array : array.map(() => below(256)), uint8));
  const before = inputs.map((handle, i) => bytesOf(handle, call.inputs[i].length));
  const handles = spoiled ? spoilHandles(inputs) : inputs;
  kernels.words.set(words.slice(0, kernels.words.length));
  const apart = Array.isArray(handles) && handles.length <= 3 && below(2) === 0;
  const answer = attempt(`run ${words.join(' ')}, of ${kernels.ops[words[0]]}`, () =>
    apart ? kernels.run(words.length, undefined, ...handles) : kernels.run(words.length, undefined, handles),
  );
  inputs.forEach((handle, i) => {
    if (!spoiled && Buffer.compare(bytesOf(handle, call.inputs[i].length), before[i]) !== 0) {
      wrong(`${words.join(' ')} changed input ${i}`);
    }
    kernels.free(handle);
  });
  freeAll(answer);
}

function freeAll(answer) {
  for (const handle of Array.isArray(answer) ? answer : [answer]) kernels.free(handle);
}

function bytesOf(handle, length) {
  const bytes = new Uint8Array(length);
  kernels.read(handle, uint8, 0, bytes);
  return bytes;
}

for (let i = 0; i < Number(count); i++) {
  if (below(10) > 0) {
    spoiledRun();
    continue;
  }
  const handle = kernels.upload(new Uint8Array(24), uint8);
  const other = of(others);
  freeAll(attempt(`${other}`, () => other(handle)));
  kernels.free(handle);
}
const [bytes, buffers, , taken] = kernels.usage();
if (buffers !== 0) wrong(`${bytes} bytes in ${buffers} buffers are held at the end`);
if (taken > 2 ** 20) wrong(`${taken} bytes are taken from the pool at the end`); // scratch memory is kept for the next call
console.log(JSON.stringify(counts));
