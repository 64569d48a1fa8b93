// What machines the build is for.

import { SetupError } from './requirements.mjs';

/** Throws where the wheel's library would not run. @param {string} platform @param {string} arch */
export function checkPlatform(platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return;
  throw new SetupError(
    `tfjs-node: this build is for Linux x86-64. Got ${platform}-${arch}. Elsewhere @tensorflow/tfjs-node works only ` +
      'where its own installer does: run `node scripts/install.js` in its folder. Without it the engine runs on wasm.',
  );
}
