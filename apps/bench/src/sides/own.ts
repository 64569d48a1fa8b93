/** Our side of the measurements, a process of its own: `own.js ENGINE`. */
import { workloads } from '../workloads/index.ts';
import { openEngine } from './open-engine.ts';
import { serve, Unsupported } from './serve.ts';

await serve(
  async () => (await openEngine(process.argv[2] ?? 'native')).description,
  (name, params) => {
    const prepare = workloads.find((workload) => workload.name === name)?.prepare;
    if (prepare === undefined) throw new Unsupported(`has no workload ${name}`);
    return prepare(params);
  },
);
process.exit(0); // tfjs-node holds the event loop
