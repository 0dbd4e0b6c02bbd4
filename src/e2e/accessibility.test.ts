// Everybody can use it: axe-core finds nothing, and the keyboard reaches everything, with the focus in sight.
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { test, type Visit } from './page.ts';
import { analyze, askWhy, findViolations, foreignModels, goTo, openSample, pages, train } from './steps.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };
const CAPTURE = /A capture with a scan/;
/** What another scheme can change: colors.css gives it other colours, and nothing else. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

const region = (page: Page, name: RegExp): Locator => page.getByRole('region', { name });
const click = (within: Page | Locator, name: string | RegExp): Promise<void> =>
  within.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click();

/** A visitor whose states are looked at by axe-core: light and dark, wide and narrow. */
async function visitAll(newVisit: (options: object) => Promise<Visit>, fragment = '') {
  const visit = await newVisit({ viewport: WIDE, colorScheme: 'light', reducedMotion: 'reduce' });
  const { page } = visit;
  const found: string[] = [];
  await visit.open(fragment);
  /** Gets to a state, and looks at it four times. */
  const look = async (state: string, reach: () => Promise<unknown>): Promise<void> => {
    await reach();
    for (const [width, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const violations = await findViolations(page, colorScheme === 'dark' ? COLOURS : undefined);
        found.push(...violations.map((violation) => `${state}, ${width}, ${colorScheme}: ${violation}`));
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(WIDE);
  };
  return { page, found, look };
}

const ALL_LOOKS = 'light and dark, 360 and 1,440 px wide';
/** Each state is looked at four times: on two cores that do other things as well more than the minute that other tests have. */
const LONG = { timeout: 180_000 };

test(`axe-core finds nothing on any page, ${ALL_LOOKS}`, LONG, async ({ newVisit }) => {
  const { page, found, look } = await visitAll(newVisit);
  for (const name of pages) await look(`${name}, empty`, () => goTo(page, name));
  await look('Models, imported', async () => {
    await goTo(page, 'Models');
    await page.setInputFiles('#import-models', foreignModels);
    await page.getByText(/from scikit-learn 1\.2\.1/).waitFor();
  });
  await look('Traffic, pasting', async () => {
    await goTo(page, 'Traffic');
    await click(page, 'Paste');
  });
  await look('Traffic, a batch', () => openSample(page));
  await look('Traffic, training', () => click(page, 'Train a model…'));
  expect(found).toEqual([]);
});

test(`axe-core finds nothing in the views of a capture, ${ALL_LOOKS}`, LONG, async ({ newVisit }) => {
  const { page, found, look } = await visitAll(newVisit);
  const findings = region(page, /^\d+ findings?$/);
  await look('before analysis', async () => {
    await openSample(page, CAPTURE);
    await region(page, /^Packets per/).waitFor();
  });
  await look('analysed', async () => {
    await analyze(page);
    await findings.getByText(/kept in Alerts/).waitFor();
  });
  const tables = region(page, /as a table$/);
  await look('tables', async () => {
    for (const panel of [/^Packets per/, /^Worst score/, /stands? out$/]) await click(region(page, panel), 'Table');
    for (const name of [/^Table of packet sizes/, /^Table of who talks/]) await click(page, name);
    await expect.poll(() => tables.count()).toBe(5);
  });
  await look('selection', async () => {
    const pressed = page.getByRole('button', { name: /^Table/, pressed: true });
    while ((await pressed.count()) > 0) await pressed.first().click();
    await page.getByRole('slider', { name: 'From', exact: true }).press('PageUp');
    await page.getByRole('button', { name: 'Zoom in' }).and(page.locator(':enabled')).click();
    await region(page, /^Selection$/)
      .getByText(/ of 4,207 packets/)
      .first()
      .waitFor();
  });
  await look('finding chosen', async () => {
    await click(region(page, /^Selection$/), 'Reset');
    await findings.getByRole('listitem').first().getByRole('button').click();
    await page
      .getByText(/^Usually at most/)
      .first()
      .waitFor();
    await page.getByRole('tree').waitFor();
  });
  await look('why a packet', () => askWhy(page));
  for (const [name, button] of [
    ['Report', 'Report…'],
    ['Link', 'Link…'],
    ['Download packets', 'Download…'],
  ]) {
    await look(`form: ${name}`, async () => {
      await click(page, button);
      await page.getByRole('form', { name }).getByRole('button').last().waitFor();
    });
  }
  await look('ways to a line', () => click(page, 'More ways'));
  expect(found).toEqual([]);
});

test(`axe-core finds nothing beside another traffic, ${ALL_LOOKS}`, LONG, async ({ newVisit }) => {
  const { page, found, look } = await visitAll(newVisit, `#/traffic?sha256=${'ab'.repeat(32)}&model=first&filter=udp`);
  const note = region(page, /^Opened from a link$/);
  await look('link of a capture', () => note.getByText(/Open that file to see the same/).waitFor());
  await look('link of another capture', async () => {
    await openSample(page);
    await note.getByText('This is another capture than the link’s.').waitFor();
  });
  await look('like another training', async () => {
    await click(note, 'Forget the link');
    await train(page, 'Office', {}, 'traffic');
    await click(page, 'Close traffic');
    await openSample(page, CAPTURE);
    await analyze(page);
    await region(page, /^Like the training/)
      .getByText(/“Office” was trained/)
      .waitFor();
  });
  await look('compared', async () => {
    await click(page, /which was open before$/);
    await page.getByRole('group', { name: 'What is compared' }).waitFor();
  });
  await look('features compared', () => click(page.getByRole('group', { name: 'What is compared' }), 'Features'));
  expect(found).toEqual([]);
});

/** Marks all that can take the keyboard, and answers how many there are. */
function countReachable(page: Page): Promise<number> {
  return page.evaluate(() => {
    const choices = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const radios = new Set<string>();
    let count = 0;
    for (const element of document.querySelectorAll<HTMLElement>(choices)) {
      const input = element as HTMLInputElement;
      if (input.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) continue;
      // Tab stops once at a group of radio buttons.
      if (input.type === 'radio') {
        if (radios.has(input.name)) continue;
        radios.add(input.name);
      }
      count++;
    }
    return count;
  });
}

interface Stop {
  name: string;
  seen: boolean;
}

/** Presses Tab until the focus comes back to a place where it was. */
async function tabThrough(page: Page): Promise<Stop[]> {
  // Blurring alone would leave Tab starting from where the focus was last.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    document.body.blur();
  });
  const stops: Stop[] = [];
  for (let press = 0; press < 500; press++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body || element.dataset.tabbed !== undefined) return null;
      element.dataset.tabbed = '';
      // The focus may be drawn around the element itself or around what holds it, such as a label.
      const drawn = [element, element.parentElement, element.closest('label')];
      const seen = drawn.some((each) => {
        if (!each) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      });
      return {
        name: `${element.tagName} ${element.textContent?.trim().slice(0, 40) || element.ariaLabel || element.id}`,
        seen,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  await page.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-tabbed]')) delete element.dataset.tabbed;
  });
  return stops;
}

test('Tab reaches everything that can be used, and the focus is always seen', async ({ visit }) => {
  const check = async (where: string) => {
    const stops = await tabThrough(visit.page);
    expect(
      stops.filter(({ seen }) => !seen).map(({ name }) => name),
      where,
    ).toEqual([]);
    expect(stops.length, `${where}: ${stops.map(({ name }) => name).join(' | ')}`).toBe(
      await countReachable(visit.page),
    );
  };
  for (const name of pages) {
    await goTo(visit.page, name);
    await check(`${name}, empty`);
  }
  await goTo(visit.page, 'Traffic');
  await openSample(visit.page);
  await check('Traffic, opened');
  await analyze(visit.page);
  await check('Traffic, analysed');
  await visit.page
    .getByRole('region', { name: /findings?$/ })
    .getByRole('listitem')
    .first()
    .getByRole('button')
    .click();
  await visit.page
    .getByText(/^Usually at most/)
    .first()
    .waitFor();
  await check('Traffic, a finding');
  await askWhy(visit.page);
  await check('Traffic, why');
});
