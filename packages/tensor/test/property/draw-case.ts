import { abstractOutputs } from '../../src/bind.ts';
import { isFloating } from '../../src/dtype.ts';
import type { PrimitiveSet } from '../../src/primitives.ts';
import { primitiveOf } from '../../src/testing/engine-suite/primitive-table.ts';
import type { Case } from './case.ts';
import { Chance } from './chance.ts';
import { elements } from './elements.ts';
import type { Generator } from './generator.ts';
import { generators } from './generators.ts';

/** A number for a name. */
function hash(name: string): number {
  let value = 2166136261;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 16777619);
  return value >>> 0;
}

/**
 * A use of a primitive: dtype by dtype, and every third time with its gradient, where it has one.
 *
 * @param seed - of the whole run
 * @param number - which of the primitive's cases
 */
export function drawCase(name: keyof PrimitiveSet, seed: number, number: number): Case {
  const generator = generators[name] as Generator<unknown>;
  const primitive = primitiveOf(name);
  const dtype = generator.dtypes[number % generator.dtypes.length] ?? 'float32';
  const round = Math.floor(number / generator.dtypes.length);
  const has = primitive.vjp !== undefined && generator.gradient !== false && isFloating(dtype);
  const withGradient = has && round % 3 === 2;
  const chance = new Chance(seed, hash(name), number, withGradient);
  const offset = chance.happens(0.3) ? chance.whole(1, 5) : 0;
  if (!withGradient) return { primitive: name, ...generator.draw(chance, dtype), offset };
  const drawn = (generator.gradient ?? generator.draw.bind(generator))(chance, dtype);
  const outputs = abstractOutputs(primitive, drawn.inputs, drawn.params);
  const count = primitive.differentiable?.(drawn.params) ?? outputs.length;
  const flowing = outputs.slice(0, count).filter((output) => isFloating(output.dtype));
  const domain = { low: -2, high: 2 };
  const cotangents = flowing.map((output) => elements(chance, output.shape, output.dtype, domain));
  const flows = cotangents.length > 0 && drawn.inputs.some((input) => isFloating(input.dtype));
  return { primitive: name, ...drawn, offset, cotangents: flows ? cotangents : undefined };
}
