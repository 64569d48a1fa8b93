import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { loadNative, type NativeHandle, type NativeKernels } from '@mariana/kernels';

/** A call of a native kernel: its record (with offsets of 0), and the bytes of its arrays. */
export interface ObservedCall {
  readonly op: string;
  readonly words: Float64Array;
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

const bytesPerElement = [1, 1, 1, 4, 8, 2, 2, 4, 8];
const uint8 = 1;
const mostBytes = 1_500_000;

/** The addon of this process. */
export function addon(): NativeKernels {
  const loaded = loadNative();
  if ('reason' in loaded) throw new Error(loaded.reason);
  return loaded.kernels;
}

/** Tells of every call from now on; ends when the function that it returns is called. */
export function observe(kernels: NativeKernels, see: (call: ObservedCall) => void): () => void {
  const target = kernels as { run: NativeKernels['run'] };
  const { run } = kernels;
  target.run = (length, spare, ...given) => {
    const words = kernels.words.slice(0, length);
    const { inputs, outputs } = arraysOf(words);
    const handles = (Array.isArray(given[0]) ? given[0] : given) as readonly NativeHandle[];
    const read = inputs.map(({ offset, bytes }, i) => bytesOf(kernels, handles[i] as NativeHandle, offset, bytes));
    const result = run(length, spare, ...given);
    const made = Array.isArray(result) ? result : [result];
    const written = outputs.map(({ bytes }, i) => bytesOf(kernels, made[i] as NativeHandle, 0, bytes));
    see({ op: kernels.ops[words[0] as number] as string, words, inputs: read, outputs: written });
    return result;
  };
  return () => {
    target.run = run;
  };
}

/** Where each array lies; offsets in the record become 0. `engine/record.h` of @mariana/kernels describes the form. */
function arraysOf(words: Float64Array) {
  let at = 4;
  const next = () => words[at++] as number;
  const array = (isInput: boolean) => {
    const size = bytesPerElement[next()] as number;
    const rank = next();
    const offset = isInput ? next() : 0;
    if (isInput) words[at - 1] = 0;
    let bytes = size;
    for (let axis = 0; axis < rank; axis++) bytes *= next();
    return { offset: offset * size, bytes };
  };
  const inputs = Array.from({ length: words[1] as number }, () => array(true));
  const outputs = Array.from({ length: words[2] as number }, () => array(false));
  return { inputs, outputs };
}

function bytesOf(kernels: NativeKernels, handle: NativeHandle, offset: number, bytes: number): Uint8Array {
  const into = new Uint8Array(bytes);
  kernels.read(handle, uint8, offset, into);
  return into;
}

/** A short name for the bits of arrays. */
export function hashOf(arrays: readonly Uint8Array[]): string {
  const hash = createHash('sha1');
  for (const array of arrays) hash.update(array);
  return hash.digest('hex');
}

/**
 * Writes calls to a file that the C++ tests replay (`engine/tests/replay.cc` of @mariana/kernels), each record once, but for
 * the largest.
 *
 * @returns ends the file
 */
export function record(kernels: NativeKernels, file: string): () => void {
  const out = openSync(file, 'w');
  const seen = new Set<string>();
  const number = (value: number) => writeSync(out, new Uint32Array([value]));
  writeSync(out, 'mariana calls 1\n');
  number(kernels.ops.length);
  writeSync(out, kernels.ops.map((name) => `${name}\0`).join(''));
  const end = observe(kernels, ({ words, inputs, outputs }) => {
    const key = words.join();
    const bytes = [...inputs, ...outputs].reduce((sum, array) => sum + array.length, 0);
    if (seen.has(key) || bytes > mostBytes) return;
    seen.add(key);
    number(words.length);
    for (const part of [new Uint8Array(words.buffer), ...inputs, ...outputs]) {
      for (let at = 0; at < part.length; ) at += writeSync(out, part, at);
    }
  });
  return () => {
    end();
    closeSync(out);
  };
}
