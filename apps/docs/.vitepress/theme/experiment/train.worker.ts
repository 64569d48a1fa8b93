import { dense, input, Model } from '@mariana/layers';
import { type Engine, referenceEngine, setEngine, setSeed, type Tensor, tensor, useEngine } from '@mariana/tensor';
import { adam, Trainer } from '@mariana/trainer';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadsWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { digitBytes, testDigits, trainDigits } from '../../../scripts/digits-layout.mjs';
import { type Report, type Request, shownDigits } from './messages';

/** The binaries are part of the site: nothing comes from another host. */
const wasmPaths = {
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadsWasm,
};

const report = (message: Report) => postMessage(message);

/** Resolves while training may go on; replaced by a pending promise on pause. */
let gate: Promise<void> = Promise.resolve();
let open: () => void = () => {};

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.type === 'start')
    train(data.assets).catch((error: Error) => report({ type: 'failed', message: error.message }));
  else if (data.type === 'resume') open();
  else gate = new Promise((resolve) => (open = resolve));
});

/** The fastest engine that this browser runs; plain TypeScript where none of TensorFlow.js's loads. */
async function chooseEngine(): Promise<Engine> {
  try {
    const { tfjs } = await import('@mariana/tfjs');
    return await useEngine(tfjs({ backend: 'wasm', wasmPaths }));
  } catch (error) {
    console.info(`The WebAssembly engine did not load (${(error as Error).message}); plain TypeScript runs instead.`);
    const engine = referenceEngine();
    setEngine(engine);
    return engine;
  }
}

/** The digits built into the site: pixels in 0 to 1, [digits, 784]. */
async function loadDigits(assets: string): Promise<{ train: Float32Array; test: Float32Array }> {
  const response = await fetch(`${assets}digits.bin`);
  if (!response.ok) throw new Error(`the digits could not be loaded (${response.status})`);
  const pixels = Float32Array.from(new Uint8Array(await response.arrayBuffer()), (byte) => byte / 255);
  const cut = trainDigits * digitBytes;
  return { train: pixels.subarray(0, cut), test: pixels.subarray(cut) };
}

function build() {
  const pixels = input({ shape: [digitBytes] });
  const encoded = dense({ units: 256, activation: 'relu' }).apply(pixels);
  const decoded = dense({ units: digitBytes, activation: 'sigmoid' }).apply(encoded);
  return new Model({ inputs: pixels, outputs: decoded });
}

async function train(assets: string): Promise<void> {
  const engine = await chooseEngine();
  const digits = await loadDigits(assets);
  setSeed(1);
  const model = build();
  const trainer = new Trainer(model, { optimizer: adam(), loss: 'binaryCrossentropy' });
  const x = tensor(digits.train, { shape: [trainDigits, digitBytes] });
  const test = tensor(digits.test, { shape: [testDigits, digitBytes] });
  const shown = test.slice(0, shownDigits);
  report({
    type: 'ready',
    engine: engine.description,
    parameters: model.countParams(),
    originals: digits.test.slice(0, shownDigits * digitBytes),
  });

  const batchSize = 128;
  let total = 0;
  let epoch = 0;
  let sum = 0;
  const began = performance.now();
  let paused = 0;
  await reportTest(trainer, test, shown, total);
  await trainer.fit(
    { x, y: x },
    {
      epochs: 40,
      batchSize,
      verbose: 0,
      callbacks: [
        {
          onEpochBegin(index) {
            epoch = index + 1;
            sum = 0;
          },
          async onBatchEnd(batch, logs) {
            total += 1;
            // The trainer gives the mean over the epoch so far, by digit; the curve shows each batch, the last of which is smaller.
            const seen = Math.min((batch + 1) * batchSize, trainDigits);
            const loss = ((logs.loss as number) * seen - sum) / (seen - batch * batchSize);
            sum = (logs.loss as number) * seen;
            const seconds = (performance.now() - began - paused) / 1000;
            report({ type: 'step', epoch, total, loss, stepsPerSecond: total / seconds });
            if (total % 8 === 0) await reportTest(trainer, test, shown, total);
            const waited = performance.now();
            await gate;
            paused += performance.now() - waited;
          },
        },
      ],
    },
  );
  report({ type: 'done' });
}

async function reportTest(trainer: Trainer, test: Tensor, shown: Tensor, total: number): Promise<void> {
  const { loss } = await trainer.evaluate({ x: test, y: test }, { batchSize: testDigits });
  const output = (await trainer.predict(shown)) as Tensor;
  const reconstructions = (await output.data()) as Float32Array;
  output.dispose();
  report({ type: 'test', total, loss: loss as number, reconstructions });
}
