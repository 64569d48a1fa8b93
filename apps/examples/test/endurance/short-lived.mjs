/** Tensors in synchronous loops, with no scope: prints the most memory that the process held, in MiB. */
import { tensor, useEngine, zeros } from '@mariana/tensor';

await useEngine('native');
const one = tensor(1);

/** The last of a chain of sums that begins anew every 16. */
function loop(count, size) {
  const x = zeros([size]);
  let y = x;
  for (let i = 0; i < count; i++) y = (i % 16 === 0 ? x : y).add(one);
  return y.dataSync()[0];
}

// Small ones, which the collector comes round to by itself, and large ones, for which it has to be called: 4 and 16 GiB.
const last = [loop(1_000_000, 1024), loop(16_000, 2 ** 18)];
const peak = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ last, peak }));
