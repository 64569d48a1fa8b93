import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository that pages link to, and where it is here. */
export const repository = {
  url: 'https://github.com/mariana-ml/mariana',
  folder: join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..'),
};
