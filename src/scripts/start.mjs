// `npm start`: installs what is missing, builds, serves the built site and prints its address.
import './node-version.mjs';
import { join } from 'node:path';
import { buildSite } from './build-site.mjs';
import { ensurePackages } from './install.mjs';
import { root } from './project.mjs';
import { serveFolder } from './static-server.mjs';

try {
  await ensurePackages();
  console.log('Building …');
  await buildSite();
  const { url, stop } = await serveFolder(join(root, 'dist'), { port: Number(process.env.PORT ?? 4173) });
  console.log(`\nNet Anomaly is at ${url}\nCtrl+C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await stop();
      process.exit(0);
    });
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
