import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foreground-'));
  // A program that saves when it is asked to end, and the script that runs it, as scripts/run.mjs does.
  await writeFile(
    join(folder, 'program.mjs'),
    `import { writeFileSync } from 'node:fs';
     let asked = 0;
     const end = () => {
       asked += 1;
       setTimeout(() => { writeFileSync(process.argv[2], 'asked ' + asked); process.exit(3); }, 1500);
     };
     process.on('SIGINT', end).on('SIGTERM', end);
     setInterval(() => {}, 1000);
     console.log('ready');`,
  );
  await writeFile(
    join(folder, 'script.mjs'),
    `import { runInForeground } from ${JSON.stringify(new URL('foreground.mjs', import.meta.url).href)};
     process.exitCode = await runInForeground([process.argv[2], process.argv[3]]);`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the script as npm does, in a shell; detached, that is in a group of its own. */
async function start(saved) {
  const command = `'${process.execPath}' script.mjs program.mjs ${saved}; exit $?`; // so that the shell stays
  const shell = spawn('sh', ['-c', command], { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  return shell;
}

async function wordsOf(file) {
  for (let i = 0; i < 100; i++) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (text !== undefined && text !== '') return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('nothing was saved');
}

test.skipIf(process.platform === 'win32')(
  'a signal that kills only the shell in between ends the program',
  async () => {
    const shell = await start('shell');
    shell.kill('SIGTERM'); // as npm passes it on
    expect(await wordsOf('shell')).toBe('asked 1');
  },
);

test.skipIf(process.platform === 'win32')('a signal to the script alone is passed on', async () => {
  const child = spawn(process.execPath, ['script.mjs', 'program.mjs', 'alone'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([3, null]);
  expect(await wordsOf('alone')).toBe('asked 1');
});
