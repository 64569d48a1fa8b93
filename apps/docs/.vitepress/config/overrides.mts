import { fileURLToPath } from 'node:url';

const override = (path: string) => fileURLToPath(new URL(`../theme/overrides/${path}`, import.meta.url));

/** Parts of VitePress's theme that the site replaces, by the names under which the theme imports them. */
export const overrides = [
  { find: /^\.\/VPHome\.vue$/, replacement: override('Home.vue') },
  { find: /^\.\.\/NotFound\.vue$/, replacement: override('NotFound.vue') },
  { find: /^\.\.?\/composables\/langs$/, replacement: override('langs.ts') },
];
