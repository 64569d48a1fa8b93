import type { Contender } from './contender.ts';
import { freshly } from './fresh.ts';
import { startServing } from './serving.ts';
import type { Side } from './side.ts';

/** Starts everybody; where one does not start, those that did are ended. */
export async function openAll(
  sides: readonly Side[],
  { fresh = false }: { fresh?: boolean | undefined },
): Promise<Contender[]> {
  const opened: Contender[] = [];
  try {
    for (const side of sides) opened.push(fresh ? freshly(side) : await startServing(side));
    return opened;
  } catch (error) {
    await Promise.all(opened.map((contender) => contender.close()));
    throw error;
  }
}
