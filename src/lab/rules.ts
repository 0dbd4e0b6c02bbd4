// The rules of src/README.md as functions: which way imports point, what shipped sources must not touch, how long a
// file may be. rules.test.ts runs them over the whole of src.
import { posix } from 'node:path';
import { readFacts, type Import, type SourceFacts } from './source-facts.ts';

/**
 * What the files of a room may import: rooms, or single files of them; `type` in front allows what is erased. A room may
 * always import itself. Tests are free of this, and so are lab, e2e and scripts.
 */
const rooms: Record<string, readonly string[]> = {
  base: [],
  packets: ['base'],
  samples: ['base', 'packets/pcapng-writer', 'type packets'],
  ingest: ['packets', 'base', 'type engine/types'],
  features: ['packets', 'base', 'type engine/types'],
  inspect: ['packets', 'base'],
  // The database that both stores share.
  store: ['base'],
  model: ['store', 'base', 'type engine/types'],
  detect: ['packets', 'base', 'type model', 'model/profile', 'type engine/types'],
  survey: ['packets', 'base', 'detect/summary', 'type detect', 'type model', 'model/profile'],
  alerts: [
    'store',
    'detect',
    'packets',
    'base',
    'type model',
    'features/ids',
    'features/labels',
    'engine/pulse',
    'engine/error-transfer',
  ],
  engine: ['ingest', 'features', 'inspect', 'model', 'detect', 'survey', 'packets', 'base'],
  // Stores live in `model`; the types of everything that crosses the worker boundary may be named.
  state: [
    'engine/client',
    'alerts',
    'model',
    'store',
    'detect',
    'survey/types',
    'survey/time-axis',
    'survey/keys',
    'survey/key-text',
    'samples',
    'base',
    'engine/types',
    'type packets',
    'packets/protocols',
    'type inspect',
  ],
  views: [
    'state',
    'base',
    'model/types',
    'engine/types',
    'type packets',
    'type detect',
    'detect/value-words',
    'detect/rarity',
    'detect/tail-words',
    'detect/findings/kinds',
    'survey/types',
    'survey/time-axis',
    'survey/keys',
    'survey/stability',
    'type alerts',
    'type store',
    'packets/address-kinds',
    'packets/capture',
    'packets/ethertypes',
    'packets/protocols',
    'packets/services',
    'inspect/packet',
    'type inspect',
    // Words of features, in late scripts.
    'features/words',
    'features/labels',
  ],
  // main.ts, App.svelte, first-look.ts and declarations.
  '': ['state', 'views', 'base', 'type engine/types'],
};

const freeRooms = new Set(['lab', 'e2e', 'scripts']);

/** Packages (by their beginning), and the only files that may import them. */
const onlyImporters: readonly (readonly [packageName: string, files: RegExp])[] = [
  ['chart.js', /^views\/chart\/\w+\.ts$/],
  ['comlink', /^(engine\/(engine|worker|client(-session)?|pool-workers)|alerts\/(worker|client))\.ts$/],
  ['idb-keyval', /(^store\/|(^|[/-])store\.ts$)/],
  ['svelte', /^(state\/|views\/|(main|first-look)\.ts$|App\.svelte$)/],
  ['node:', /^$/],
];

/** Names that shipped sources never use: they would make markup or code of text, or talk to somebody. */
const forbidden = [
  'innerHTML outerHTML insertAdjacentHTML setHTMLUnsafe createContextualFragment document.write document.writeln srcdoc',
  'eval Function.constructor',
  'fetch XMLHttpRequest WebSocket WebSocketStream WebTransport EventSource sendBeacon RTCPeerConnection serviceWorker',
]
  .join(' ')
  .split(' ');

const dom = ['document', 'window', 'localStorage', 'sessionStorage', 'navigator'];
/** A worker may ask its own navigator how much room there is. */
const domRooms = /^(state\/|views\/|main\.ts$|App\.svelte$|alerts\/worker\.ts$)/;
const longest = 300;

const isTest = (path: string) => path.endsWith('.test.ts') || path.includes('/testing/');
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** Whether the rules on shipped sources bind this file. */
function isShipped(path: string): boolean {
  return !isTest(path) && !freeRooms.has(roomOf(path));
}

function judgeImport(path: string, { specifier, typeOnly }: Import): string | undefined {
  if (specifier.startsWith('(computed)')) return `imports a computed path, which no rule can check: ${specifier}`;
  if (!specifier.startsWith('.')) {
    if (typeOnly) return undefined;
    const owner = onlyImporters.find(
      ([name]) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`),
    );
    return owner && !owner[1].test(path) ? `must not import ${specifier}` : undefined;
  }
  const target = posix.join(posix.dirname(path), specifier).replace(/\?.*$/, '');
  if (target.startsWith('../')) return `imports ${specifier}, outside of src`;
  const [from, to] = [roomOf(path), roomOf(target)];
  if (from === to) return undefined;
  const file = target.replace(/\.(svelte\.ts|ts|svelte|css)$/, '');
  const fits = (entry: string) => entry === to || entry === file;
  for (const entry of rooms[from] ?? []) {
    if (fits(entry) || (typeOnly && entry.startsWith('type ') && fits(entry.slice(5)))) return undefined;
  }
  return `must not import ${target}${typeOnly ? ' (not even its types)' : ''}`;
}

function judgeUses(path: string, facts: SourceFacts): string[] {
  const found = forbidden.filter((name) => facts.uses.has(name)).map((name) => `must not use ${name}`);
  if (facts.uses.has('new Function')) found.push('must not use new Function');
  if (facts.markup.has('HtmlTag')) found.push('must not use {@html}');
  if (!domRooms.test(path)) {
    // "document" is also a good name for a JSON document.
    const touched = dom.filter((name) => facts.uses.has(name) && !facts.declares.has(name));
    found.push(...touched.map((name) => `must not touch the page (${name})`));
  }
  return found;
}

function judgeShape(text: string): string[] {
  const lines = text.trimEnd().split('\n');
  const found = lines.length > longest ? [`has ${lines.length} lines, more than ${longest}`] : [];
  const first = lines[0].startsWith('#!') ? lines[1] : lines[0];
  if (!/^(\/\/ |\/\*\*? |<!-- |# )\S.{9,}/.test(first ?? ''))
    found.push('does not say in its first line what it is for');
  return found;
}

/** Breaches of the rules in one file. `path` is relative to src, with forward slashes. */
export function judge(path: string, text: string): string[] {
  const found = judgeShape(text);
  if (/\.(ts|svelte)$/.test(path)) {
    const facts = readFacts(path, text);
    if (isShipped(path)) {
      for (const each of facts.imports) {
        const breach = judgeImport(path, each);
        if (breach) found.push(breach);
      }
      found.push(...judgeUses(path, facts));
      if (roomOf(path) !== '' && !(roomOf(path) in rooms))
        found.push(`stands in ${roomOf(path)}, a room without a rule`);
    }
  }
  return found.map((breach) => `${path} ${breach}`);
}
