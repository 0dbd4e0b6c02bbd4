// Everybody can use it: axe-core finds nothing, and the keyboard reaches everything, with the focus in sight.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, askWhy, findViolations, foreignModels, goTo, openSample, pages } from './steps.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe-core finds nothing, ${colorScheme}, ${width} px`, async ({ newVisit }) => {
      const visit = await newVisit({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
      await visit.open();
      const found: Record<string, string[]> = {};
      for (const name of pages) {
        await goTo(visit.page, name);
        found[`${name}, empty`] = await findViolations(visit.page);
      }
      await goTo(visit.page, 'Traffic');
      await openSample(visit.page);
      found['Traffic, opened'] = await findViolations(visit.page);
      await analyze(visit.page);
      found['Traffic, analysed'] = await findViolations(visit.page);
      await askWhy(visit.page);
      found['Traffic, why'] = await findViolations(visit.page);
      await visit.page.getByRole('button', { name: 'Train a model…' }).click();
      found['Traffic, training'] = await findViolations(visit.page);
      await goTo(visit.page, 'Models');
      await visit.page.setInputFiles('#import-models', foreignModels);
      await visit.page.getByText(/from scikit-learn 1\.2\.1/).waitFor();
      found['Models, imported'] = await findViolations(visit.page);
      expect(Object.fromEntries(Object.entries(found).filter(([, violations]) => violations.length > 0))).toEqual({});
    });
  }
}

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
  await askWhy(visit.page);
  await check('Traffic, why');
});

test('a sample can be opened and analysed, and its pages visited, by keyboard alone', async ({ visit }) => {
  const { page } = visit;
  const press = async (role: 'button' | 'link', name: RegExp) => {
    const target = page.getByRole(role, { name }).first();
    for (let tabs = 0; tabs < 200; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
  };
  await press('button', /An office at work/);
  await page.getByRole('heading', { name: /3,000 packets read/ }).waitFor();
  await press('button', /^Analyze$/);
  await page.getByRole('heading', { name: /stand out/ }).waitFor();
  await press('link', /Models/);
  await expect.poll(() => page.url()).toContain('#/models');
});
