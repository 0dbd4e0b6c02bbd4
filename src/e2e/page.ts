// Opens the built site in Chromium, listens to all that it asks for and complains of, and fails a test on the unexpected.
import { chromium, type Browser, type BrowserContextOptions, type Page, type Request } from 'playwright';
import { expect, inject, test as base } from 'vitest';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';

/** A fresh visitor: own storage, own page. */
export class Visit {
  /** Every request that could reach a network, in order. */
  readonly requests: Request[] = [];
  readonly #complaints: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(readonly page: Page) {
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url())) this.requests.push(request);
      if (!request.url().startsWith(inject('siteUrl')) && !/^(blob|data):/.test(request.url())) {
        this.#complaints.push(`asked for ${request.url()}, outside of the site`);
      }
    });
    page.on('requestfailed', (request) => {
      this.#complaints.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.#complaints.push(`${response.status()} for ${response.url()}`);
    });
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${error.stack ?? error.message}`));
    // Breaches of the policy, also those in workers, come as console errors.
    page.on('console', (message) => {
      if (['error', 'warning', 'assert'].includes(message.type())) {
        this.#complaints.push(`console.${message.type()}: ${message.text()}`);
      }
    });
  }

  /** Complaints that match are part of the test. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  get complaints(): string[] {
    return this.#complaints.filter((complaint) => !this.#expected.some((pattern) => pattern.test(complaint)));
  }

  /** Goes to a page of the site, such as '#/models', and waits until it has come to rest. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(inject('siteUrl') + fragment, { waitUntil: 'load' });
    // Its first look is there before it, and can't be used.
    await this.page.locator('#app:not([inert])').waitFor();
    // The page warms up when it is idle for the first time: what is asked for later comes behind that. Half a second
    // of a quiet network, Playwright's way, would take a minute of all tests.
    await this.page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))));
  }
}

export const test = base.extend<{
  browser: Browser;
  /** Makes a visitor; at the end of the test none may have an unexpected complaint. */
  newVisit: (options?: BrowserContextOptions) => Promise<Visit>;
  /** The usual visitor, 1280 x 800, on the first page. */
  visit: Visit;
}>({
  browser: [
    // oxlint-disable-next-line no-empty-pattern -- Vitest reads the pattern to learn what a fixture needs.
    async ({}, use) => {
      const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  newVisit: async ({ browser }, use) => {
    const visits: Visit[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const visit = new Visit(await context.newPage());
      visits.push(visit);
      return visit;
    });
    await Promise.all(visits.map((visit) => visit.page.context().close()));
    expect(visits.flatMap((visit) => visit.complaints)).toEqual([]);
  },
  visit: async ({ newVisit }, use) => {
    const visit = await newVisit();
    await visit.open();
    await use(visit);
  },
});
