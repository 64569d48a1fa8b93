import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { beforeEach, describe, expect, test } from 'vitest';
import { examplesOf, expectedValue, isExpectation, splitImports, withExpectations } from './extract.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const AsyncFunction = (async () => {}).constructor;

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.(test|test-d|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The module that an entry of a package's `exports` names, from its source. */
async function moduleOf(specifier) {
  const [, name, ...rest] = specifier.split('/');
  const folder = join(root, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = exports[['.', ...rest].join('/')]?.['@mariana/source'];
  if (!entry) throw new Error(`no source entry for ${specifier}`);
  return import(/* @vite-ignore */ join(folder, entry));
}

/** A value as it is compared: nested arrays of numbers, whatever held them. */
const plain = (value) =>
  ArrayBuffer.isView(value) ? Array.from(value) : Array.isArray(value) ? value.map(plain) : value;

function close(actual, expected) {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (Number.isNaN(expected)) return Number.isNaN(actual);
    return Object.is(actual, expected) || Math.abs(actual - expected) <= 1e-5 + 1e-5 * Math.abs(expected);
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return actual.length === expected.length && expected.every((item, i) => close(actual[i], item));
  }
  return undefined;
}

async function check(run, comment) {
  if (/^throws /.test(comment)) {
    const wanted = /^throws (\w+)/.exec(comment)[1];
    await expect(run(), comment).rejects.toSatisfy((error) => error.name === wanted);
    return;
  }
  const expected = plain(expectedValue(comment));
  const actual = plain(await run());
  const verdict = close(actual, expected);
  if (verdict === true) return;
  expect(actual).toEqual(expected);
}

/** Every value an example may use without importing it: its own package's exports, and those of tensor and layers. */
async function scopeOf(specifier) {
  const own = specifier.replace(/\/testing$/, '');
  const modules = ['@mariana/layers', '@mariana/tensor', own, specifier].map(moduleOf);
  return Object.assign({}, ...(await Promise.all(modules)));
}

async function runExample(code, specifier) {
  const { imports, body } = splitImports(code);
  const scope = await scopeOf(specifier);
  for (const { from, names } of imports) {
    const exported = from.startsWith('@mariana/') ? await moduleOf(from) : await import(from);
    for (const name of names) {
      expect(exported, `${from} exports ${name}`).toHaveProperty(name);
      scope[name] = exported[name];
    }
  }
  const { code: checked, count } = withExpectations(body);
  const { code: script } = transformSync(`async () => {\n${checked}\n}`, { loader: 'ts', target: 'es2022' });
  const names = Object.keys(scope).filter((name) => name !== 'default');
  const fn = new AsyncFunction(
    '__expect',
    '__scope',
    `const { ${names.join(', ')} } = __scope; await (${script.trim().replace(/;$/, '')})();`,
  );
  await fn(check, scope);
  return count;
}

beforeEach(async () => {
  const { referenceEngine, setEngine } = await moduleOf('@mariana/tensor');
  setEngine(referenceEngine());
});

for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name, 'src');
  if (!existsSync(folder)) continue;
  describe(`examples of @mariana/${name}`, () => {
    for (const file of sourcesOf(folder)) {
      for (const { line, code } of examplesOf(readFileSync(file, 'utf8'))) {
        if (/^\/\/ @no-run/m.test(code)) continue;
        const entry = /^testing\//.test(relative(folder, file)) ? `@mariana/${name}/testing` : `@mariana/${name}`;
        test(`${relative(root, file)}:${line}`, () => runExample(code, entry));
      }
    }
  });
}

describe('the runner itself', () => {
  test('finds examples, with their lines', () => {
    const source = '\n/**\n * Text.\n *\n * @example\n * add(1, 2); // 3\n * done();\n * @see x\n */';
    expect(examplesOf(source)).toEqual([{ line: 5, code: 'add(1, 2); // 3\ndone();' }]);
  });

  test('tells values from prose', () => {
    expect(isExpectation("[1, 'a', { b: 2 }]")).toBe(true);
    expect(isExpectation('throws ShapeError: sizes differ')).toBe(true);
    expect(isExpectation('given back at the end')).toBe(false);
  });

  test('fails where the result is another', async () => {
    await expect(runExample('await tensor([1, 2]).sum().item(); // 4', '@mariana/tensor')).rejects.toThrow();
    expect(await runExample('await tensor([1, 2]).sum().item(); // 3', '@mariana/tensor')).toBe(1);
  });
});
