import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const app = join(import.meta.dirname, '..');

const guide = (folder: string) =>
  readdirSync(join(app, folder, 'guide')).map((name) => join(folder, 'guide', name.replace(/\.md$/, '')));

/** The paths of all written pages, of a page of each kind in the reference, and of one that is not there. */
export const pages = [
  '',
  'zh/',
  ...guide(''),
  ...guide('zh'),
  'reference/tensor/',
  'reference/tensor/classes/Tensor',
  'reference/tensor/functions/matmul',
  'reference/layers/interfaces/DenseOptions',
  'reference/trainer/type-aliases/LossName',
  'reference/tensor/variables/dtypes',
  'no-such-page',
];
