import type { Engine } from '@mariana/tensor';
import { tfjs } from '../src/index.ts';

/** The engine on tfjs-node; undefined, with a line that says how to get it, where it is not there and need not be. */
export async function tfjsNode(): Promise<Engine | undefined> {
  try {
    return await tfjs({ backend: 'node' });
  } catch (error) {
    if (process.env.MARIANA_REQUIRE_TFJS_NODE === '1') throw error;
    console.warn('Skipped: the tests on tfjs-node. Run `pnpm tfjs-node` to get it.');
    return undefined;
  }
}
