/**
 * Writes the reference from the docstrings of the packages' sources: Markdown for VitePress, one folder a package. The sources
 * are parsed once for all of them.
 */
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { packages } from './packages.mjs';

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(app, '..', '..');

const sourceOf = (name) => join(root, 'packages', name, 'src', 'index.ts');

/** Typedoc for one package, or for what all have in common. */
const typedocFor = (options) =>
  Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: join(app, 'tsconfig.reference.json'),
    readme: 'none',
    logLevel: 'Error',
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    disableSources: true,
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    tableColumnSettings: { hideModifiers: true, hideInherited: true },
    useCodeBlocks: true,
    entryFileName: 'index.md',
    blockTags: [
      '@param',
      '@returns',
      '@throws',
      '@source',
      '@example',
      '@defaultValue',
      '@see',
      '@typeParam',
      '@remarks',
    ],
    ...options,
  });

const parsed = (await typedocFor({ entryPoints: packages.map(sourceOf) })).getEntryPoints() ?? [];
for (const name of packages) {
  const source = sourceOf(name);
  const entryPoints = parsed.filter(({ sourceFile }) => relative(sourceFile.fileName, source) === '');
  if (entryPoints.length === 0) throw new Error(`typedoc could not read the sources of @mariana/${name}`);
  const out = join(app, 'reference', name);
  const typedoc = await typedocFor({ name: `@mariana/${name}`, entryPoints: [source], out });
  await typedoc.generateOutputs(typedoc.converter.convert(entryPoints));
}
