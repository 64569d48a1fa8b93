import { expect, test } from 'vitest';
import { helpText, readOptions, UsageError } from '../src/options.ts';
import { workloads } from '../src/workloads/index.ts';

const known = workloads.map(({ name }) => name);

test('without arguments: every workload, our own engine, no peer', () => {
  const { workloads: named, engines, peers, json, effort } = readOptions([], known);
  expect(named).toEqual(known);
  expect({ engines, peers, json }).toEqual({ engines: ['native'], peers: [], json: false });
  expect(effort).toEqual({ rounds: 20, block: 50, seconds: 30 });
});

test('several engines, peers and workloads, each once, workloads in their own order', () => {
  const args = [
    '--',
    'cnn',
    'gemm',
    '--peer',
    'torch',
    '--peer',
    'torch',
    '--engine',
    'reference',
    '--json',
    '--rounds',
    '5',
  ];
  const { workloads: named, engines, peers, json, effort } = readOptions(args, known);
  expect(named).toEqual(['gemm', 'cnn']);
  expect({ engines, peers, json }).toEqual({ engines: ['reference'], peers: ['torch'], json: true });
  expect(effort.rounds).toBe(5);
});

test.each([
  [['gemms'], 'bench: no such workload. Got gemms. Expected one of gemm, '],
  [['--engine', 'cuda'], 'bench: no such engine. Got cuda. Expected one of native, tfjs, '],
  [['--peer', 'keras'], 'bench: no such peer. Got keras. Expected one of torch, torch-compiled, keras-tensorflow, '],
  [['--rounds', '2'], 'bench: --rounds is not a number that fits. Got 2. Expected a whole number from 3.'],
  [['--seconds', '1.5'], 'bench: --seconds is not a number that fits. Got 1.5.'],
  [['--fast'], "bench: Unknown option '--fast'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args, known)).toThrow(UsageError);
  expect(() => readOptions(args, known)).toThrow(message);
});

test('the help names every workload and peer', () => {
  const text = helpText(workloads);
  for (const name of [...known, 'torch-compiled', 'keras-jax', 'tfjs-wasm']) expect(text).toContain(name);
});
