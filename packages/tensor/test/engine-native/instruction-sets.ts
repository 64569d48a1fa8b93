import type { NativeKernels } from '@mariana/kernels';

/** The instruction sets to test, widest first: MARIANA_ISA's alone, or all that this build and this processor have. */
export function testedSets(kernels: NativeKernels): readonly string[] {
  const chosen = kernels.instructionSet();
  if (process.env.MARIANA_ISA) return [chosen];
  const sets = kernels.instructionSets.filter((name) => kernels.chooseInstructionSet(name));
  kernels.chooseInstructionSet(chosen);
  return sets;
}
