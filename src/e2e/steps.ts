// What a person does on the site, in words that the tests share.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright';
import { expect } from 'vitest';

export const pages = ['Traffic', 'Alerts', 'Models', 'Guide'] as const;

/** A file that exists only here. */
export interface MadeFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export function makeFile(name: string, content: string | Uint8Array): MadeFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** A model file of format 1, and a forest that scikit-learn grew. */
export const foreignModels = ['format-1.netanomaly-model', 'scikit-packets.json'].map((name) =>
  join(import.meta.dirname, '../model/testing', name),
);

/** Opens one of the two samples with one click, and waits until it is read. */
export async function openSample(page: Page, name: RegExp = /An office at work/): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: /packets read/ }).waitFor();
}

/** Chooses files with the button of the top bar: made ones, or paths. */
export async function openFiles(page: Page, files: MadeFile[] | string[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('banner').getByRole('button', { name: 'Open…' }).click();
  await (await chooser).setFiles(files);
}

/** Analyses what is open, and waits for the outcome. */
export async function analyze(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await page.getByRole('heading', { name: /stands? out/ }).waitFor();
}

/** The table of packets; the heat map is a grid too. */
export const packetGrid = (page: Page) => page.getByRole('grid', { name: /^Packets of/ });

/** What moves the line; the edges of a selected time are sliders too. */
export const thresholdSlider = (page: Page) => page.getByRole('slider', { name: /^Threshold/ });

/** Clicks the first packet of the table, and waits for the answer to "why". */
export async function askWhy(page: Page): Promise<void> {
  await page.locator('[data-cell="0:1"]').click();
  await page
    .getByRole('region', { name: /^Why row/ })
    .getByText(/cuts set it apart/)
    .waitFor();
}

/** What the form for training calls the feature sets. */
const FEATURE_SETS = { basic: /^Size and protocol/, traffic: /^Traffic features/ };

/**
 * Fills in the form for training, by the parameters' names, and waits for the outcome. On size and protocol, unless it is
 * told otherwise: these features are of each packet alone, so that the scores of a packet are the same in any traffic.
 */
export async function train(
  page: Page,
  name: string,
  parameters: Record<string, string> = {},
  features: keyof typeof FEATURE_SETS = 'basic',
): Promise<void> {
  await page.getByRole('button', { name: 'Train a model…' }).click();
  await page.getByRole('radio', { name: FEATURE_SETS[features] }).check();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  for (const [id, text] of Object.entries(parameters)) await parameterBox(page, id).fill(text);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText(`Saved the model “${name}”.`).first().waitFor();
}

export function parameterBox(page: Page, id: string) {
  return page.getByRole('textbox', { name: new RegExp(` ${id}$`) });
}

/** Presses a button that hands out a file, and reads that file. */
export async function download(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

export interface Item {
  src?: string;
  dst?: string;
  size: number;
  proto: number;
  ts?: number;
  src_port?: number;
  dst_port?: number;
  tcp_flags?: number;
}

export type Scored = Item & { score: number; anomaly: boolean };

/** Saves packets by the form behind "Download…", and reads the file. */
export async function downloadPackets(page: Page, format: 'pcapng' | 'CSV' | 'JSON', rows = 'All') {
  await page.getByRole('button', { name: 'Download…' }).click();
  await page.getByRole('radio', { name: new RegExp(`^${rows} `) }).check();
  await page.getByRole('radio', { name: new RegExp(`^${format} `) }).check();
  return download(page, 'Save file');
}

/** The whole traffic as it is handed out as JSON. */
export async function downloadItems(page: Page): Promise<Scored[]> {
  const { bytes } = await downloadPackets(page, 'JSON');
  return JSON.parse(bytes.toString('utf8')).items;
}

/** Waits until so many packets are said to stand out. */
export async function expectAnswer(page: Page, marked: number, packets: number): Promise<void> {
  const text = `${marked.toLocaleString('en-US')} of ${packets.toLocaleString('en-US')} packets`;
  await expect.poll(async () => (await page.locator('#answer').textContent())?.replace(/\s+/g, ' ')).toContain(text);
}

/** Goes to a page by the rail. */
export async function goTo(page: Page, name: (typeof pages)[number]): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
}

/** What axe-core holds against the page as it stands, one line each; by all its rules, or by some alone. */
export async function findViolations(page: Page, rules?: string[]): Promise<string[]> {
  // Through the debugger: the page's policy lets no script in.
  await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const options = only ? { runOnly: { type: 'rule' as const, values: only } } : {};
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}, at ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, rules);
}
