// Everything that the packages export, TensorFlow.js itself left out.
import * as attention from '@mariana/attention';
import * as datasets from '@mariana/datasets';
import * as layers from '@mariana/layers';
import * as tensor from '@mariana/tensor';
import * as tfjs from '@mariana/tfjs';
import * as trainer from '@mariana/trainer';

console.log(attention, datasets, layers, tensor, tfjs, trainer);
