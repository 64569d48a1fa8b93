import { dense, embedding, input, lstm, Model } from '@mariana/layers';

/** How many words the model knows, and how many of a review it reads. */
export const numWords = 10_000;
export const maxLen = 200;

/** Numbers of words [200] → how much of a praise the review is, from 0 to 1. */
export function makeClassifier(units: number): Model {
  const words = input({ shape: [maxLen], dtype: 'int32' });
  const vectors = embedding({ inputDim: numWords, outputDim: 128 }).apply(words); // [batch, 200, 128]
  const meaning = lstm({ units, dropout: 0.2, recurrentDropout: 0.2 }).apply(vectors); // [batch, units]
  const praise = dense({ units: 1, activation: 'sigmoid' }).apply(meaning); // [batch, 1]
  return new Model({ inputs: words, outputs: praise });
}
