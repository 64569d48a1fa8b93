// A dense model trained with objects and functions only: no table of names is loaded.
import { dense, sequential } from '@mariana/layers';
import { referenceEngine, setEngine, tensor } from '@mariana/tensor';
import { Trainer } from '@mariana/trainer/core';
import { meanSquaredError } from '@mariana/trainer/losses';
import { sgd } from '@mariana/trainer/optimizers';

setEngine(referenceEngine());
const model = sequential([dense({ units: 1 })]);
const trainer = new Trainer(model, { optimizer: sgd(), loss: meanSquaredError });
await trainer.fit({ x: tensor([[1], [2]]), y: tensor([[2], [4]]) }, { epochs: 1 });
