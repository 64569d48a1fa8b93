import type { DefaultTheme, LocaleSpecificConfig } from 'vitepress';
import { referenceItems } from './english.mts';

const guide = [
  { text: '快速上手', link: '/zh/guide/quick-start' },
  { text: '自编码器', link: '/zh/guide/autoencoders' },
  { text: '计算引擎', link: '/zh/guide/engines' },
];

export const chinese: LocaleSpecificConfig<DefaultTheme.Config> & { label: string } = {
  label: '简体中文',
  lang: 'zh-CN',
  description: '面向 TypeScript 的深度学习工具：在 Node.js 和浏览器中训练、微调、解释和运行神经网络。',
  themeConfig: {
    nav: [
      { text: '快速上手', link: '/zh/guide/quick-start' },
      { text: '自编码器', link: '/zh/guide/autoencoders' },
      { text: 'API 参考（英文）', link: '/reference/tensor/' },
    ],
    sidebar: {
      '/zh/guide/': [
        { text: '指南', items: guide },
        { text: 'API 参考（英文）', items: referenceItems },
      ],
    },
    outline: { label: '本页目录' },
    docFooter: { prev: '上一页', next: '下一页' },
    darkModeSwitchLabel: '外观',
    lightModeSwitchTitle: '切换到浅色',
    darkModeSwitchTitle: '切换到深色',
    sidebarMenuLabel: '目录',
    returnToTopLabel: '回到顶部',
    langMenuLabel: '语言',
    skipToContentLabel: '跳到正文',
  },
};
