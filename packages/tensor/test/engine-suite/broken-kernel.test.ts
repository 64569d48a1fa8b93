import { describe, expect, test } from 'vitest';
import { ArgumentError, type Engine, referenceEngine, type TypedArray } from '../../src/index.ts';
import { runEngineSuite } from '../../src/testing/index.ts';

type Kernels = Engine<TypedArray>['kernels'];
type Body = () => void | Promise<void>;

/** The tests that the suite declares for an engine with other kernels, by name, without running them. */
function testsOf(
  change: (kernels: Kernels) => Partial<Kernels>,
  engine: Partial<Engine<TypedArray>> = {},
): Map<string, Body> {
  const whole = referenceEngine();
  const bodies = new Map<string, Body>();
  const broken = { ...whole, ...engine, kernels: { ...whole.kernels, ...change(whole.kernels) } };
  runEngineSuite(broken, {
    describe: (_name, body) => body(),
    test: (name, body) => bodies.set(name, body),
  });
  return bodies;
}

const run = async (bodies: Map<string, Body>, name: string) => {
  const body = bodies.get(name);
  if (body === undefined) throw new Error(`The suite has no test ${name}`);
  await body();
};

test('the suite uses every kernel', () => {
  const names = [...testsOf(() => ({})).keys()];
  for (const kernel of Object.keys(referenceEngine().kernels)) {
    expect(
      names.some((name) => name.startsWith(`${kernel}, `)),
      kernel,
    ).toBe(true);
  }
});

describe('a broken kernel fails', () => {
  test('whose numbers are a little off', async () => {
    const bodies = testsOf(({ exp }) => ({
      exp: (inputs, params, outputs) =>
        exp(inputs, params, outputs).map((y) => (y as Float32Array).map((v) => v * 1.0001)),
    }));
    await expect(run(bodies, 'exp, float32')).rejects.toThrow(/^exp of shape .*: output 0: element .* expected/);
    await expect(run(bodies, 'log, float32')).resolves.toBeUndefined();
  });

  test('that ignores where a view begins', async () => {
    const bodies = testsOf(({ add }) => ({
      add: ([a, b, c], params, outputs) =>
        add([{ shape: a.shape, dtype: a.dtype, storage: a.storage, offset: 0 }, b, c], params, outputs),
    }));
    await expect(run(bodies, 'add, float32')).resolves.toBeUndefined();
    await expect(run(bodies, 'add of views that begin inside of a storage')).rejects.toThrow(/^add of shapes/);
  });

  test('that loses NaN', async () => {
    const bodies = testsOf(({ less, where }) => ({
      maximum: ([a, b, c], params, outputs) => {
        const [smaller] = less([a, b, c], params, [{ shape: outputs[0].shape, dtype: 'bool' }, outputs[0], outputs[0]]);
        const condition = { shape: outputs[0].shape, dtype: 'bool', storage: { handle: smaller }, offset: 0 } as never;
        return where([condition, b, a], params, outputs);
      },
    }));
    await expect(run(bodies, 'maximum: NaN wins on either side')).rejects.toThrow(
      /^maximum: NaN wins on either side: element/,
    );
  });

  test('that sums in float32', async () => {
    const bodies = testsOf(({ sum }) => ({
      sum: (inputs, params, outputs) => {
        if (inputs[0].shape.length !== 1 || outputs[0].dtype !== 'float32') return sum(inputs, params, outputs);
        const total = new Float32Array(1);
        for (const v of inputs[0].storage.handle as Float32Array) total[0]! += v;
        return [total];
      },
    }));
    await expect(run(bodies, 'a million thirds sum to what they should')).rejects.toThrow(/expected 333333\.3/);
  });

  test('that reads outside of an axis', async () => {
    const bodies = testsOf(({ gather }) => ({
      gather: (inputs, params, outputs) => {
        try {
          return gather(inputs, params, outputs);
        } catch {
          return [new Float32Array(2)];
        }
      },
    }));
    await expect(run(bodies, 'an index out of range throws, or takes the nearest')).rejects.toThrow(/^gather:/);
  });

  test('whose random bits are its own', async () => {
    const bodies = testsOf(({ randomBits }) => ({
      randomBits: (inputs, params, outputs) =>
        randomBits(inputs, params, outputs).map((y) => (y as Int32Array).map((v) => v ^ 1)),
    }));
    await expect(run(bodies, 'randomBits, int32')).rejects.toThrow(/^randomBits of some/);
  });

  test('that throws', async () => {
    const bodies = testsOf(() => ({
      sort: () => {
        throw new ArgumentError('sort', 'no memory');
      },
    }));
    await expect(run(bodies, 'sort, float32')).rejects.toThrow('sort: no memory');
  });
});

describe('an engine that misbehaves fails', () => {
  test('that keeps the array it was given', async () => {
    const bodies = testsOf(() => ({}), { upload: (data) => data });
    await expect(run(bodies, 'what is uploaded is a copy, and so is what is read')).rejects.toThrow(/^elements: got/);
  });

  test('that reads late', async () => {
    const bodies = testsOf(
      ({ mul }) => ({
        // Works in place: a read that is still to come sees the new elements.
        mul: (inputs, params, outputs) => {
          const [y] = mul(inputs, params, outputs);
          inputs[0].storage.handle.set(y as never);
          return [y as TypedArray];
        },
      }),
      { read: (view) => Promise.resolve().then(() => view.storage.handle.slice()) },
    );
    await expect(run(bodies, 'a read sees what came before it and nothing after')).rejects.toThrow(/^elements: got/);
  });

  test('that lists a dtype it does not hold', async () => {
    const bodies = testsOf(() => ({}), {
      upload: (data, dtype) =>
        (dtype === 'float64' ? Float32Array.from(data as Float64Array) : data.slice()) as TypedArray,
    });
    await expect(run(bodies, 'float64 comes back as it went')).rejects.toThrow();
  });
});
