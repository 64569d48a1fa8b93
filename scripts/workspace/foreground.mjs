import { spawn } from 'node:child_process';

/** How often it is looked whether the parent is there, in milliseconds. */
const interval = 500;

/**
 * Runs a program in the foreground, and passes on what asks for an end: signals that reach this process, and the death of
 * its parent. npm hands a signal that it gets to the shell that it runs a script in. Of SIGTERM the shell dies, and neither
 * this process nor its child would ever hear of it. SIGINT it may keep to itself (dash does, taking it for Ctrl-C, which
 * reaches all of a terminal's processes): sent to npm alone it has no effect, and nothing here could notice.
 *
 * @param {string[]} args - of Node.js
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stdio?: 'inherit' | 'ignore' }} options
 * @returns {Promise<number>} the exit code
 */
export function runInForeground(args, { cwd, env = process.env, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio, env });
    // On a terminal Ctrl-C reaches the child by itself; the parent only waits for it to end.
    const atTerminal = Boolean(process.stdin.isTTY);
    const watch = watchParent(() => child.kill('SIGTERM'));
    const forward = (signal) => {
      clearInterval(watch);
      if (!(atTerminal && signal === 'SIGINT')) child.kill(signal);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/**
 * Calls back when the parent has been gone for a whole interval. Not at once: Ctrl-C on a terminal reaches parent, this
 * process and child together, and a second signal to the child would end it unsaved.
 */
function watchParent(gone) {
  const parent = process.ppid;
  let missed = 0;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    missed += 1;
    if (missed < 2) return;
    clearInterval(watch);
    gone();
  }, interval);
  return watch;
}
