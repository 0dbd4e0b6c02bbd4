// Builds the site once for all whole-page tests, and serves it under a sub-path as GitHub Pages does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../scripts/build-site.mjs';
import { serveFolder } from '../scripts/static-server.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the built site, with a slash at its end. */
    siteUrl: string;
    /** The built site itself. */
    siteFolder: string;
  }
}

/** Vitest calls it before the first test, and what it returns after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Not dist/: that may be in use by `npm start`.
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-site-'));
  await buildSite(folder);
  const { url, stop } = await serveFolder(folder, { base: '/net-anomaly/' });
  project.provide('siteUrl', url);
  project.provide('siteFolder', folder);
  return async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
