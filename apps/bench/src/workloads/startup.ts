import { workload } from '../workload.ts';

export const startup = workload({
  name: 'startup',
  about: 'a fresh process from its start until its first training step of the autoencoder is done, imports included',
  cases: [{ name: 'first step', params: {} }],
  fresh: true,
});
