import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import AutoencoderExperiment from './experiment/AutoencoderExperiment.vue';
import 'katex/dist/katex.min.css';
import './style.css';

/** The default theme with system fonts, and the live experiments as components that pages can use. */
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('AutoencoderExperiment', AutoencoderExperiment);
  },
} satisfies Theme;
