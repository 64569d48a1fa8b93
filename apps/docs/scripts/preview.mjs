/** Serves the built site on loopback until it is ended, and says where. `PORT` chooses another port than 4173. */
import { serve } from './serve.mjs';

const server = await serve(Number(process.env.PORT ?? 4173));
console.log(`The docs are at ${server.url} (Ctrl-C ends)`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
