/**
 * Runs turbo with its telemetry off: `node scripts/turbo.mjs build --filter=…`. pnpm must be on the PATH.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './workspace/packages.mjs';

const require = createRequire(import.meta.url);
const turbo = join(dirname(require.resolve('turbo/package.json')), 'bin', 'turbo');

const { status, error } = spawnSync(process.execPath, [turbo, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
});
if (error) throw error;
process.exitCode = status ?? 1;
