// The template of reports: hostile text stays text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeText, Html, html } from './html.ts';

const hostile = [
  '</style><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  '&lt;b&gt; &amp; <!-- -->',
  '${alert(1)}',
];

test.each(hostile)('%s is shown as it is written', (text) => {
  const made = String(html`<p title="${text}">${text}</p>`);
  const inside = made.slice('<p title="'.length, -'</p>'.length);
  expect(inside.replace('">', '')).not.toMatch(/[<>"']/);
  expect(
    made
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&'),
  ).toBe(`<p title="${text}">${text}</p>`);
});

test('templates nest, lists are joined, and nothing is nothing', () => {
  const cells = ['a', '<b>', 3].map((cell) => html`<td>${cell}</td>`);
  expect(String(html`${cells}${null}${false}${''}${0}`)).toBe('<td>a</td><td>&lt;b&gt;</td><td>3</td>0');
});

test('what HTML may not hold, and what turns the reading round, is marked', () => {
  expect(escapeText('a\0b\x1bc\u202ed\ud800e\r')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd');
  expect(escapeText('tab\tline\nfamily 👩‍👩‍👧 äöü')).toBe('tab\tline\nfamily 👩‍👩‍👧 äöü');
});

test('no text ever opens a tag or ends an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(escapeText(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

test('markup cannot be made but by the template', () => {
  expect(() => new Html('<script>', Symbol('html'))).toThrow('template only');
});
