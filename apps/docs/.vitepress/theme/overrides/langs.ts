import { useData } from 'vitepress';
import { computed } from 'vue';

/** The home page of a language. */
const homeOf = (locale: string) => (locale === 'root' ? '/' : `/${locale}/`);

/**
 * The site's languages, in place of VitePress's function of this name, which takes it that every page is there in every
 * language. The reference is in English only: from there the other language begins at its home page.
 */
export function useLangs({ correspondingLink = false } = {}) {
  const { site, localeIndex, page } = useData();
  const currentLang = computed(() => ({
    label: site.value.locales[localeIndex.value]?.label,
    link: homeOf(localeIndex.value),
  }));
  const pathInLanguage = computed(() => {
    const { relativePath, isNotFound } = page.value;
    const path = relativePath.slice(currentLang.value.link.length - 1);
    return isNotFound || path.startsWith('reference/')
      ? ''
      : path.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '');
  });
  const localeLinks = computed(() =>
    Object.entries(site.value.locales)
      .filter(([locale]) => locale !== localeIndex.value)
      .map(([locale, { label }]) => ({
        text: label,
        link: homeOf(locale) + (correspondingLink ? pathInLanguage.value : ''),
      })),
  );
  return { localeLinks, currentLang };
}
