import { main } from './autoencoder/main.ts';

process.exitCode = await main(process.argv.slice(2));
