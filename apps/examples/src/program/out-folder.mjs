// @ts-check
// The folder for results, in JavaScript and without dependencies: scripts/run.mjs checks it before anything is installed.
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** What the program writes about itself, and knows its own folders by. */
const markerFile = 'run.json';

/**
 * A folder that results can be written to.
 *
 * @typedef {object} OutFolder
 * @property {string} path
 * @property {(name: string, content: string | Uint8Array) => Promise<void>} write writes a file whole or not at all
 */

/** The folder cannot be used, or written to any longer; the message says why and what to do. */
export class OutFolderError extends Error {
  /** @override */
  name = 'OutFolderError';
}

/**
 * Makes the folder ready: a new one, an empty one, or one that an earlier run wrote. Any other is refused, so that no
 * file of somebody else's is written over; nothing is ever deleted.
 *
 * @param {string} folder relative to where the command was given
 * @param {object} about what is noted about the run
 * @param {string} program by which its own folders are known
 * @returns {Promise<OutFolder>}
 * @throws OutFolderError if it cannot be written to, or holds other files
 */
export async function openOutFolder(folder, about, program) {
  const { path } = await madeReady(folder, program);
  const out = {
    path,
    write: (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) =>
      writeWhole(join(path, name), content),
  };
  await out.write(markerFile, `${JSON.stringify({ program, ...about }, undefined, 2)}\n`);
  return out;
}

/**
 * Finds out whether {@link openOutFolder} will succeed, by writing there, and leaves everything as it was.
 *
 * @param {string} folder
 * @param {string} program
 * @throws OutFolderError if it will not
 */
export async function checkOutFolder(folder, program) {
  const { path, made } = await madeReady(folder, program);
  const file = join(path, `.${process.pid}.tmp`);
  try {
    await writeFile(file, '');
  } catch (error) {
    throw notWritable(path, error);
  } finally {
    await rm(file, { force: true }).catch(() => {});
    for (const each of made.reverse()) await rmdir(each).catch(() => {}); // another program may use it by now
  }
}

/** @param {string} folder @param {string} program @returns the folder's path, and the folders that had to be made */
async function madeReady(folder, program) {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  try {
    const made = await makeFolder(path);
    const names = await readdir(path);
    if (names.length > 0 && !(await isOwn(path, program))) {
      throw new OutFolderError(`--out: ${path} holds other files. Name a new or an empty folder.`);
    }
    return { path, made };
  } catch (error) {
    throw error instanceof OutFolderError ? error : notWritable(path, error);
  }
}

/**
 * Makes a folder and those that it lies in. Node.js's own `recursive` never returns where a system has a folder in which none
 * can be made, such as /proc.
 *
 * @param {string} path
 * @returns {Promise<string[]>} the folders that were made, the outermost first
 */
async function makeFolder(path) {
  /** @type {string[]} */
  const missing = [];
  for (let at = path; !(await exists(at)); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const each of missing) await mkdir(each);
  return missing;
}

/** @param {string} path */
async function exists(path) {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return false;
    throw error;
  }
}

/** @param {string} path @param {string} program */
async function isOwn(path, program) {
  try {
    /** @type {unknown} */
    const marker = JSON.parse(await readFile(join(path, markerFile), 'utf8'));
    return typeof marker === 'object' && marker !== null && 'program' in marker && marker.program === program;
  } catch {
    return false;
  }
}

/** @param {string} path @param {string | Uint8Array} content */
async function writeWhole(path, content) {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw notWritable(path, error);
  }
}

/** @param {string} path @param {unknown} error of the file system */
function notWritable(path, error) {
  const { message } = /** @type {Error} */ (error);
  return new OutFolderError(`--out: ${path} cannot be written to. ${message}. Name another folder.`, { cause: error });
}
