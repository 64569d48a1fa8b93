import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest';
import type { Engine } from './engine.ts';
import type { EngineName } from './use-engine.ts';

// Each test loads the modules anew, as a program that has just begun.
let api: typeof import('../index.ts');
let warnings: string[];
const workingDirectory = process.cwd();
const [, mainModule] = process.argv;
let folder: string;

beforeEach(async () => {
  vi.resetModules();
  vi.doMock('@mariana/kernels', async (original) => ({
    ...(await original<typeof import('@mariana/kernels')>()),
    loadNative: () => ({ reason: 'no addon here', fix: 'Get one.' }),
  }));
  vi.stubEnv('MARIANA_ENGINE', '');
  vi.stubEnv('MARIANA_QUIET', '');
  vi.stubEnv('NODE_PATH', ''); // where package managers show every package of the repository
  (Module as unknown as { _initPaths(): void })._initPaths();
  warnings = [];
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void warnings.push(text));
  folder = mkdtempSync(join(tmpdir(), 'mariana engines '));
  process.chdir(folder);
  process.argv[1] = join(folder, 'main.mjs');
  api = await import('../index.ts');
});

afterEach(() => {
  vi.doUnmock('@mariana/kernels');
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.chdir(workingDirectory);
  process.argv[1] = mainModule as string;
  rmSync(folder, { recursive: true });
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('mariana.tensor.copies')];
});

/** Puts a package @mariana/tfjs beside the program. */
function install(source: string): void {
  const target = join(folder, 'node_modules/@mariana/tfjs');
  mkdirSync(target, { recursive: true });
  const entry = './index.mjs';
  const exports = {
    '.': { '@mariana/source': entry, import: { default: entry } },
    './package.json': './package.json',
  };
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: '@mariana/tfjs', exports }));
  writeFileSync(join(target, 'index.mjs'), source);
}

const working =
  'export const tfjs = async () => ({ name: "tfjs", upload() {}, usage: { bytes: 0, buffers: 0, tensors: 0 } });';

describe('by name', () => {
  test('reference is there at once', async () => {
    const engine = await api.useEngine('reference');
    expect(engine.name).toBe('reference');
    expect(api.currentEngine()).toBe(engine);
    expect(warnings).toEqual([]);
  });

  test('tfjs is found from the working directory', async () => {
    install(working);
    expect((await api.useEngine('tfjs')).name).toBe('tfjs');
  });

  test('tfjs says how to install it where it is not', async () => {
    await expect(api.useEngine('tfjs')).rejects.toThrow(
      "useEngine: the package of this engine is not installed. Got the name 'tfjs'. Expected @mariana/tfjs beside the program. Install it with npm install @mariana/tfjs.",
    );
    expect(api.engineInUse()).toBeUndefined();
  });

  test('tfjs that does not load says why', async () => {
    install('throw new Error("no binding for this system")');
    await expect(api.useEngine('tfjs')).rejects.toThrow(/installed but does not load. Got no binding for this system/);
  });

  test('native that does not load says why', async () => {
    await expect(api.useEngine('native')).rejects.toThrow(
      'useEngine: the native engine does not load. Got no addon here. Expected the addon of @mariana/kernels for this ' +
        "platform. Get one. Other engines are there without it, such as 'tfjs'.",
    );
    vi.stubEnv('MARIANA_ENGINE', 'native');
    expect(() => api.currentEngine()).toThrow('engine: the native engine does not load. Got no addon here. Get one.');
  });

  test('an unknown name lists the names', async () => {
    await expect(api.useEngine('cuda' as never)).rejects.toThrow(
      `useEngine: engine is not one of the choices. Got "cuda". Expected one of 'reference', 'tfjs', 'native'.`,
    );
  });

  test('what the types allow is what there is', async () => {
    expectTypeOf<EngineName>().toEqualTypeOf<'reference' | 'tfjs' | 'native'>();
    await expect(api.useEngine('wasm' as never)).rejects.toThrow('Got "wasm"');
  });
});

describe('by value', () => {
  test('an engine, a promise and a function are taken', async () => {
    const engine = api.referenceEngine();
    expect(await api.useEngine(engine)).toBe(engine);
    expect(await api.useEngine(Promise.resolve(engine))).toBe(engine);
    expect(await api.useEngine(() => engine)).toBe(engine);
    expect(await api.useEngine(async () => engine)).toBe(engine);
  });

  test('anything else is refused', async () => {
    await expect(api.useEngine({} as Engine)).rejects.toThrow(/this is not an engine/);
  });
});

