/** TensorFlow.js as a peer, a process of its own: `tfjs.js node`, or `wasm`. */
import { tfjsWorkloads } from '../tfjs/index.ts';
import { openBackend } from '../tfjs/open-backend.ts';
import { serve, Unsupported } from './serve.ts';

await serve(
  () => openBackend(process.argv[2] ?? 'wasm'),
  (name, params) => {
    const prepare = tfjsWorkloads[name];
    if (prepare === undefined) throw new Unsupported(`has no workload ${name}`);
    return prepare(params as never);
  },
);
process.exit(0); // tfjs-node holds the event loop
