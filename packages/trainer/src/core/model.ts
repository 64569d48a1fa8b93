import type { Tensor, Variable } from '@mariana/tensor';

/** A weight as training needs it. */
export interface TrainableWeight {
  readonly variable: Variable;
}

/** What training needs of a model: every layer and model of `@mariana/layers` has it. */
export interface Model {
  /** All weights, in a fixed order. */
  readonly weights: readonly TrainableWeight[];
  /** Those that training changes. */
  readonly trainableWeights: readonly TrainableWeight[];
  /** Whether the weights are there. */
  readonly built: boolean;
  /** The shape of the inputs that it was built for, with null for sizes that are open; a tree of shapes for several. */
  readonly inputShape?: unknown;
  /** The outputs for a batch: a tensor, or arrays or records of tensors, as the inputs are. */
  apply(inputs: never, options?: { training?: boolean | undefined }): unknown;
  /** What the weights' regularizers add to the loss; undefined where there are none. */
  regularizationLoss?(): Tensor | undefined;
}
