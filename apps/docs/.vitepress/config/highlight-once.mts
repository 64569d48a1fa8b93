import type { MarkdownRenderer } from 'vitepress';

type Highlight = NonNullable<MarkdownRenderer['options']['highlight']>;

const known = new Map<string, ReturnType<Highlight>>();

/**
 * Colours every text of code once. A build renders each page several times, for the page and for the search, and the reference
 * repeats itself: half of its code stands on another page too.
 */
export function highlightOnce(md: MarkdownRenderer): void {
  const { highlight } = md.options;
  if (!highlight) return;
  md.options.highlight = (code, language, attributes) => {
    const key = JSON.stringify([code, language, attributes]);
    const found = known.get(key) ?? highlight(code, language, attributes);
    known.set(key, found);
    return found;
  };
}
