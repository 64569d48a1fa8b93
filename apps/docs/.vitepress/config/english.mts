import type { DefaultTheme, LocaleSpecificConfig } from 'vitepress';
import { packages } from '../../scripts/packages.mjs';

/** The reference, which both languages share. */
export const referenceItems = packages.map((name) => ({ text: `@mariana/${name}`, link: `/reference/${name}/` }));

const guide = [
  { text: 'Quick start', link: '/guide/quick-start' },
  { text: 'Autoencoders', link: '/guide/autoencoders' },
  { text: 'Engines', link: '/guide/engines' },
];

export const english: LocaleSpecificConfig<DefaultTheme.Config> & { label: string } = {
  label: 'English',
  lang: 'en',
  description:
    'Deep learning for TypeScript: train, fine-tune, explain and run neural networks in Node.js and the browser.',
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/guide/quick-start' },
      { text: 'Autoencoders', link: '/guide/autoencoders' },
      { text: 'Reference', link: '/reference/tensor/', activeMatch: '/reference/' },
    ],
    sidebar: {
      '/guide/': [
        { text: 'Guide', items: guide },
        { text: 'Reference', items: referenceItems },
      ],
      '/reference/': [
        { text: 'Reference', items: referenceItems },
        { text: 'Guide', items: guide },
      ],
    },
  },
};
