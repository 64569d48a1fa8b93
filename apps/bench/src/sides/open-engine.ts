import { type Engine, useEngine } from '@mariana/tensor';
import { tfjs } from '@mariana/tfjs';

/** Puts an engine into use by its name on the command line. */
export function openEngine(name: string): Promise<Engine> {
  return useEngine(name === 'tfjs' ? tfjs : (name as 'native' | 'reference'));
}
