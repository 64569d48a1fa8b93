import { katex, type MarkdownItKatexOptions } from '@mdit/plugin-katex-slim';
import type { MarkdownRenderer } from 'vitepress';

const options: MarkdownItKatexOptions = {
  throwOnError: true,
  strict: 'error',
  // v-pre: braces in formulas are not Vue's. A wide formula is scrolled, also by keyboard.
  transformer: (html, display) => html.replace(/^<(\w+)/, display ? '<$1 v-pre tabindex="0"' : '<$1 v-pre'),
};

/** Typesets `$…$` and `$$…$$` while the site is built, with MathML for screen readers. */
export function formulas(md: MarkdownRenderer): void {
  md.use(katex, options);
}
