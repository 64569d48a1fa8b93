// The TensorFlow library: fetched with pip, checked, unpacked into a folder that appears only when it is whole.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { libraries, SetupError, wheel } from './requirements.mjs';
import { findPython, run } from './tools.mjs';

// Python has a zip reader and is there anyway, since pip is. Members: the two libraries and the headers.
const unpackProgram = `
import sys, zipfile, pathlib, shutil
wheel, target, names = sys.argv[1], pathlib.Path(sys.argv[2]), set(sys.argv[3:])
with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        path = pathlib.PurePosixPath(member.filename)
        if path.parts[0] != 'tensorflow' or '..' in path.parts or member.is_dir():
            continue
        inner = path.relative_to('tensorflow')
        if inner.parts[0] == 'include' or str(inner) in names:
            out = target / inner
            out.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, open(out, 'wb') as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
`;

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** @param {string} python @param {string} folder */
function download(python, folder) {
  run(python, [
    ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'],
    ...['--python-version', wheel.python, '--platform', wheel.platform, '--dest', folder],
    `${wheel.name}==${wheel.version}`,
  ]);
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!file) throw new SetupError(`tfjs-node: pip left no wheel of ${wheel.name} ${wheel.version} in ${folder}.`);
  return join(folder, file);
}

/** Throws unless the file is the pinned one. @param {string} file */
export async function verify(file, expected = wheel.sha256) {
  const actual = await sha256(file);
  if (actual !== expected) {
    throw new SetupError(
      `tfjs-node: the wheel is not the pinned one. Got sha256 ${actual}. Expected ${expected} ` +
        `(${wheel.name} ${wheel.version}). Nothing was unpacked.`,
    );
  }
}

const unfinished = 'unfinished-';

/** Removes what runs left that were killed. @param {string} root */
function removeUnfinished(root) {
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(unfinished))) {
    if (!isRunning(Number(name.split('-')[1]))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * Makes sure that the library is in `root`, and says whether anything was done.
 * @param {string} root an ignored folder
 * @param {(line: string) => void} say
 */
export async function provideLibrary(root, say) {
  const folder = join(root, `${wheel.name}-${wheel.version}`);
  if (existsSync(folder)) return { folder, changed: false };
  const python = findPython();
  mkdirSync(root, { recursive: true });
  removeUnfinished(root);
  const work = mkdtempSync(join(root, `${unfinished}${process.pid}-`));
  try {
    say(`fetching ${wheel.name} ${wheel.version} (270 MB) with pip`);
    const file = download(python, work);
    await verify(file);
    say('unpacking the library and its headers (850 MB)');
    const whole = join(work, 'library');
    run(python, ['-c', unpackProgram, file, whole, ...libraries]);
    renameSync(whole, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { folder, changed: true };
}
