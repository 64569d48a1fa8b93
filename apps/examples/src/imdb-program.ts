import { main } from './imdb/main.ts';

process.exitCode = await main(process.argv.slice(2));
