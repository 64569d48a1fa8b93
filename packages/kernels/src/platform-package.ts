import platforms from '../platforms.json' with { type: 'json' };

/** What runs the program, as `process` has it. */
export interface Host {
  readonly platform: string;
  readonly arch: string;
}

/**
 * The packages that may hold the addon for this platform, as published. Linux has two, one for each C library; package
 * managers install the one that fits, and where both are there only one loads.
 */
export function packagesFor({ platform, arch }: Host): string[] {
  const fitting = platforms.filter(({ os, cpu }) => os === platform && cpu === arch);
  return fitting.map(({ name }) => `@mariana/kernels-${name}`);
}

/** The one of them to install: what `packagesFor` leaves open is the C library, which is asked only for a message. */
export function packageToInstall(host: Host, packages: readonly string[]): string | undefined {
  const musl = host.platform === 'linux' && !usesGlibc();
  return packages.find((name) => name.endsWith('-musl') === musl);
}

function usesGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

/** What the package.json of such a package says, besides what package managers read. */
export interface PlatformManifest {
  readonly version: string;
  readonly main: string;
  readonly mariana: {
    /** The number that the addon gives as its `abi`. */
    readonly abi: number;
    /** The size of the addon: a file that was cut short can end the process where it is loaded. */
    readonly bytes: number;
  };
}
