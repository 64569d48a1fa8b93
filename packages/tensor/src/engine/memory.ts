import { engineInUse } from './current.ts';
import type { Usage } from './engine.ts';

/**
 * What the engine in use holds: the memory of all tensors that were neither disposed of nor collected. Tensors that
 * share memory count once as `buffers`, and each as `tensors`.
 *
 * @returns `bytes`, `buffers` and `tensors`; all 0 before an engine is in use
 * @source `tf.memory`, with `numBytes`, `numDataBuffers` and `numTensors`
 *
 * @example
 * const before = memory().buffers;
 * const x = ones([100]);
 * memory().buffers - before; // 1
 */
export function memory(): Usage {
  const { bytes, buffers, tensors } = engineInUse()?.usage ?? { bytes: 0, buffers: 0, tensors: 0 };
  return { bytes, buffers, tensors };
}
