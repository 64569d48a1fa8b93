import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadModel } from '@mariana/layers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../src/imdb/main.ts';

let place: string;

/** Reviews that one word gives away, as the authors lay theirs out. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'mariana imdb '));
  for (const part of ['train', 'test']) {
    for (let i = 0; i < 20; i++) {
      for (const [judgement, word] of [
        ['pos', 'good'],
        ['neg', 'bad'],
      ] as const) {
        const file = join(place, 'aclImdb', part, judgement, `${i}_${judgement === 'pos' ? 9 : 2}.txt`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, `A ${word} film of number ${i % 3}<br />.`);
      }
    }
  }
});
afterAll(() => rm(place, { recursive: true }));

async function run(...args: string[]) {
  let said = '';
  let errors = '';
  const code = await main(args, {
    output: { isTTY: false, write: (text: string) => Boolean((said += text)) } as unknown as typeof process.stdout,
    errors: { write: (text) => (errors += text) },
    signal: new AbortController().signal,
  });
  return { code, said, errors };
}

describe('the program', () => {
  test('trains, judges, and writes what came of it', { timeout: 120_000 }, async () => {
    const out = join(place, 'out');
    const flags = ['--engine', 'reference', '--epochs', '1', '--batch-size', '16', '--units', '2', '--reviews', '20'];
    const { code, said, errors } = await run(...flags, '--data', place, '--out', out, '--text', 'Good! A good film.');
    expect([code, errors]).toEqual([0, '']);
    expect(said).toContain(
      `20 reviews to train on and 20 to test with, from the raw reviews in ${join(place, 'aclImdb')}`,
    );
    expect(said).toMatch(/valAccuracy|accuracy/);
    expect(said).toMatch(/Kept the weights of epoch 1, validation accuracy [01]\.\d{4}\.\n/);
    expect(said).toMatch(/\d % praise, is (praise|blame ): … a (good|bad) film of number \d/);
    expect(said).toMatch(/\d % praise: Good! A good film\./);
    expect((await readdir(out)).sort()).toEqual([
      'accuracy-curves.svg',
      'history.json',
      'loss-curves.svg',
      'model.safetensors',
      'run.json',
    ]);
    const { testAccuracy } = JSON.parse(await readFile(join(out, 'history.json'), 'utf8'));
    expect(testAccuracy).toBeGreaterThanOrEqual(0);
    const model = await loadModel(join(out, 'model.safetensors'));
    expect(model.countParams()).toBe(10_000 * 128 + 4 * 2 * (128 + 2 + 1) + 3);
  });

  test('answers wrong flags with what is allowed', async () => {
    expect(await run('--units', '0')).toMatchObject({ code: 2, said: '' });
    expect((await run('--units', '0')).errors).toContain("--units: '0' is not allowed. Expected an integer from 1");
    expect((await run('--word', 'x')).errors).toContain('--batch-size');
    expect((await run('--help')).said).toContain('--text TEXT');
  });

  test('says which file to get where', async () => {
    const { code, errors } = await run('--engine', 'reference', '--data', join(place, 'aclImdb', 'train'));
    expect(code).toBe(1);
    expect(errors).toMatch(/imdb\.npz.*aclImdb_v1\.tar\.gz from https:/);
  });
});
