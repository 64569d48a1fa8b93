import { type Engine, useEngine } from '@mariana/tensor';

/** Puts an engine into use by its name on the command line, and loads nothing of the others. */
export async function openEngine(name: string): Promise<Engine> {
  if (!name.startsWith('tfjs')) return useEngine(name as 'native' | 'reference');
  const { tfjs } = await import('@mariana/tfjs');
  const [, backend] = name.split('-') as [string, ('node' | 'wasm')?];
  return useEngine(tfjs(backend === undefined ? {} : { backend }));
}
