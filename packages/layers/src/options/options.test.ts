import { readFileSync } from 'node:fs';
import { expect, expectTypeOf, test } from 'vitest';
import { commonOptions } from '../base/options.ts';
import { conv1dOptions } from '../convolution/conv1d.ts';
import { conv2dOptions } from '../convolution/conv2d.ts';
import { activationOptions } from '../core/activation.ts';
import { type Dense, type DenseOptions, dense, denseOptions } from '../core/dense.ts';
import { dropoutOptions } from '../core/dropout.ts';
import { flattenOptions } from '../core/flatten.ts';
import { inputOptions } from '../core/input.ts';
import { reshapeOptions } from '../core/reshape.ts';
import { constantOptions, identityOptions } from '../initializers/constants.ts';
import { orthogonalOptions } from '../initializers/orthogonal.ts';
import { normalOptions, uniformOptions } from '../initializers/random.ts';
import { scaledOptions } from '../initializers/scaled.ts';
import { varianceScalingOptions } from '../initializers/variance-scaling.ts';
import { globalPoolingOptions } from '../pooling/global-pooling.ts';
import { maxPooling2dOptions } from '../pooling/max-pooling.ts';
import { l1l2Options, l1Options, l2Options } from '../regularizers/regularizer.ts';
import { builtinRegistry } from '../saving/builtin-registry.ts';
import { undocumentedDefaults } from '../testing/index.ts';
import { Declaration, declareOptions } from './declaration.ts';
import { snakeCase } from './names.ts';
import { boolean, number, positiveInteger } from './numbers.ts';
import { optional } from './option.ts';
import { shape } from './shapes.ts';
import { choice } from './strings.ts';

const declarations: readonly (readonly [path: string, declaration: Declaration])[] = [
  ['base/options.ts', commonOptions],
  ['convolution/convolution.ts', conv1dOptions],
  ['convolution/convolution.ts', conv2dOptions],
  ['core/activation.ts', activationOptions],
  ['core/dense.ts', denseOptions],
  ['core/dropout.ts', dropoutOptions],
  ['core/flatten.ts', flattenOptions],
  ['core/input.ts', inputOptions],
  ['core/reshape.ts', reshapeOptions],
  ['initializers/constants.ts', constantOptions],
  ['initializers/constants.ts', identityOptions],
  ['initializers/orthogonal.ts', orthogonalOptions],
  ['initializers/random.ts', normalOptions],
  ['initializers/random.ts', uniformOptions],
  ['initializers/scaled.ts', scaledOptions],
  ['initializers/variance-scaling.ts', varianceScalingOptions],
  ['pooling/global-pooling.ts', globalPoolingOptions],
  ['pooling/pooling.ts', maxPooling2dOptions],
  ['regularizers/regularizer.ts', l1Options],
  ['regularizers/regularizer.ts', l2Options],
];
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
/** An option of every layer is documented once, for all. */
const own = (declaration: Declaration) => {
  const common = declaration === (commonOptions as Declaration) ? [] : Object.keys(commonOptions.spec);
  return new Declaration(
    Object.fromEntries(Object.entries(declaration.spec).filter(([name]) => !common.includes(name))),
  );
};

test.each(declarations)('docstrings of the options in %s agree with the declaration', (path, declaration) => {
  expect(undocumentedDefaults(read(path), own(declaration))).toEqual([]);
});

test('options that stand twice in a file agree too', () => {
  const source = read('regularizers/regularizer.ts');
  expect(undocumentedDefaults(source.slice(source.indexOf('l1l2Options')), l1l2Options)).toEqual([]);
});

test('a docstring that disagrees is found', () => {
  const source = '/**\n * x\n * @defaultValue 2\n */\n rate: number(1), other: boolean(true)';
  const wrong = undocumentedDefaults(source, declareOptions({ rate: number(1), other: boolean(true) }));
  expect(wrong).toEqual(['rate: the default is 1, its docstring says 2', 'other has no docstring']);
});

