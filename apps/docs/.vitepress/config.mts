import { defineConfig } from 'vitepress';
import { isolationHeaders } from '../scripts/isolation-headers.mjs';
import { chinese } from './config/chinese.mts';
import { english } from './config/english.mts';
import { highlightOnce } from './config/highlight-once.mts';

const repository = 'https://github.com/mariana-ml/mariana';

export default defineConfig({
  title: 'Mariana',
  cleanUrls: true,
  // The reference is written by typedoc, whose links among packages' types may lead outside of it.
  ignoreDeadLinks: [/reference\//],
  head: [['link', { rel: 'icon', href: '/logo.svg', type: 'image/svg+xml' }]],
  markdown: { math: false, config: highlightOnce },
  themeConfig: {
    logo: '/logo.svg',
    socialLinks: [{ icon: 'github', link: repository }],
    search: {
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                noResultsText: '没有找到结果',
                resetButtonTitle: '清除',
                footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
              },
            },
          },
        },
      },
    },
  },
  locales: { root: english, zh: chinese },
  vite: {
    // The site shows the packages as they are in this tree, not as they were last built.
    resolve: { conditions: ['@mariana/source', 'module', 'browser', 'development|production'] },
    server: { headers: isolationHeaders },
    preview: { headers: isolationHeaders },
    worker: { format: 'es' },
    build: { target: 'es2022', chunkSizeWarningLimit: 2000 },
    optimizeDeps: { exclude: ['@mariana/tensor', '@mariana/tfjs', '@mariana/layers', '@mariana/trainer'] },
  },
});
