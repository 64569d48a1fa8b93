import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test('two letters that changed places are one edit', () => {
  // By additions, drops and changes alone, 'elu' and 'relu' are both two edits away.
  expect(nearestName('rleu', ['elu', 'relu', 'relu6', 'selu'])).toBe('relu');
  expect(nearestName('siglu', ['sigmoid', 'silu', 'gelu'])).toBe('silu');
  expect(nearestName('acitvation', ['units', 'activation'])).toBe('activation');
});

test('letter case does not count, and the first of equally near choices is taken', () => {
  expect(nearestName('RELU', ['elu', 'relu'])).toBe('relu');
  expect(nearestName('bat', ['cat', 'hat'])).toBe('cat');
});

test('nothing is suggested for a name that has nothing in common with any', () => {
  expect(nearestName('x', ['l1', 'l2'])).toBeUndefined();
  expect(nearestName('hinge', ['mse', 'binaryCrossentropy'])).toBeUndefined();
  expect(nearestName('', ['a'])).toBeUndefined();
  expect(nearestName('a'.repeat(1_000_000), ['relu'])).toBeUndefined();
});
