import { defineConfig } from 'vitepress';
import { isolationHeaders } from '../scripts/isolation-headers.mjs';
import { deadLinks, readSite } from '../scripts/links.mjs';
import { repository } from '../scripts/repository.mjs';
import { chinese } from './config/chinese.mts';
import { english } from './config/english.mts';
import { formulas } from './config/formulas.mts';
import { highlightOnce } from './config/highlight-once.mts';
import { overrides } from './config/overrides.mts';
import { searchRoles } from './config/search-roles.mts';

export default defineConfig({
  title: 'Mariana',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  markdown: {
    // GitHub's ordinary colours have too little contrast on the background of code.
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => {
      formulas(md);
      highlightOnce(md);
    },
  },
  themeConfig: {
    logo: '/logo.svg',
    socialLinks: [{ icon: 'github', link: repository.url }],
    search: {
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详细列表',
                backButtonTitle: '关闭搜索',
                noResultsText: '没有找到结果',
                resetButtonTitle: '清除',
                footer: {
                  selectText: '选择',
                  selectKeyAriaLabel: '回车键',
                  navigateText: '切换',
                  navigateUpKeyAriaLabel: '上箭头键',
                  navigateDownKeyAriaLabel: '下箭头键',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc 键',
                },
              },
            },
          },
        },
      },
    },
  },
  // VitePress itself finds dead links between pages; this, in what the theme adds, and in fragments, too.
  buildEnd({ outDir }) {
    const dead = deadLinks(readSite(outDir), repository);
    if (dead.length > 0) throw new Error(`The site has dead links:\n${dead.join('\n')}`);
  },
  locales: { root: english, zh: chinese },
  vite: {
    plugins: [searchRoles()],
    // The site shows the packages as they are in this tree, not as they were last built.
    resolve: { alias: overrides, conditions: ['@mariana/source', 'module', 'browser', 'development|production'] },
    server: { headers: isolationHeaders },
    preview: { headers: isolationHeaders },
    worker: { format: 'es' },
    build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
    optimizeDeps: { exclude: ['@mariana/tensor', '@mariana/tfjs', '@mariana/layers', '@mariana/trainer'] },
  },
});
