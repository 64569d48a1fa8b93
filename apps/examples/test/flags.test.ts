import { describe, expect, test } from 'vitest';
import { helpText, readFlags } from '../src/autoencoder/flags.mjs';
import { FlagError } from '../src/program/flag-table.mjs';

describe('the flags of the quick start', () => {
  test('have the defaults that the mission names', () => {
    expect(readFlags([])).toEqual({
      epochs: 50,
      batchSize: 256,
      units: 256,
      learningRate: 0.001,
      seed: 0,
      engine: 'auto',
      out: 'output/autoencoder',
      data: undefined,
      minutes: 2,
      help: false,
    });
  });

  test('are read, in either form', () => {
    const args = ['--epochs', '3', '--batch-size=64', '--units=32', '--learning-rate', '1e-4', '--seed=7'];
    expect(
      readFlags([...args, '--engine', 'reference', '--out', 'my run', '--data=/d', '--minutes', '0', '-h']),
    ).toEqual({
      epochs: 3,
      batchSize: 64,
      units: 32,
      learningRate: 1e-4,
      seed: 7,
      engine: 'reference',
      out: 'my run',
      data: '/d',
      minutes: 0,
      help: true,
    });
  });

  test.each([
    [['--epochs', '0'], "--epochs: '0' is not allowed. Expected an integer from 1 to 100000."],
    [['--epochs', '2.5'], "'2.5' is not allowed"],
    [['--epochs', ''], "'' is not allowed"],
    [['--batch-size', '70000'], 'Expected an integer from 1 to 60000.'],
    [['--units', 'many'], 'Expected an integer from 1 to 16384.'],
    [['--learning-rate', '0'], 'Expected a number above 0, at most 1.'],
    [['--learning-rate=NaN'], "'NaN' is not allowed"],
    [['--seed=-1'], 'Expected an integer from 0'],
    [['--engine', 'gpu'], 'Expected one of auto, native, tfjs-node, tfjs-wasm, reference.'],
    [['--minutes=-2'], 'Expected 0 for no limit, or a number above 0.'],
    [['--out', ' '], 'Expected a folder.'],
    [['--epoch', '3'], "Unknown option '--epoch'"],
    [['three'], "Unexpected argument 'three'"],
    [
      ['--epochs'],
      'Flags: --epochs --batch-size --units --learning-rate --seed --engine --out --data --minutes --help',
    ],
  ])('%j is answered by what is allowed', (args, message) => {
    expect(() => readFlags(args)).toThrow(FlagError);
    expect(() => readFlags(args)).toThrow(message);
  });

  test('are all in the help', () => {
    const help = helpText();
    for (const name of [
      'epochs',
      'batch-size',
      'units',
      'learning-rate',
      'seed',
      'engine',
      'out',
      'data',
      'minutes',
      'help',
    ]) {
      expect(help).toContain(`--${name} `);
    }
  });
});
