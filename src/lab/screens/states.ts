// Every state of the page, as a person gets there: what the lab "screens" takes pictures of.
import type { Locator, Page } from 'playwright';
import { ensureAttackCapture } from '../dashboard-bench/attack-capture.ts';

export interface State {
  name: string;
  /** From the state before it in the same walk, or, for the first, from the empty page. */
  reach(page: Page): Promise<unknown>;
  /** A picture of what is in sight now: the state would be over before the whole page is drawn. */
  passing?: boolean;
}

/** States one after another in one visit. */
export interface Walk {
  name: string;
  states: readonly State[];
}

const LARGE = 5_000_000;

const region = (page: Page, name: RegExp): Locator => page.getByRole('region', { name });
const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
const overview = (page: Page) => region(page, /^(Packets|Bytes) per /);
const heat = (page: Page) => region(page, /^Worst score/);
const histogram = (page: Page) => region(page, /stands? out$/);
const findings = (page: Page) => region(page, /findings?$/);
const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();

function choose(page: Page, files: Parameters<Page['setInputFiles']>[1]): Promise<void> {
  return page.locator('#open-files').setInputFiles(files);
}

function textFile(name: string, text: string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) };
}

async function openSample(page: Page, name: RegExp): Promise<void> {
  await goTo(page, 'Traffic');
  const close = button(page, 'Close traffic');
  if (await close.isVisible()) await close.click();
  await button(page, name).click();
  await button(page, /packets read/).waitFor();
}

async function analyze(page: Page): Promise<void> {
  await button(page, 'Analyze').click();
  await histogram(page).waitFor();
  await findings(page).getByRole('listitem').first().waitFor();
}

/** Shows a view as a table, and leaves it to the next state to show it as it was. */
const asTable = (name: string, find: (page: Page) => Locator, label: string | RegExp = 'Table'): State => ({
  name,
  reach: (page) => button(find(page), label).click(),
});
const asDrawn = async (page: Page) => {
  const pressed = page.getByRole('button', { name: /^Table/, pressed: true });
  while ((await pressed.count()) > 0) await pressed.first().click();
};

/** A batch without times: two protocols, and one packet that is larger than all others. */
const untimed = JSON.stringify(
  Array.from({ length: 400 }, (_, index) => ({
    src: `10.20.0.${21 + (index % 7)}`,
    dst: '10.20.0.5',
    size: index === 200 ? 9000 : 60 + (index % 50),
    proto: index % 5 === 0 ? 17 : 6,
  })),
);

export const walks: readonly Walk[] = [
  {
    name: 'arriving',
    states: [
      { name: 'empty', reach: (page) => button(page, /^An office at work/).waitFor() },
      { name: 'paste', reach: (page) => button(page, 'Paste').first().click() },
      {
        name: 'error',
        reach: async (page) => {
          await choose(page, textFile('holiday.txt', 'This is neither a capture nor a batch.\n'));
          await page.getByRole('alert').first().waitFor();
        },
      },
      {
        name: 'reading',
        passing: true,
        reach: async (page) => {
          await choose(page, ensureAttackCapture(LARGE).path);
          await region(page, /Work under way/)
            .getByText(/packets/)
            .first()
            .waitFor();
        },
      },
    ],
  },
  {
    name: 'capture',
    states: [
      { name: 'before analysis', reach: (page) => openSample(page, /^A capture with a scan/) },
      { name: 'report open', reach: (page) => button(page, /packets read/).click() },
      {
        name: 'full',
        reach: async (page) => {
          await button(page, /packets read/).click();
          await analyze(page);
        },
      },
      {
        name: 'selection',
        reach: async (page) => {
          const from = page.getByRole('slider', { name: 'From', exact: true });
          for (let press = 0; press < 10; press++) await from.press('PageUp');
          await button(page, 'Zoom in').and(page.locator(':enabled')).waitFor();
        },
      },
      { name: 'zoom', reach: (page) => button(page, 'Zoom in').click() },
      {
        name: 'heat map, second page',
        reach: async (page) => {
          await page.keyboard.press('Escape');
          await button(page, 'Reset').and(page.locator(':enabled')).click();
          await button(heat(page), /^Next/).click();
        },
      },
      asTable('overview as a table', overview),
      asTable('heat map as a table', heat),
      asTable('histogram as a table', histogram),
      asTable('sizes as a table', (page) => region(page, /^Shape of/), /^Table of packet sizes/),
      asTable('talkers as a table', (page) => region(page, /^Shape of/), /^Table of who talks/),
      {
        name: 'finding chosen',
        reach: async (page) => {
          await asDrawn(page);
          await findings(page).getByRole('listitem').first().getByRole('button').first().click();
          await page
            .getByText(/Usually at most/)
            .first()
            .waitFor();
        },
      },
      {
        name: 'why and bytes',
        reach: async (page) => {
          await page.locator('[data-cell="0:1"]').click();
          await region(page, /^Why row/)
            .getByText(/cuts set it apart/)
            .waitFor();
        },
      },
      {
        name: 'lines',
        reach: async (page) => {
          await page.keyboard.press('Escape');
          await button(page, 'More ways').click();
        },
      },
      { name: 'download menu', reach: (page) => button(page, 'Download…').click() },
      {
        name: 'report menu',
        reach: async (page) => {
          await page.keyboard.press('Escape');
          await button(page, /^Report…/).click();
        },
      },
      {
        name: 'compare',
        reach: async (page) => {
          await page.keyboard.press('Escape');
          const [chooser] = await Promise.all([
            page.waitForEvent('filechooser'),
            button(page, 'Compare with…').click(),
          ]);
          await chooser.setFiles([textFile('other.json', untimed)]);
          await region(page, /^Beside other/)
            .getByRole('group', { name: 'What is compared' })
            .waitFor();
        },
      },
    ],
  },
  {
    name: 'model',
    states: [
      {
        name: 'training form',
        reach: async (page) => {
          await openSample(page, /^An office at work/);
          await button(page, 'Train a model…').first().click();
          await button(page, 'Train').waitFor();
        },
      },
      {
        name: 'analysed by a model',
        reach: async (page) => {
          await button(page, 'Train').click();
          await page
            .getByText(/Saved the model/)
            .first()
            .waitFor();
        },
      },
      {
        name: 'drift',
        reach: async (page) => {
          await button(page, 'Close traffic').click();
          await openSample(page, /^A capture with a scan/);
          await button(page, 'Analyze').click();
          await region(page, /^Like the training/)
            .getByText(/was trained/)
            .waitFor();
        },
      },
      { name: 'models', reach: (page) => goTo(page, 'Models') },
      { name: 'alerts', reach: (page) => goTo(page, 'Alerts') },
      { name: 'guide', reach: (page) => goTo(page, 'Guide') },
    ],
  },
  {
    name: 'no times',
    states: [
      {
        name: 'no times, before analysis',
        reach: async (page) => {
          await choose(page, textFile('untimed.json', untimed));
          await button(page, /packets read/).waitFor();
        },
      },
      {
        name: 'no times',
        reach: async (page) => {
          await button(page, 'Analyze').click();
          await histogram(page).waitFor();
        },
      },
    ],
  },
];
