import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What the program writes about itself, and knows its own folders by. */
const markerFile = 'run.json';

/** A folder that results can be written to. */
export interface OutFolder {
  readonly path: string;
  /** Writes a file whole or not at all. */
  write(name: string, content: string | Uint8Array): Promise<void>;
}

/** The folder cannot be used, or written to any longer; the message says why and what to do. */
export class OutFolderError extends Error {
  override name = 'OutFolderError';
}

/**
 * Makes the folder ready: a new one, an empty one, or one that an earlier run wrote. Any other is refused, so that no
 * file of somebody else's is written over; nothing is ever deleted.
 *
 * @param folder - relative to where the command was given
 * @param about - what is noted about the run
 * @param program - by which its own folders are known
 */
export async function openOutFolder(folder: string, about: object, program: string): Promise<OutFolder> {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  try {
    await mkdir(path, { recursive: true });
    const names = await readdir(path);
    if (names.length > 0 && !(await isOwn(path, program))) {
      throw new OutFolderError(`--out: ${path} holds other files. Name a new or an empty folder.`);
    }
    const out = { path, write: (name: string, content: string | Uint8Array) => writeWhole(join(path, name), content) };
    await out.write(markerFile, `${JSON.stringify({ program, ...about }, undefined, 2)}\n`);
    return out;
  } catch (error) {
    if (error instanceof OutFolderError) throw error;
    throw new OutFolderError(`--out: ${path} cannot be written to. ${(error as Error).message}.`, { cause: error });
  }
}

async function isOwn(path: string, program: string): Promise<boolean> {
  try {
    const marker: unknown = JSON.parse(await readFile(join(path, markerFile), 'utf8'));
    return typeof marker === 'object' && marker !== null && 'program' in marker && marker.program === program;
  } catch {
    return false;
  }
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw new OutFolderError(`--out: ${path} cannot be written. ${(error as Error).message}.`, { cause: error });
  }
}
