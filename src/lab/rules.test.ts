// Holds the rules of src/README.md over every file of src and assembly, and shows that each rule bites.
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge } from './rules.ts';

const project = join(import.meta.dirname, '../..');

function listSources(folder: string, extensions: RegExp): string[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => extensions.test(path) && !path.includes('node_modules/'));
}

test('every file of src keeps the rules', () => {
  const files = listSources('src', /\.(ts|mjs|svelte|css)$/);
  expect(files.length).toBeGreaterThan(20);
  const breaches = files.flatMap((path) => judge(path, readFileSync(join(project, 'src', path), 'utf8')));
  expect(breaches).toEqual([]);
});

test('assembly imports nothing from outside of itself, and its files keep their shape', () => {
  const breaches = listSources('assembly', /\.ts$/).flatMap((path) => {
    const text = readFileSync(join(project, 'assembly', path), 'utf8');
    const outside = [...text.matchAll(/from\s+['"]([^'"]+)['"]/g)].filter(
      ([, specifier]) =>
        !specifier.startsWith('.') || join('assembly', path, '..', specifier).split(sep)[0] !== 'assembly',
    );
    // Judged as a file of lab, whose imports are free: what is left is length and first line.
    return [...judge(`lab/${path}`, text), ...outside.map(([line]) => `${path} must not import ${line}`)];
  });
  expect(breaches).toEqual([]);
});

describe('a breach is caught', () => {
  const bad: [why: string, path: string, code: string, message: string][] = [
    ['a room that must stay below', 'ingest/a.ts', `import { x } from '../engine/engine.ts';`, 'engine/engine.ts'],
    ['a neighbour', 'features/a.ts', `import { x } from '../ingest/load.ts';`, 'ingest/load.ts'],
    ['a re-export', 'packets/a.ts', `export * from '../model/types.ts';`, 'model/types.ts'],
    ['a dynamic import', 'base/a.ts', `const x = await import('../packets/table.ts');`, 'packets/table.ts'],
    ['a computed import', 'base/a.ts', `const x = await import(name);`, 'computed path'],
    ['a value where only types may go', 'ingest/a.ts', `import { x } from '../engine/types.ts';`, 'engine/types.ts'],
    ['a type of a forbidden room', 'base/a.ts', `import type { X } from '../packets/table.ts';`, 'not even its types'],
    ['an inline type import', 'base/a.ts', `let x: import('../packets/table.ts').X;`, 'not even its types'],
    [
      'a view at the engine',
      'views/A.svelte',
      `<script>import { x } from '../engine/engine.ts';</script>`,
      'engine.ts',
    ],
    ['chart.js elsewhere', 'views/other.ts', `import { Chart } from 'chart.js';`, 'chart.js'],
    ['chart.js in the script that is asked for', 'views/chart.ts', `import { Chart } from 'chart.js';`, 'chart.js'],
    ['a part of chart.js', 'state/a.ts', `import 'chart.js/auto';`, 'chart.js/auto'],
    ['comlink elsewhere', 'state/a.ts', `import { wrap } from 'comlink';`, 'comlink'],
    ['idb-keyval elsewhere', 'model/file.ts', `import { get } from 'idb-keyval';`, 'idb-keyval'],
    ['svelte below', 'detect/a.ts', `import { tick } from 'svelte';`, 'svelte'],
    ['node in the page', 'base/a.ts', `import { join } from 'node:path';`, 'node:path'],
    ['outside of src', 'base/a.ts', `import x from '../../assembly/index.ts';`, 'outside of src'],
    ['the page below', 'engine/a.ts', `document.title = 'x';`, 'touch the page (document)'],
    ['innerHTML', 'views/a.ts', `node.innerHTML = text;`, 'innerHTML'],
    ['innerHTML by text', 'views/a.ts', `node['innerHTML'] = text;`, 'innerHTML'],
    ['innerHTML in markup', 'views/A.svelte', `<i onclick={(e) => (e.target.innerHTML = 'x')}></i>`, 'innerHTML'],
    ['bound innerHTML', 'views/A.svelte', `<i contenteditable bind:innerHTML={x}></i>`, 'innerHTML'],
    ['{@html}', 'views/A.svelte', `<p>{@html text}</p>`, '{@html}'],
    ['eval', 'base/a.ts', `eval('1');`, 'eval'],
    ['indirect eval', 'base/a.ts', `(0, eval)('1');`, 'eval'],
    ['new Function', 'base/a.ts', `new Function('return 1');`, 'new Function'],
    ['Function called', 'base/a.ts', `Function('return 1')();`, 'new Function'],
    ['document.write', 'views/a.ts', `document.write('x');`, 'document.write'],
    ['fetch', 'state/a.ts', `const get = globalThis.fetch;`, 'fetch'],
    ['a beacon', 'state/a.ts', `navigator.sendBeacon('/x');`, 'sendBeacon'],
    ['a socket', 'engine/a.ts', `new WebSocket(url);`, 'WebSocket'],
    ['a service worker', 'main.ts', `navigator.serviceWorker.register('x');`, 'serviceWorker'],
    ['a long file', 'base/a.ts', 'let x;\n'.repeat(300), '301 lines'],
    ['a room without a rule', 'attic/a.ts', 'export {};', 'without a rule'],
  ];

  test.each(bad)('%s', (_, path, code, message) => {
    const text = path.endsWith('.svelte')
      ? `<!-- A file for the test. -->\n${code}`
      : `// A file for the test.\n${code}`;
    expect(judge(path, text).join('\n')).toContain(message);
  });

  test('a first line that says nothing', () => {
    expect(judge('base/a.ts', `import './b.ts';`)).toEqual(['base/a.ts does not say in its first line what it is for']);
  });
});

describe('what is allowed stays allowed', () => {
  const good: [why: string, path: string, code: string][] = [
    ['types across', 'views/a.ts', `import type { Page } from '../engine/types.ts';`],
    ['the room itself', 'views/guide/a.ts', `import { x } from '../traffic/b.ts';`],
    ['forbidden names in text', 'views/a.ts', `const words = 'innerHTML, eval and fetch'; // fetch`],
    ['a document that is no page', 'ingest/a.ts', `function read(document: string) { return document.length; }`],
    ['a write that is no document.write', 'engine/a.ts', `writer.write(bytes);`],
    ['a type called Function', 'base/a.ts', `let f: Function;`],
    ['fetch in a test', 'engine/a.test.ts', `await fetch('/x');`],
    ['chart.js at its place', 'views/chart/setup.ts', `import { Chart } from 'chart.js';`],
    ['a store', 'model/store.ts', `import { get } from 'idb-keyval';`],
  ];

  test.each(good)('%s', (_, path, code) => {
    expect(judge(path, `// A file for the test.\n${code}`)).toEqual([]);
  });
});