describe('without a choice', () => {
  test('the engine in use stays', async () => {
    const engine = api.referenceEngine();
    api.setEngine(engine);
    expect(await api.useEngine()).toBe(engine);
  });

  test('MARIANA_ENGINE decides', async () => {
    install(working);
    vi.stubEnv('MARIANA_ENGINE', 'reference');
    expect((await api.useEngine()).name).toBe('reference');
    expect(warnings).toEqual([]);
  });

  test('MARIANA_ENGINE with a name that is none is named in the error', async () => {
    vi.stubEnv('MARIANA_ENGINE', 'gpu');
    await expect(api.useEngine()).rejects.toThrow(/^MARIANA_ENGINE: engine is not one of the choices. Got "gpu"/);
  });

  test('tfjs is taken where it loads', async () => {
    install(working);
    expect((await api.useEngine()).name).toBe('tfjs');
    expect(warnings).toEqual([]);
  });

  test('else reference, with one notice that says why', async () => {
    install('throw new Error("no binding for this system")');
    expect((await api.useEngine()).name).toBe('reference');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^@mariana\/tensor: the reference engine .* is in use: .*no binding for this system.*npm install/,
    );
  });

  test('the notice can be kept silent', async () => {
    await api.useEngine(undefined, { quiet: true });
    expect(warnings).toEqual([]);
  });

  test('MARIANA_QUIET silences too', async () => {
    vi.stubEnv('MARIANA_QUIET', '1');
    await api.useEngine();
    expect(warnings).toEqual([]);
  });
});

describe('where environment variables may not be read', () => {
  test('they count as not set', async () => {
    const refuse = () => {
      throw new Error('Requires env access, run again with the --allow-env flag');
    };
    vi.stubGlobal('process', Object.create(process, { env: { get: refuse } }));
    expect((await api.useEngine()).name).toBe('reference');
    expect(warnings).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});

describe('an operation before any choice', () => {
  test('runs on the reference engine, with one notice', async () => {
    expect(await api.add([1], [2]).array()).toEqual([3]);
    api.add([1], [2]);
    expect(api.currentEngine().name).toBe('reference');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/\(no addon here\)\. Get one\. Or call await useEngine\(\) first/);
  });

  test('is refused where MARIANA_ENGINE names an engine that has to be awaited', () => {
    vi.stubEnv('MARIANA_ENGINE', 'tfjs');
    expect(() => api.add([1], [2])).toThrow(/Got MARIANA_ENGINE=tfjs. Expected await useEngine\(\) before/);
  });
});

test('memory counts what the engine in use holds', () => {
  expect(api.memory()).toEqual({ bytes: 0, buffers: 0, tensors: 0 });
  api.setEngine(api.referenceEngine());
  const x = api.tensor([1, 2, 3]);
  expect(api.memory()).toEqual({ bytes: 12, buffers: 1, tensors: 1 });
  x.dispose();
  expect(api.memory()).toEqual({ bytes: 0, buffers: 0, tensors: 0 });
});

describe('a second copy of the package', () => {
  const other = { version: '0.0.9', location: '/elsewhere/index.js' };
  beforeEach(() => {
    (globalThis as Record<symbol, unknown>)[Symbol.for('mariana.tensor.copies')] = [other];
  });

  test('is named, with both versions and places', () => {
    api.setEngine(api.referenceEngine());
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /two copies are loaded.* Got 0\.0\.9 at \/elsewhere\/index\.js and \d+\.\d+\.\d+ at .*node\.ts/,
    );
  });

  test('its tensors and variables are refused, wherever they come in', async () => {
    api.setEngine(api.referenceEngine());
    const x = api.tensor([1]);
    const variable = new api.Variable([1]);
    vi.resetModules();
    const second = await import('../index.ts');
    second.setEngine(second.referenceEngine());
    const message =
      /the tensor was made by a second copy of @mariana\/tensor\. Got 0\.0\.9 at .* and .* Expected one copy\. Load it/;
    expect(() => second.add(x, 1)).toThrow(message);
    expect(() => second.tensor([1]).add(x)).toThrow(message);
    expect(() => second.add(variable, 1)).toThrow(message);
    expect(() => second.tensor([x as never])).toThrow(message);
    expect(() => second.grad((t) => t.sum())(x)).toThrow(message);
    expect(() => second.refuseForeignTensor('fit', { shape: [1], dtype: 'float32' })).not.toThrow(); // TensorFlow.js has these
  });
});
