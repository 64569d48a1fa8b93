import { expect, test } from 'vitest';
import type { Contender } from '../src/contenders/contender.ts';
import { takeTurns } from '../src/measure/turns.ts';
import { workload } from '../src/workload.ts';

const cases = [{ name: 'one', params: { n: 1 }, per: 2 }];
const some = workload({ name: 'some', about: '', cases, prepare: () => () => {} });

/** One whose runs take so many milliseconds each, and that tells when it was called. */
function contender(name: string, ms: number, heard: string[], kind: 'engine' | 'peer' = 'peer'): Contender {
  return {
    kind,
    name,
    description: name,
    prepare: async () => (name === 'unable' ? 'has no such case' : undefined),
    run: async (times: number) => {
      heard.push(name);
      if (name === 'broken') throw new Error('Traceback\n  line 1\nRuntimeError: no memory');
      return times * ms;
    },
    memory: async () => 1,
    close: async () => {},
  } as unknown as Contender;
}

test('contenders take turns, and a time is that of one step', async () => {
  const heard: string[] = [];
  const all = [contender('ours', 10, heard, 'engine'), contender('theirs', 30, heard)];
  const measured = await takeTurns(all, some, cases[0]!, { rounds: 4, block: 30, seconds: 10 });
  expect(measured.map(({ times }) => times)).toEqual([
    [5, 5, 5, 5],
    [15, 15, 15, 15],
  ]);
  expect(heard.slice(-8).join(' ')).toBe('ours theirs ours theirs ours theirs ours theirs');
});

test('what a peer cannot do is said, and the others are measured', async () => {
  const all = ['ours', 'unable', 'broken'].map((name) => contender(name, 40, []));
  const [ours, unable, broken] = await takeTurns(all, some, cases[0]!, { rounds: 3, block: 30, seconds: 10 });
  expect(ours?.times).toHaveLength(3);
  expect([unable?.unsupported, broken?.unsupported]).toEqual(['has no such case', 'fails: RuntimeError: no memory']);
});

test('an engine of ours that fails ends the run', async () => {
  const all = [contender('broken', 1, [], 'engine')];
  await expect(takeTurns(all, some, cases[0]!, { rounds: 3, block: 30, seconds: 10 })).rejects.toThrow('no memory');
});

test('at least three rounds, however little time there is', async () => {
  const [ours] = await takeTurns([contender('ours', 2000, [])], some, cases[0]!, { rounds: 20, block: 30, seconds: 1 });
  expect(ours?.times).toHaveLength(3);
});
