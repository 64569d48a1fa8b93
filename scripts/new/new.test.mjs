import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../workspace/packages.mjs';
import { checkFree, exportedNames } from './exported.mjs';
import { namesOf } from './names.mjs';
import { layer } from './templates/layer.mjs';
import { op } from './templates/op.mjs';
import { optimizer } from './templates/optimizer.mjs';
import { newPackage } from './templates/package.mjs';
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

test('exported names: lists, renamed ones, types and declarations', () => {
  const source = `// export { not } from './this.ts';
export { a, b as c } from './a.ts';
export type {
  D,
} from './d.ts';
export { type E, f } from './e.ts';
export function g() {}
export const h = 1;
`;
  expect(exportedNames(source)).toEqual(['a', 'c', 'D', 'E', 'f', 'g', 'h']);
});

test('a name that a package exports is refused, before anything is written', () => {
  const check = (kind, name) => {
    const { exports, sharedWith } = kind(namesOf(name));
    return () => checkFree(root, exports, sharedWith);
  };
  expect(check(op, 'add')).toThrow('new: @mariana/tensor exports add already, in ./src/index.ts. Choose another name.');
  expect(check(op, 'adam')).toThrow('@mariana/trainer exports adam already');
  expect(check(layer, 'dense')).toThrow('@mariana/layers exports dense already');
  expect(check(optimizer, 'sgd')).toThrow('@mariana/trainer exports sgd already');
  expect(check(optimizer, 'dense')).toThrow('@mariana/layers exports dense already');
  expect(check(newPackage, 'mnist')).toThrow('@mariana/datasets exports mnist already');
  // A layer may be named as the op that it applies, and the other way round.
  expect(check(layer, 'einsum')).not.toThrow();
  expect(check(op, 'dense')).not.toThrow();
  expect(check(op, 'log-cosh')).not.toThrow();
});

test('the command fails and leaves no file behind', () => {
  const run = spawnSync(process.execPath, [join(root, 'scripts/new/main.mjs'), 'op', 'add'], { encoding: 'utf8' });
  expect(run.stderr).toBe('new: @mariana/tensor exports add already, in ./src/index.ts. Choose another name.\n');
  expect(run.status).toBe(1);
  expect(existsSync(join(root, 'packages/tensor/src/ops/add.ts'))).toBe(false);
});
