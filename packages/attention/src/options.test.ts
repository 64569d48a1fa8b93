import { readFileSync } from 'node:fs';
import { commonOptions, Declaration } from '@mariana/layers';
import { undocumentedDefaults } from '@mariana/layers/testing';
import { expect, test } from 'vitest';
import { attentionOptions } from './attention.ts';
import { multiHeadAttentionOptions } from './multi-head-attention.ts';

test.each([
  ['attention.ts', attentionOptions],
  ['multi-head-attention.ts', multiHeadAttentionOptions],
])('docstrings of the options in %s agree with the declaration', (file, { spec }) => {
  const own = Object.entries(spec).filter(([name]) => !Object.hasOwn(commonOptions.spec, name));
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(own.length).toBeGreaterThan(4);
  expect(undocumentedDefaults(source, new Declaration(Object.fromEntries(own)))).toEqual([]);
});
