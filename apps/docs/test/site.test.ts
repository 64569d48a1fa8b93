import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../scripts/serve.mjs';
import { browserPath, browserRequired, howToGet, launch } from './chromium.ts';

const built = existsSync(join(import.meta.dirname, '..', '.vitepress', 'dist', 'index.html'));
const runnable = browserPath !== undefined && built;
if (browserPath === undefined) console.warn(howToGet);
if (!built) console.warn('The tests of the docs pages need the built site: pnpm docs:build.');

test.runIf(browserRequired)('Chromium and the built site are there', () => {
  expect({ browserPath, built }).toEqual({ browserPath: expect.any(String), built: true });
});

describe.runIf(runnable)('the site in Chromium', () => {
  let context: BrowserContext;
  let page: Page;
  let server: Awaited<ReturnType<typeof serve>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await serve(0);
    context = await launch({ width: 1280, height: 900 });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith('http') && host !== new URL(server.url).host) complaints.push(`request to ${host}`);
    });
  });

  afterAll(async () => {
    await context?.close();
    server?.close();
  });

  const figure = async (name: string) => Number(await page.locator(`[data-figure="${name}"]`).innerText());
  const pixelsOf = (name: string) =>
    page.locator(`[data-digits="${name}"]`).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

  test.each([
    ['', 'Deep learning for TypeScript'],
    ['guide/quick-start', 'npm start'],
    ['zh/', '面向 TypeScript 的深度学习'],
    ['zh/guide/quick-start', '快速上手'],
    ['reference/tensor/functions/matmul', 'matmul'],
  ])('/%s opens and says %s', async (path, text) => {
    const response = await page.goto(server.url + path);
    expect(response?.status()).toBe(200);
    expect(await page.locator('body').innerText()).toContain(text);
    expect(complaints).toEqual([]);
  });

  test.each(['guide/autoencoders', 'zh/guide/autoencoders'])(
    '/%s: the loss falls, the picture changes, pause holds, reset clears',
    async (path) => {
      await page.goto(server.url + path);
      const [primary, reset] = [page.locator('.experiment .primary'), page.locator('.experiment button').nth(1)];
      const blank = await pixelsOf('reconstructions');
      await primary.click();

      const experiment = page.locator('.experiment');
      await page.waitForFunction(() => Number(document.querySelector('[data-figure="step"]')?.textContent) >= 8);
      const [early, earlyPicture] = [await figure('test-loss'), await pixelsOf('reconstructions')];
      expect(earlyPicture).not.toBe(blank);
      await page.waitForFunction(() => Number(document.querySelector('[data-figure="step"]')?.textContent) >= 48);
      expect(await figure('test-loss')).toBeLessThan(0.9 * early);
      expect(await pixelsOf('reconstructions')).not.toBe(earlyPicture);
      // A point a step; the last batch of the epoch, the 32nd, is smaller, and its loss is no jump for that.
      const line = (await page.locator('.chart path.train').getAttribute('d')) as string;
      const heights = line.split(/[ML]/).map((point) => Number(point.split(' ')[1]));
      expect(Math.abs((heights[32] as number) - (heights[31] as number))).toBeLessThan(8);
      const marks = await page.locator('.chart text[text-anchor=end]').allTextContents();
      expect(marks.slice(0, 3)).toEqual(['0.0', '0.2', '0.4']);

      await primary.click();
      expect(await experiment.getAttribute('data-phase')).toBe('paused');
      await page.waitForTimeout(500); // the step under way ends
      const held = await figure('step');
      await page.waitForTimeout(1500);
      expect(await figure('step')).toBe(held);

      await primary.click();
      await page.waitForFunction(
        (step) => Number(document.querySelector('[data-figure="step"]')?.textContent) > step,
        held,
      );
      await reset.click();
      expect(await experiment.getAttribute('data-phase')).toBe('idle');
      expect(await pixelsOf('reconstructions')).toBe(blank);
      expect(complaints).toEqual([]);
    },
    120_000,
  );

  test('the experiment runs without isolation headers, on one thread', async () => {
    const plain = await serve(0, { isolated: false });
    const other = await context.newPage();
    await other.goto(`${plain.url}guide/autoencoders`);
    expect(await other.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await other.locator('.experiment .primary').click();
    await other.waitForFunction(() => Number(document.querySelector('[data-figure="step"]')?.textContent) >= 8);
    await other.close();
    plain.close();
  }, 120_000);

  test.each(['guide/autoencoders', 'zh/guide/autoencoders'])(
    '/%s: formulas are typeset, and can be read out',
    async (path) => {
      await page.goto(server.url + path);
      expect(await page.locator('main .katex-block').count()).toBe(2);
      expect(await page.locator('main .katex math annotation').first().textContent()).toMatch(/^[hx]$/);
      expect(await page.evaluate(() => document.fonts.check('16px KaTeX_Math'))).toBe(true);
      expect(await page.locator('main').innerText()).not.toContain('$');
      expect(complaints).toEqual([]);
    },
  );

  test.each([
    ['guide/engines', '/zh/guide/engines'],
    ['zh/guide/engines', '/guide/engines'],
    ['reference/tensor/functions/matmul', '/zh/'],
  ])('/%s: the other language is at %s', async (path, link) => {
    await page.goto(server.url + path);
    const links = page.locator('.VPNavBarTranslations a');
    expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([link]);
  });

  test('nothing is wider than a phone', async () => {
    const phone = await context.newPage();
    await phone.setViewportSize({ width: 375, height: 800 });
    for (const path of ['', 'guide/autoencoders', 'zh/guide/autoencoders']) {
      await phone.goto(server.url + path);
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    }
    await phone.close();
  });
});
