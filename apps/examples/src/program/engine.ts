import { type Engine, referenceEngine, useEngine } from '@mariana/tensor';
import { tfjs } from '@mariana/tfjs';
import type { EngineChoice } from './flag-table.mjs';

/** An engine, and why it is this one. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly reason: string;
}

const load: Readonly<Record<Exclude<EngineChoice, 'auto'>, () => Promise<Engine>>> = {
  native: () => useEngine('native'),
  'tfjs-node': () => tfjs({ backend: 'node' }),
  'tfjs-wasm': () => tfjs({ backend: 'wasm' }),
  reference: async () => referenceEngine(),
};

/**
 * Loads the engine that was asked for, or the fastest that loads.
 *
 * @throws EngineError if the one that was asked for does not load
 */
export async function chooseEngine(choice: EngineChoice): Promise<ChosenEngine> {
  if (choice !== 'auto') return { engine: await load[choice](), reason: 'asked for by --engine' };
  const failures: string[] = [];
  for (const name of ['native', 'tfjs-node', 'tfjs-wasm'] as const) {
    try {
      return { engine: await load[name](), reason: ['the fastest that loads here', ...failures].join('; ') };
    } catch (error) {
      failures.push(`${name} does not: ${firstSentence(error)}`);
    }
  }
  return { engine: referenceEngine(), reason: ['the last resort', ...failures].join('; ') };
}

/** The heart of an error that another library may have written at length. */
function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = (/Got (.*?)\.(?: |$)/.exec(text)?.[1] ?? text).split('\n')[0] as string;
  return line.length > 160 ? `${line.slice(0, 157)}…` : line;
}
