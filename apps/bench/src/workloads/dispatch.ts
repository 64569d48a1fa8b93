import { add, ones, scope, type Tensor, vjp } from '@mariana/tensor';
import { workload } from '../workload.ts';
import { numbers } from './numbers.ts';

const [size, chain] = [8, 1000];
const modes = ['plain', 'plain in a scope', 'recorded', 'recorded and pulled back'] as const;

export const dispatch = workload({
  name: 'dispatch',
  about: `one add of ${size} elements in a chain of ${chain}: what a call costs besides its arithmetic`,
  cases: modes.map((mode) => ({ name: mode, params: { mode, size, chain }, per: chain })),
  prepare({ mode, size, chain }) {
    const [a, b, seed] = [numbers([size]), numbers([size]), ones([size])];
    const added = (x: Tensor): Tensor => {
      let t = x;
      for (let i = 0; i < chain; i++) t = add(t, b);
      return t;
    };
    const once: Record<typeof mode, () => void> = {
      plain: () => void added(a),
      'plain in a scope': () => scope(() => void added(a)),
      recorded: () => scope(() => vjp(added, a).dispose()),
      'recorded and pulled back': () =>
        scope(() => {
          const { pull, dispose } = vjp(added, a);
          pull(seed);
          dispose();
        }),
    };
    return (times) => {
      for (let i = 0; i < times; i++) once[mode]();
    };
  },
});
