// What a person does on the site, in words that the tests share.
import type { Page } from 'playwright';

export const pages = ['Traffic', 'Models', 'Guide'] as const;

/** Opens one of the two samples with one click, and waits until it is read. */
export async function openSample(page: Page, name: RegExp = /An office at work/): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: /packets read/ }).waitFor();
}

/** Analyses what is open, and waits for the outcome. */
export async function analyze(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await page.getByRole('heading', { name: /stands? out/ }).waitFor();
}

/** Goes to a page by the rail. */
export async function goTo(page: Page, name: (typeof pages)[number]): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
}
