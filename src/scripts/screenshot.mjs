// `npm run screenshot`: takes the README's picture anew, of the built site with the sample capture analysed.
import './node-version.mjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from './build-site.mjs';
import { chromiumFlags, findChromium } from './chromium.mjs';
import { ensureChromium, ensurePackages } from './install.mjs';
import { root } from './project.mjs';
import { serveFolder } from './static-server.mjs';

const picture = join(root, '.github', 'screenshot.png');

await ensurePackages();
await ensureChromium();
const { chromium } = await import('playwright');
const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-site-'));
await buildSite(folder);
const { url, stop } = await serveFolder(folder);
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1120 }, reducedMotion: 'reduce' });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: /A capture with a scan/ }).click();
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await page.getByText(/findings? kept in/).waitFor();
  await page.getByText(/contacted \d+ ports/).click();
  await page.getByRole('heading', { name: 'Why its oddest packet stands out' }).waitFor();
  // Seen from above, as somebody who has just clicked.
  await page.evaluate(() => scrollTo(0, 0));
  // Bars grow for a moment.
  await page.waitForTimeout(1000);
  await page.screenshot({ path: picture });
  console.log(`Took ${picture}`);
} finally {
  await browser.close();
  await stop();
  await rm(folder, { recursive: true, force: true });
}
