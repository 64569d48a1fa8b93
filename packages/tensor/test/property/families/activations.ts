import type { NoParams } from '../../../src/ops/elementwise.ts';
import type { EpilogueActivation } from '../../../src/ops/epilogue.ts';
import { floats } from '../../../src/testing/engine-suite/drawn.ts';
import { type Domain, elements } from '../elements.ts';
import { type Generator, rounded } from '../generator.ts';
import { anyShape } from '../shapes.ts';

/** Where the sums of two engines lie on either side of 0, relu's gradients differ, and rightly so. */
export const smoothActivations: readonly EpilogueActivation[] = ['linear', 'sigmoid', 'tanh'];

/** What came out of an activation, and the gradient of it. */
function fromResults(y: Domain): Generator<NoParams> {
  return {
    dtypes: floats,
    allowance: rounded,
    draw: (chance, dtype) => {
      const shape = anyShape(chance);
      return {
        inputs: [elements(chance, shape, dtype, y), elements(chance, shape, dtype, { low: -9, high: 9 })],
        params: {},
      };
    },
  };
}

/** Gradients of activations from their results. */
export const activationGradientGenerators = {
  reluGradient: fromResults({ low: 0, high: 9 }),
  sigmoidGradient: fromResults({ low: 0, high: 1 }),
  tanhGradient: fromResults({ low: -1, high: 1 }),
};
