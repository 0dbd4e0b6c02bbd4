// Lab "alerts": the database in Chromium: two tabs, full disks, killed workers and browsers, older versions, 100,000 alerts.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { drawFrom } from '../base/testing/draw.ts';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { serveFolder } from '../scripts/static-server.mjs';
import { launchBrowser, median } from './browser.ts';

type Print = (line: object) => void;

const WAIT = 600_000;
const QUOTAS = 50;
const WORKER_KILLS = 100;
const BROWSER_KILLS = 20;
const MANY = 100_000;
const OPENING_MS = 1000;
const FILTER_MS = 100;

const round = (value: number): number => Math.round(value * 10) / 10;

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined);
  return page;
}

/** Runs a case in a browser storage of its own. */
async function inContext<T>(browser: Browser, url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext();
  try {
    return await work(await openPage(context, url));
  } finally {
    await context.close();
  }
}

async function tryTabs(browser: Browser, url: string) {
  return inContext(browser, url, async (page) => {
    const other = await openPage(page.context(), url);
    const keep = (tab: Page, seed: number) => tab.evaluate((given) => window.bench!.keep(5000, given, 50), seed);
    await Promise.all([keep(page, 1), keep(other, 2)]);
    const { records } = await page.evaluate(() => window.bench!.digest());
    const seen = await Promise.all([page, other].map((tab) => tab.evaluate(() => window.bench!.keep(0, 1, 1))));
    return { kept: records.alerts, seen };
  });
}

/** Saving findings and restoring a backup in turn, at quotas up to somewhat more than what is used already. */
async function tryQuotas(browser: Browser, url: string, print: Print) {
  return inContext(browser, url, async (page) => {
    const origin = new URL(url).origin;
    const session = await page.context().newCDPSession(page);
    // Made in another storage: room that was used and given back would count.
    const file = await inContext(browser, url, async (other) => {
      await other.evaluate(() => window.bench!.fill(600, 10, 5));
      await other.evaluate(() => window.bench!.backup());
      return other.evaluate(() => window.bench!.takeFile());
    });
    await page.evaluate((given) => window.bench!.giveFile(given), file);
    await page.evaluate(() => window.bench!.fill(400, 5, 6));
    let [refused, told, unchanged, stored] = [0, 0, 0, 0];
    // What is found to be used lags behind: a size that had room after all is none of the 50.
    for (let attempt = 0; refused < QUOTAS && attempt < 3 * QUOTAS; attempt++) {
      const before = await page.evaluate(() => window.bench!.digestAll());
      const usage = await page.evaluate(() => window.bench!.usage());
      const quotaSize = Math.round((usage * (refused + 1) * 1.2) / QUOTAS);
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
      // Chromium goes by a count of its own of what is used, which follows what was written after a while.
      await page.waitForTimeout(300);
      const isKeep = attempt % 2 === 0;
      const { name, message } = isKeep
        ? await page.evaluate((seed) => window.bench!.tryKeep(600, seed), 100 + attempt)
        : await page.evaluate(() => window.bench!.tryRestore());
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      if (name === 'stored') {
        stored++;
        continue;
      }
      refused++;
      const same = (await page.evaluate(() => window.bench!.digestAll())).sha256 === before.sha256;
      const isTold = name === 'QuotaError' && /no room.*nothing was changed.*backup/.test(message);
      if (isTold) told++;
      if (same) unchanged++;
      if (refused === 1 || !same || !isTold) print({ case: 'quota', usage, quotaSize, isKeep, name, message, same });
    }
    return { refused, told, unchanged, stored };
  });
}

async function tryWorkerKills(browser: Browser, url: string, print: Print) {
  return inContext(browser, url, async (page) => {
    const { before, after, ms } = await page.evaluate(() => window.bench!.prepareKills());
    const draw = drawFrom(77);
    let [old, fresh, mixed, answered] = [0, 0, 0, 0];
    for (let kill = 0; kill < WORKER_KILLS; kill++) {
      const at = (draw(1000) / 1000) * ms * 1.2;
      const { how, digest, listed } = await page.evaluate((given) => window.bench!.killWhileSaving(given), at);
      const isOld = digest.sha256 === before.sha256;
      const isFresh = digest.sha256 === after.sha256;
      const isRight = (isOld || isFresh) && listed === digest.records.alerts && !(how === 'answered' && isOld);
      if (how === 'answered') answered++;
      if (isRight && isOld) old++;
      else if (isRight) fresh++;
      else {
        mixed++;
        print({ case: 'worker killed', at, how, digest, listed });
      }
    }
    return { kills: WORKER_KILLS, old, new: fresh, mixed, answeredBefore: answered, savingMs: round(ms) };
  });
}

/** A browser of our own with a profile that outlives it. Resolves to its process and the address to connect to. */
async function startBrowser(profile: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(findChromium() ?? chromium.executablePath(), flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] }); // prettier-ignore
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.on('exit', () => reject(new Error(`Chromium ended: ${said}`)));
    child.stderr!.on('data', (data: Buffer) => {
      said += data.toString();
      const match = /DevTools listening on (\S+)/.exec(said);
      if (match !== null) resolve(match[1]);
    });
  });
  return { child, endpoint };
}

async function killBrowser(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  // All of it: the browser and the processes that it has started.
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
}

