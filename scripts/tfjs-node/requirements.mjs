// What `pnpm tfjs-node` builds from and needs: one place for the pins.

export const wheel = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  // Always the same file, whichever Python runs pip.
  python: '3.11',
  platform: 'manylinux_2_27_x86_64',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

/** The library and its headers inside the wheel; everything else in it is Python. */
export const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

export const napiVersion = 8;

/** An error whose message is all that a reader needs. */
export class SetupError extends Error {}
