import { expect, test } from 'vitest';
import { wrongImports } from './import-direction.mjs';

const layers = { folder: 'layers', group: 'packages', manifest: { peerDependencies: { '@mariana/tensor': '*' } } };
const trainer = { folder: 'trainer', group: 'packages', manifest: {} };
const tensor = { folder: 'tensor', group: 'packages', manifest: {} };
const examples = { folder: 'examples', group: 'apps', manifest: {} };

test('an import of a package below is fine', () => {
  expect(wrongImports(layers, 'src/a.ts', "import { add } from '@mariana/tensor';")).toEqual([]);
  expect(wrongImports(layers, 'src/a.ts', "import { add } from './b.ts';")).toEqual([]);
  expect(wrongImports(layers, 'src/a.ts', "export { add } from '../src/b.ts';")).toEqual([]);
});

test('an import of a package above, or beside, is found', () => {
  expect(wrongImports(tensor, 'src/a.ts', "import { dense } from '@mariana/layers';")).toContainEqual(
    expect.stringContaining('not below'),
  );
  expect(wrongImports(tensor, 'src/a.ts', "await import('@mariana/tfjs')")).toContainEqual(
    expect.stringContaining('not below'),
  );
  expect(wrongImports(tensor, 'src/a.ts', "import type {\n  Dense,\n} from '@mariana/layers';")).toHaveLength(2);
  expect(wrongImports(trainer, 'src/a.test.ts', "import '@mariana/attention';")).toHaveLength(1);
});

test('apps may import every package', () => {
  expect(wrongImports(examples, 'src/a.ts', "import { tfjs } from '@mariana/tfjs';")).toEqual([]);
});

test('an undeclared package, the tfjs engine and a path out of the package are found', () => {
  expect(wrongImports(layers, 'src/a.ts', "import { mnist } from '@mariana/datasets';")).toContainEqual(
    expect.stringContaining('does not declare'),
  );
  expect(wrongImports(trainer, 'src/a.ts', "import { tfjs } from '@mariana/tfjs';")).toContainEqual(
    expect.stringContaining('a choice of the program'),
  );
  expect(wrongImports(trainer, 'test/a.test.ts', "import { tfjs } from '@mariana/tfjs';")).toEqual([]);
  expect(wrongImports(layers, 'src/a.ts', "import { x } from '../../tensor/src/x.ts';")).toHaveLength(1);
});

test('Node.js at load is found, in its place it is fine', () => {
  const code = "import { readFile } from 'node:fs/promises';";
  expect(wrongImports(layers, 'src/save.ts', code)).toHaveLength(1);
  expect(wrongImports(layers, 'src/platform/node.ts', code)).toEqual([]);
  expect(wrongImports(layers, 'src/save.test.ts', code)).toEqual([]);
  expect(wrongImports(layers, 'src/save.ts', "const { readFile } = await import('node:fs/promises');")).toEqual([]);
});

test('what a message says is no import', () => {
  const code = 'const fix =\n  "import { tfjs } from \'@mariana/tfjs\'; await useEngine(tfjs())";';
  expect(wrongImports(tensor, 'src/a.ts', code)).toEqual([]);
});

test('what a docstring shows is no import', () => {
  expect(wrongImports(tensor, 'src/a.ts', "/**\n * import { dense } from '@mariana/layers';\n */")).toEqual([]);
});