async function tryBrowserKills(url: string, print: Print) {
  const profile = mkdtempSync(join(tmpdir(), 'net-anomaly-profile-'));
  const draw = drawFrom(78);
  let [last, missing, kills] = [-1, 0, 0];
  try {
    for (; kills <= BROWSER_KILLS; kills++) {
      const { child, endpoint } = await startBrowser(profile);
      const browser = await chromium.connectOverCDP(endpoint);
      const page = await openPage(browser.contexts()[0], url);
      const lost = await page.evaluate((upTo) => window.bench!.findMissing(upTo), last);
      missing += lost.length;
      if (lost.length > 0) print({ case: 'browser killed', kills, lost });
      if (kills < BROWSER_KILLS) {
        await page.exposeFunction('acknowledged', (place: number) => void (last = place));
        // It ends with the browser.
        const acting = page.evaluate((first) => window.bench!.actUntilKilled(first), last + 1).catch(() => undefined);
        await wait(300 + draw(1500));
        await killBrowser(child);
        await acting;
      } else {
        await killBrowser(child);
      }
      await browser.close().catch(() => undefined);
      await wait(200);
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return { kills: kills - 1, acknowledged: 3 * (last + 1), missing };
}

async function tryMany(browser: Browser, url: string, print: Print) {
  return inContext(browser, url, async (page) => {
    await page.evaluate((count) => window.bench!.fill(count, 50, 9), MANY);
    const openings: number[] = [];
    const times: Record<string, number[]> = {};
    for (let turn = 0; turn < 5; turn++) {
      const tab = await openPage(page.context(), url);
      const measured = await tab.evaluate(() => window.bench!.measureLists(2));
      openings.push(measured.first);
      for (const [name, some] of Object.entries(measured.times)) (times[name] ??= []).push(...some);
      await tab.close();
    }
    const lines = Object.entries(times).map(([name, all]) => ({ name, ms: round(median(all)), worst: round(Math.max(...all)) })); // prettier-ignore
    for (const line of lines) print({ case: 'list', ...line });
    // The first list in another order sorts all of them.
    const filters = lines.filter(({ name }) => !['oddest', 'changed', 'packets'].includes(name));
    const before = await page.evaluate(() => window.bench!.digest());
    const backup = await page.evaluate(() => window.bench!.backup());
    await page.evaluate(() => window.bench!.wipe());
    const restore = await page.evaluate(() => window.bench!.restore());
    const after = await page.evaluate(() => window.bench!.digest());
    return {
      lists: {
        alerts: before.records.alerts,
        openingMs: round(median(openings)),
        slowestOpeningMs: round(Math.max(...openings)),
        filterMs: round(median(filters.map(({ ms }) => ms))),
        slowestFilterMs: round(Math.max(...filters.map(({ ms }) => ms))),
        worstFilterMs: round(Math.max(...filters.map(({ worst }) => worst))),
      },
      restored: {
        identical: before.sha256 === after.sha256,
        records: after.records,
        fileMB: round(backup.bytes / 1e6),
        backupSeconds: round(backup.ms / 1000),
        restoreSeconds: round(restore.ms / 1000),
      },
    };
  });
}

function buildBench(folder: string): void {
  const script = fileURLToPath(new URL('./alerts-bench/build-page.mjs', import.meta.url));
  // Only the lab's lines may go to stdout.
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The page of the lab does not build; the reason stands above.');
}

/** `argument`: one case alone (tabs, quota, worker, browser, versions, many). */
export async function run(argument: string | undefined, print: Print): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'net-anomaly-alerts-'));
  buildBench(folder);
  const server = await serveFolder(folder);
  const browser = await launchBrowser();
  const short: string[] = [];
  const figures: Record<string, unknown> = {};
  const need = (right: boolean, words: string) => void (right || short.push(words));
  const { url } = server;
  const cases: Record<string, () => Promise<object>> = {
    async tabs() {
      const found = await tryTabs(browser, url);
      need(found.kept === 10_000 && found.seen.every((seen) => seen === 10_000), '2 tabs x 5,000 alerts: 10,000 kept');
      return found;
    },
    async quota() {
      const found = await tryQuotas(browser, url, print);
      need(
        found.refused === QUOTAS && found.told === QUOTAS && found.unchanged === QUOTAS,
        '50 quota sizes: told, and all stores unchanged',
      );
      return found;
    },
    async worker() {
      const found = await tryWorkerKills(browser, url, print);
      need(found.mixed === 0 && found.old > 0 && found.new > 0, 'worker killed 100 times: old or new state, both met');
      return found;
    },
    async browser() {
      const found = await tryBrowserKills(url, print);
      need(
        found.missing === 0 && found.acknowledged > 0,
        'browser killed 20 times: every acknowledged action is there',
      );
      return found;
    },
    async versions() {
      const found = await inContext(browser, url, (page) => page.evaluate(() => window.bench!.openVersions()));
      need(found.every(({ kept, now }) => kept && now === 2), 'each older version opens with all that was in it'); // prettier-ignore
      return { found };
    },
    async many() {
      const { lists, restored } = await tryMany(browser, url, print);
      need(lists.alerts === MANY && lists.openingMs <= OPENING_MS, '100,000 alerts: the list opens in ≤ 1 s');
      need(lists.slowestFilterMs <= FILTER_MS, '100,000 alerts: filters in ≤ 100 ms (median of the slowest)');
      need(restored.identical, 'backup, wipe, restore: identical');
      return { lists, restored };
    },
  };
  if (argument !== undefined && !Object.hasOwn(cases, argument)) throw new Error(`There is no case named ${argument}.`);
  try {
    for (const [name, work] of Object.entries(cases)) {
      if (argument !== undefined && argument !== name) continue;
      figures[name] = await work();
      print({ case: name, ...(figures[name] as object) });
    }
    return { short, ...figures };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
