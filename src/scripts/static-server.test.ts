// The server of `npm start`: what it serves, and what no request may do to it.
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './project.mjs';
import { serveFolder } from './static-server.mjs';

/** The first line of the answer to a request as it stands, which fetch would mend. */
function ask(port: number, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`));
    socket.once('data', (bytes) => {
      resolve(String(bytes).split('\r\n')[0]);
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

test('files under the base path are served, and no other request is more than not found', async () => {
  const { url, stop } = await serveFolder(join(root, 'public'), { base: '/sub/' });
  const port = Number(new URL(url).port);
  try {
    expect(await ask(port, '/sub/favicon.svg?v=1#x')).toBe('HTTP/1.1 200 OK');
    const odd = [
      '//',
      '/',
      '/favicon.svg',
      '/sub/../package.json',
      '/sub/%2e%2e/package.json',
      '/sub/%',
      '/sub/%00',
      '*',
    ];
    for (const target of odd) expect(await ask(port, target)).toBe('HTTP/1.1 404 Not Found');
  } finally {
    await stop();
  }
});
