// A small server for a built site: files of one folder under one path, as GitHub Pages serves them, and no more.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { gzipSync } from 'node:zlib';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** What GitHub Pages compresses, of the types above. */
const compressible = /^text|javascript|json|svg|wasm|manifest/;

function statFile(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? found : undefined;
}

/** The file that a request path names, or undefined where there is none, or none that may be read. */
export function resolveFile(folder, base, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined; // Not percent-encoded UTF-8.
  }
  if (!decoded.startsWith(base) || decoded.includes('\0')) return undefined;
  const file = normalize(join(folder, decoded.slice(base.length), decoded.endsWith('/') ? 'index.html' : ''));
  return file.startsWith(normalize(folder) + sep) ? file : undefined;
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Serves `folder` under `base` (with slashes at both ends) on 127.0.0.1. A port that is taken gives way to the next
 * one; 0 takes any free port. With `gzip` files are compressed, as GitHub Pages does: where the time of a load is measured.
 * Resolves to the site's address and a function that stops the server.
 */
export async function serveFolder(folder, { base = '/', port = 0, gzip = false } = {}) {
  const server = createServer((request, response) => {
    // Not by URL: it takes what follows "//" for a host, and throws where that is none.
    const [pathname] = (request.url ?? '/').split(/[?#]/);
    const file = resolveFile(folder, base, pathname);
    const found = file && statFile(file);
    if (!found || !(request.method === 'GET' || request.method === 'HEAD')) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not here.\n');
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    const packed = gzip && compressible.test(type) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const bytes = packed ? gzipSync(readFileSync(file)) : null;
    response.writeHead(200, {
      'content-type': type,
      'content-length': bytes?.length ?? found.size,
      ...(bytes ? { 'content-encoding': 'gzip' } : {}),
      'cache-control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else if (bytes) response.end(bytes);
    // A reader that goes away ends the copy; there is nobody left to tell.
    else pipeline(createReadStream(file), response, () => {});
  });
  for (let candidate = port; ; candidate++) {
    try {
      await listen(server, candidate);
      break;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate >= port + 100) throw error;
    }
  }
  const stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}${base}`, stop };
}
