import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { published, root } from '../workspace/packages.mjs';
import { run } from '../workspace/run.mjs';

/**
 * Copies the workspace as git sees it, uncommitted changes included, installs it, and makes it a repository.
 *
 * @param options `built`: whether the packages' dist folders come along
 */
export async function copyWorkspace(target, { built = true } = {}) {
  const list = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of list.split('\0').filter(Boolean)) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file));
  }
  for (const { group, folder } of built ? published() : []) {
    const dist = join(root, group, folder, 'dist');
    if (!existsSync(dist)) throw new Error(`${group}/${folder} is not built: run pnpm build first`);
    cpSync(dist, join(target, group, folder, 'dist'), { recursive: true });
  }
  await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts'], { cwd: target });
  const git = (...args) =>
    run('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid', ...args], { cwd: target });
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Copy');
}
