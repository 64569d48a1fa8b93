/**
 * Writes the reference from the docstrings of the packages' sources: Markdown for VitePress, one folder a package.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Application } from 'typedoc';
import { packages } from './packages.mjs';

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(app, '..', '..');

for (const name of packages) {
  const typedoc = await Application.bootstrapWithPlugins({
    name: `@mariana/${name}`,
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: [join(root, 'packages', name, 'src', 'index.ts')],
    tsconfig: join(root, 'tsconfig.json'),
    out: join(app, 'reference', name),
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
  });
  const project = await typedoc.convert();
  if (!project) throw new Error(`typedoc could not read the sources of @mariana/${name}`);
  await typedoc.generateOutputs(project);
}
