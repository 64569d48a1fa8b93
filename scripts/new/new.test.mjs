import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namesOf } from './names.mjs';
import { op } from './templates/op.mjs';
import { write } from './write.mjs';

test('names: kebab-case in, three forms out, anything else refused', () => {
  expect(namesOf('log-cosh')).toEqual({ kebab: 'log-cosh', camel: 'logCosh', pascal: 'LogCosh' });
  for (const wrong of ['LogCosh', 'log_cosh', '', '../x', '-a', '1d'])
    expect(() => namesOf(wrong)).toThrow('kebab-case');
});

test('write: new files and added lines; nothing at all when a file exists', () => {
  const base = mkdtempSync(join(tmpdir(), 'mariana-new-'));
  try {
    mkdirSync(join(base, 'packages/tensor/src'), { recursive: true });
    const index = join(base, 'packages/tensor/src/index.ts');
    writeFileSync(index, "export { add } from './ops/arithmetic.ts';\n");
    const { files } = op(namesOf('log-cosh'));
    const written = write(base, files);
    expect(written).toContain('packages/tensor/src/ops/log-cosh.ts');
    expect(readFileSync(index, 'utf8')).toBe(
      "export { add } from './ops/arithmetic.ts';\nexport { logCosh } from './ops/log-cosh.ts';\n",
    );
    expect(readFileSync(join(base, '.changeset/new-log-cosh.md'), 'utf8')).toContain("'@mariana/tensor': minor");
    expect(() => write(base, files)).toThrow('exists already');
    expect(readFileSync(index, 'utf8').match(/logCosh/g)).toHaveLength(1);
  } finally {
    rmSync(base, { recursive: true });
  }
});
