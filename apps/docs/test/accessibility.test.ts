import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../scripts/serve.mjs';
import { browserPath, launch } from './chromium.ts';
import { pages } from './pages.ts';

const built = existsSync(join(import.meta.dirname, '..', '.vitepress', 'dist', 'index.html'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until what fades in has its colours. */
function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** What axe objects to in the page as it is: `rule: element`. */
async function violations(page: Page): Promise<string[]> {
  await settle(page);
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

describe.runIf(browserPath !== undefined && built).each([
  { width: 1440, height: 900, scheme: 'light' as const },
  { width: 1440, height: 900, scheme: 'dark' as const },
  { width: 390, height: 844, scheme: 'light' as const },
  { width: 390, height: 844, scheme: 'dark' as const },
])('$width × $height, $scheme', ({ width, height, scheme }) => {
  let context: BrowserContext;
  let page: Page;
  let server: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    server = await serve(0);
    context = await launch({ width, height }, scheme);
    page = await context.newPage();
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
  });

  const open = async (path: string) => {
    await page.goto(server.url + path);
    await page.locator('main').waitFor();
  };

  test.each(pages)('/%s: axe finds nothing, and nothing is wider than the window', async (path) => {
    await open(path);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  test('the search, the menu and a running experiment', async () => {
    await open('zh/guide/autoencoders');
    await page.locator('.experiment .primary').click();
    await page.waitForFunction(() => Number(document.querySelector('[data-figure="step"]')?.textContent) >= 1);
    await page.locator('.experiment .primary').click();
    expect(await violations(page)).toEqual([]);

    if (width < 768) {
      await page.locator('.VPNavBarHamburger').click();
      await page.locator('.VPNavScreen').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.locator('.VPNavBarHamburger').click();
    }

    await page.locator('.DocSearch-Button').click();
    await page.locator('.VPLocalSearchBox input').fill('native');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    expect(await violations(page)).toEqual([]);
  }, 120_000);
});
