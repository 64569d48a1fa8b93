import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { published } from '../workspace/packages.mjs';
import { run } from '../workspace/run.mjs';

/**
 * Packs every published package as `pnpm publish` would.
 *
 * @param folder where the tarballs go
 * @returns the packages, each with the path of its `tarball`
 */
export async function packAll(folder) {
  const packed = [];
  for (const member of published()) {
    const report = await run('pnpm', ['pack', '--json', '--pack-destination', folder], { cwd: member.directory });
    const { filename } = JSON.parse(report.slice(report.indexOf('{')));
    packed.push({ ...member, tarball: filename });
  }
  return packed;
}

/** Calls `work` with a new folder whose path has a space, and removes the folder in the end. */
export async function inScratchFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'mariana release '));
  try {
    return await work(folder);
  } finally {
    if (!process.env.MARIANA_KEEP_SCRATCH) rmSync(folder, { recursive: true, force: true });
  }
}
