import type { Source } from '../source/source.ts';

const base = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/';

/** What a user can get who has nothing of it. */
const hint =
  `get ${base}imdb.npz (17 MB), or the authors' aclImdb_v1.tar.gz from https://ai.stanford.edu/~amaas/data/sentiment/ ` +
  '(84 MB), and name the directory that holds it, or the archive, as the directory or in MARIANA_DATA';

/** The reviews as Keras has them: ranks of words. */
export const imdbSource: Source = {
  name: 'imdb',
  folders: ['imdb', 'datasets'], // a folder of its own, or Keras's
  forms: [
    {
      files: [
        {
          name: 'imdb.npz',
          bytes: 17464789,
          sha256: '69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f',
          gzip: false,
          urls: [`${base}imdb.npz`],
        },
      ],
    },
  ],
  hint,
};

/** The words of those ranks. */
export const wordIndexSource: Source = {
  name: 'imdb',
  folders: ['imdb', 'datasets'],
  forms: [
    {
      files: [
        {
          name: 'imdb_word_index.json',
          bytes: 1641221,
          md5: 'bfafd718b763782e994055a2d397834f',
          gzip: false,
          urls: [`${base}imdb_word_index.json`],
        },
      ],
    },
  ],
};

/** What the authors' archive and its folder are called. */
export const rawNames = {
  folders: ['', 'aclImdb/', 'imdb/aclImdb/'],
  archives: ['aclImdb_v1.tar.gz', 'aclImdb.tar.gz', 'aclImdb_v1.tar', 'aclImdb.tar'],
} as const;
