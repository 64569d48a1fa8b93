import { dense, input, Model } from '@mariana/layers';

/** The autoencoder, and its first half as a model of its own over the same weights. */
export interface Autoencoder {
  readonly autoencoder: Model;
  readonly encoder: Model;
}

/** Pixels [784] → a code [units] → pixels [784]. */
export function makeAutoencoder(units: number): Autoencoder {
  const pixels = input({ shape: [784] });
  const encoded = dense({ units, activation: 'relu' }).apply(pixels);
  const decoded = dense({ units: 784, activation: 'sigmoid' }).apply(encoded);
  return {
    autoencoder: new Model({ inputs: pixels, outputs: decoded }),
    encoder: new Model({ inputs: pixels, outputs: encoded }),
  };
}
