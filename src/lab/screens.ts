// Lab "screens": a picture of every state of the page, light and dark, narrow and wide, and what axe-core holds against each.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { buildSite } from '../scripts/build-site.mjs';
import { root } from '../scripts/project.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { launchBrowser } from './browser.ts';
import { walks, type State } from './screens/states.ts';

interface Look {
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
}

const LOOKS: readonly Look[] = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'light', width: 360, height: 740 },
  { colorScheme: 'dark', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 360, height: 740 },
];
const nameOf = ({ colorScheme, width }: Look): string => `${colorScheme}-${width}`;
/** Milliseconds for a step of a walk, and for charts to come to rest. */
const PATIENCE = 15_000;
const REST = 600;

async function findViolations(page: Page): Promise<string[]> {
  // Through the debugger: the page's policy lets no script in.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help}, at ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

/** A state as a line of the lab: its picture, and what axe-core finds. */
async function takeState(page: Page, { name, reach, passing }: State, path: string) {
  await reach(page);
  if (!passing) {
    // What stays in sight would else stand in the middle of the picture.
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(REST);
  }
  await page.screenshot({ path, fullPage: !passing });
  const violations = await findViolations(page);
  const sideways = await page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
  return { state: name, picture: relative(root, path), violations, sideways };
}

async function takeLook(browser: Browser, site: string, look: Look, folder: string, print: (line: object) => void) {
  const short: string[] = [];
  const { colorScheme, width, height } = look;
  for (const walk of walks) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(site, { waitUntil: 'networkidle' });
      for (const state of walk.states) {
        const where = `${nameOf(look)}, ${state.name}`;
        try {
          const path = join(folder, `${nameOf(look)} ${state.name}.png`.replaceAll(/[ ,]+/g, '-'));
          const taken = await takeState(page, state, path);
          print({ look: nameOf(look), ...taken, errors: errors.splice(0) });
          if (taken.violations.length > 0) short.push(`${where}: ${taken.violations.length} found by axe-core`);
          if (taken.sideways > 0) short.push(`${where}: ${taken.sideways} px wider than the screen`);
        } catch (error) {
          const [why] = (error as Error).message.split('\n');
          print({ look: nameOf(look), state: state.name, unreached: why, errors: errors.splice(0) });
          short.push(`${where}: not reached: ${why}`);
        }
      }
    } finally {
      await context.close();
    }
  }
  return short;
}

/** `argument`: the folder for the pictures, by default build/screens; behind it, names of looks such as dark-360: only those. */
export async function run(
  argument: string | undefined,
  print: (line: object) => void,
  only: string[] = [],
): Promise<object> {
  const folder = resolve(argument ?? join(root, 'build', 'screens'));
  mkdirSync(folder, { recursive: true });
  const looks = LOOKS.filter((look) => only.length === 0 || only.includes(nameOf(look)));
  if (looks.length === 0) throw new Error(`Looks are ${LOOKS.map(nameOf).join(', ')}.`);
  const site = mkdtempSync(join(tmpdir(), 'net-anomaly-lab-site-'));
  const short: string[] = [];
  try {
    await buildSite(site, { stdout: 2 });
    const server = await serveFolder(site, { base: '/net-anomaly/' });
    const browser = await launchBrowser();
    try {
      for (const look of looks) short.push(...(await takeLook(browser, server.url, look, folder, print)));
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
  return { short, folder };
}
