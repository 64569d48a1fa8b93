/**
 * Makes a folder and those that it lies in (Node.js). Node.js's own `recursive` never returns where the system has a folder in
 * which none can be made, such as /proc.
 *
 * @throws what the file system says
 */
export async function makeFolder(path: string): Promise<void> {
  const { mkdir, stat } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  const parent = dirname(path);
  const isThere = await stat(path).then(() => true, ignoring('ENOENT'));
  if (isThere) return;
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch(ignoring('EEXIST')); // another program was faster
}

/** A handler of rejections that passes all on but one. */
function ignoring(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