const options = declareOptions({
  units: positiveInteger(),
  rate: number(0.5, { min: 0, below: 1 }),
  useBias: boolean(true),
  mode: choice(['fanIn', 'fanOut'], 'fanIn'),
  size: optional(shape({ single: true, wildcard: -1 })),
});

test('defaults are filled in, and what is given is kept', () => {
  expect(options.check('X', { units: 2, size: 3 })).toEqual({
    units: 2,
    rate: 0.5,
    useBias: true,
    mode: 'fanIn',
    size: [3],
  });
});

test.each([
  [{}, 'X: the option units is missing. Expected a positive integer.'],
  [
    { unit: 3 },
    "X: there is no option 'unit'. Expected options among units, rate, useBias, mode, size. Did you mean 'units'?",
  ],
  [{ units: 0 }, 'X: units is not a positive integer. Got 0. Expected a whole number of at least 1.'],
  [{ units: 1.5 }, 'X: units is not a positive integer. Got 1.5.'],
  [{ units: '2' }, "X: units is not a positive integer. Got '2'."],
  [{ units: 1, rate: 1 }, 'X: rate is not a number of at least 0 and below 1. Got 1.'],
  [{ units: 1, rate: Number.NaN }, 'X: rate is not a number of at least 0 and below 1. Got NaN.'],
  [{ units: 1, useBias: 1 }, 'X: useBias is not a boolean. Got 1. Expected true or false.'],
  [{ units: 1, mode: 'fan' }, "X: mode is not one of the choices. Got \"fan\". Expected one of 'fanIn', 'fanOut'."],
  [
    { units: 1, size: [-2] },
    'X: size is not a shape. Got [-2]. Expected a number or an array of whole numbers of 0 or more, -1.',
  ],
])('%o is refused', (given, message) => {
  expect(() => options.check('X', given)).toThrow(message);
});

test('configurations are in the names of Keras', () => {
  const values = options.check('X', { units: 2, mode: 'fanOut' });
  const config = options.encode('X', values);
  expect(config).toEqual({ units: 2, rate: 0.5, use_bias: true, mode: 'fan_out', size: null });
  expect(options.check('X', options.decode('X', config, builtinRegistry({})))).toEqual(values);
  expect(() => options.decode('X', { unitz: 1 }, builtinRegistry({}))).toThrow("an unknown entry 'unitz'");
});

test('a table follows from the declaration', () => {
  expect(denseOptions.rows().slice(0, 4)).toEqual([
    { name: 'units', type: 'a positive integer', default: undefined },
    { name: 'activation', type: 'an activation', default: "'linear'" },
    { name: 'useBias', type: 'a boolean', default: 'true' },
    { name: 'kernelInitializer', type: 'an initializer', default: "'glorotUniform'" },
  ]);
});

test('the types of options follow too', () => {
  expectTypeOf<DenseOptions['units']>().toEqualTypeOf<number>();
  expectTypeOf<DenseOptions['useBias']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<Dense['options']['useBias']>().toEqualTypeOf<boolean>();
  // @ts-expect-error: units are required
  expect(() => dense({})).toThrow('the option units is missing');
});

test('names', () => {
  // what to_snake_case of keras.src.utils.naming makes of them
  expect(['Dense', 'MultiHeadAttention', 'InputLayer', 'L1L2'].map(snakeCase)).toEqual([
    'dense',
    'multi_head_attention',
    'input_layer',
    'l1l2',
  ]);
  expect(['Conv2D', 'MaxPooling2D', 'Conv2DTranspose', 'LSTM', 'LSTMCell'].map(snakeCase)).toEqual([
    'conv2d',
    'max_pooling2d',
    'conv2d_transpose',
    'lstm',
    'lstm_cell',
  ]);
  expect(['kernelInitializer', 'relu6', 'keepDims'].map(snakeCase)).toEqual([
    'kernel_initializer',
    'relu6',
    'keepdims',
  ]);
});
