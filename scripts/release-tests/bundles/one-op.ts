// One op, its gradient, and the reference engine: the least that a page can load.
import { grad, matmul, referenceEngine, setEngine, tensor } from '@mariana/tensor';

setEngine(referenceEngine());
const x = tensor([
  [1, 2],
  [3, 4],
]);
const slope = grad((w) => matmul(w, x).sum());
console.log(await slope(x).array());
