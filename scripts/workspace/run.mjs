import { spawn } from 'node:child_process';

/**
 * Runs a program to its end.
 *
 * @param options `cwd`, `env` (added to this process's), `quiet` (keep the output instead of showing it)
 * @returns what it printed, where it was kept
 * @throws Error with the command, its exit code and what it printed, when it fails
 */
export function run(command, args, { cwd, env = {}, quiet = true, timeout = 600_000 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      timeout,
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')}\nended with ${code ?? signal} in ${cwd}\n${output}`));
    });
  });
}

/** Runs a JavaScript file with this Node.js. */
export const runNode = (file, args = [], options = {}) => run(process.execPath, [file, ...args], options);

/** Calls `work` for every item, a few at a time; the first failure ends it. */
export async function eachOf(items, atOnce, work) {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
