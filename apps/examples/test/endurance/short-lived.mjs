/** A million tensors in a synchronous loop, with no scope: prints the most memory that the process held, in MiB. */
import { tensor, useEngine, zeros } from '@mariana/tensor';

await useEngine('native');
const x = zeros([1024]); // 4 GiB in all
const one = tensor(1);
let y = x;
for (let i = 0; i < 1_000_000; i++) y = (i % 16 === 0 ? x : y).add(one);
const peak = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ last: y.dataSync()[0], peak }));
