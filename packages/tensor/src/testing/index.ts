export type { CheckGradientsOptions, Differentiable } from './check-gradients.ts';
export { checkGradients, GradientError } from './check-gradients.ts';
export type { Tolerance } from './compare.ts';
export type { EngineSuiteOptions, TestApi } from './engine-suite/run.ts';
export { runEngineSuite } from './engine-suite/run.ts';
export type { Fixture, FixtureCase, Operations } from './fixture.ts';
export type { Extendable, TensorMatchers } from './matchers.ts';
export { installMatchers } from './matchers.ts';
