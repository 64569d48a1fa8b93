import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bindAll } from '../../src/bind.ts';
import { type PrimitiveSet, scope, useEngine } from '../../src/index.ts';
import { makeTensor } from '../../src/ops/arguments.ts';
import { usesOf } from '../../src/testing/engine-suite/cases/index.ts';
import type { Uses } from '../../src/testing/engine-suite/drawn.ts';
import { primitiveOf } from '../../src/testing/engine-suite/primitive-table.ts';
import { addon, observe } from './observed-calls.ts';

// Nothing that comes from JavaScript is trusted: calls that do not fit together are errors. They are made in a process of
// its own, so that one that ends it is a failure here. The C++ tests do the same under the address sanitizer.
// In CI a commit is judged by the same calls every time; elsewhere every run draws others.
const drawn = process.env.CI ? 1 : Math.floor(Math.random() * 2 ** 32);
const seed = process.env.MARIANA_FUZZ_SEED ?? String(drawn);
const count = 60_000;
const most = 20_000; // bytes of a call's arrays
const program = fileURLToPath(new URL('spoiled-calls.mjs', import.meta.url));
const addonPath = fileURLToPath(new URL('../../../kernels/build/mariana.node', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mariana-calls-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** A few small calls of every kernel, as the suite makes them. */
function rightCalls() {
  const found: { readonly words: string; readonly inputs: readonly string[] }[] = [];
  const end = observe(addon(), ({ words, inputs }) => {
    if (inputs.reduce((sum, { length }) => sum + length, 0) > most) return;
    found.push({ words: text(new Uint8Array(words.slice().buffer)), inputs: inputs.map(text) });
  });
  for (const [name, uses] of Object.entries(usesOf) as [keyof PrimitiveSet, Uses<unknown>][]) {
    for (const dtype of new Set([uses.dtypes[0], uses.dtypes.at(-1)] as const)) {
      if (dtype === undefined) continue;
      for (const { inputs, params } of uses.of(dtype).slice(0, 6)) {
        scope(() => {
          const tensors = inputs.map(({ data, shape, dtype: of }) => makeTensor(name, data, shape, of));
          bindAll(primitiveOf(name), tensors, params);
        });
      }
    }
  }
  end();
  return found;
}

beforeAll(() => useEngine('native'));

test(`${count} spoiled calls are refused, seed ${seed}`, { timeout: 120_000 }, () => {
  const [calls, last] = [join(folder, 'calls.json'), join(folder, 'last.txt')];
  const right = rightCalls();
  expect(right.length).toBeGreaterThan(500);
  writeFileSync(calls, JSON.stringify(right));
  let said: string;
  try {
    said = execFileSync(process.execPath, [program, addonPath, calls, seed, String(count), last], {
      encoding: 'utf8',
      timeout: 100_000,
    });
  } catch (error) {
    const { signal, status } = error as { signal: string | null; status: number | null };
    throw new Error(
      `It ends with ${signal ?? status}, MARIANA_FUZZ_SEED=${seed}, at ${readFileSync(last, 'utf8').trim()}`,
    );
  }
  const lines = said.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('wrong'))).toEqual([]);
  const { refused, answered } = JSON.parse(lines.at(-1) as string) as { refused: number; answered: number };
  expect(refused).toBeGreaterThan(count / 4);
  expect(answered).toBeGreaterThan(count / 20); // some changes leave a right call, and those reach into kernels
});
