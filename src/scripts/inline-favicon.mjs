// Puts the icon into the built page as a data: URL. Chromium asks for a linked icon again whenever the fragment changes,
// and after the load nothing shall be asked for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** Vite plugin: replaces the link to public/favicon.svg. */
export function inlineFavicon() {
  return {
    name: 'net-anomaly:inline-favicon',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const icon = readFileSync(join(root, 'public', 'favicon.svg')).toString('base64');
        return html.replace('href="/favicon.svg"', `href="data:image/svg+xml;base64,${icon}"`);
      },
    },
  };
}
