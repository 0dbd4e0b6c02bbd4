// What is wrong with a batch, and where: told in plain words, mended in its place, and nothing lost by it.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { makeFile, openFiles, openSample } from './steps.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const pasteBox = (page: Page) => page.getByRole('textbox', { name: /bare array/ });
const failure = (page: Page) => page.getByRole('alert').filter({ hasText: 'Not opened' });

/** Line and column, both from 1, of the place where `what` stands first: as an editor counts them. */
function placeOf(text: string, what: string): string {
  const before = text.slice(0, text.indexOf(what)).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** Reads a text through the paste box. */
async function readText(page: Page, text: string): Promise<void> {
  if ((await pasteBox(page).count()) === 0) await page.getByRole('button', { name: 'Paste', exact: true }).click();
  await pasteBox(page).fill(text);
  await page.getByRole('button', { name: 'Read the text' }).click();
}

/** The caret, once the box has the focus. */
async function caretOf(page: Page): Promise<number[]> {
  await page.locator('textarea:focus').waitFor();
  return page.locator('textarea').evaluate((box: HTMLTextAreaElement) => [box.selectionStart, box.selectionEnd]);
}

test('bad items are left out and listed; a click on one puts the caret at its place in the text', async ({ visit }) => {
  const { page } = visit;
  const text = `{"items":[
{"src":"10.0.0.1","size":100,"proto":6},
{"src":"Büro 🚀","dst":"zwei 👩‍👩‍👧","size":"abc","proto":6},
{"src":42,"size":100.5,"proto":256},
{"size":100,"proto":6,"ts":1725530000,"src_port":65536},
17,
{"proto":6}
]}`;
  await readText(page, text);
  await heading(page, '1 packet read').waitFor();
  const list = page.getByRole('region', { name: 'Skipped items' });
  expect(await list.getByRole('button').allTextContents()).toEqual([
    `${placeOf(text, '"abc"')}, items[1].size: expected an integer of at least 0, found "abc"`,
    `${placeOf(text, '42,')}, items[2].src: expected a string or null, found 42`,
    `${placeOf(text, '100.5')}, items[2].size: expected an integer of at least 0, found 100.5`,
    `${placeOf(text, '256')}, items[2].proto: expected an integer from 0 to 255, found 256`,
    `${placeOf(text, '65536')}, items[3].src_port: expected an integer from 0 to 65535, found 65536`,
    `${placeOf(text, '17,\n')}, items[4]: expected an object, found 17`,
    `${placeOf(text, '{"proto":6}')}, items[5].size: expected an integer of at least 0, found no size`,
  ]);
  expect(await pasteBox(page).inputValue()).toBe(text);
  for (const [problem, what] of [
    [/items\[1\]\.size/, '"abc"'],
    [/items\[2\]\.proto/, '256'],
    [/items\[4\]/, '17,\n'],
  ] as const) {
    await list.getByRole('button', { name: problem }).click();
    const offset = text.indexOf(what);
    expect(await caretOf(page), what).toEqual([offset, offset]);
  }
  // Mended where the caret is: the list follows the next reading.
  await list.getByRole('button', { name: /items\[1\]\.size/ }).click();
  await caretOf(page);
  for (let key = 0; key < '"abc"'.length; key++) await page.keyboard.press('Delete');
  await page.keyboard.type('300');
  await page.keyboard.press('Control+Enter');
  await heading(page, '2 packets read').waitFor();
  expect(await list.getByRole('button').count()).toBe(6);
});

test('places are right in a text with Windows line ends', async ({ visit }) => {
  const { page } = visit;
  const text = '[{"size":1,"proto":1},\r\n{"size":2,"proto":2},\r\n{"size":-3,"proto":3}]';
  await page.evaluate((words) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', words);
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData }));
  }, text);
  await page.getByRole('button', { name: 'Read the text' }).click();
  await heading(page, '2 packets read').waitFor();
  await page.getByRole('button', { name: 'line 3, column 9, items[2].size' }).click();
  // A box holds line feeds alone (HTML, the textarea's API value).
  expect(await caretOf(page)).toEqual(Array(2).fill(text.replaceAll('\r', '').indexOf('-3')));
});

test('of more than 100 problems the first 100 are listed, with the total', async ({ visit }) => {
  const { page } = visit;
  const bad = Array.from({ length: 150 }, () => '{"size":-1,"proto":6}');
  await openFiles(page, [makeFile('bad.ndjson', ['{"size":1,"proto":6}', ...bad].join('\n'))]);
  await heading(page, '1 packet read').waitFor();
  expect(await page.getByRole('region', { name: 'Skipped items' }).getByRole('listitem').count()).toBe(100);
  await page.getByText('These are the first 100 of 150 problems.').waitFor();
  await heading(page, '150 items skipped').waitFor();
});

test('a mistake in the grammar: what came before it is kept, or discarded, or the text is mended', async ({
  visit,
}) => {
  const { page } = visit;
  const text = '{"items":[\n{"size":1,"proto":1},\n{"size":2,"proto":2},\n{"size":3,,"proto":3}\n]}';
  const offset = text.indexOf(',,') + 1;
  const words = 'line 4, column 11, items[2]: expected a key in double quotes, found ","';
  await openSample(page, /A small batch/);
  await readText(page, text);
  const alert = page.getByRole('alert');
  await heading(page, 'Not read to the end: pasted text').waitFor();
  expect(await alert.textContent()).toContain(words);
  expect(await alert.textContent()).toContain('sample_batch.json stays open until you keep them.');
  await heading(page, '40 packets read').waitFor();
  await page.getByRole('button', { name: 'Mend the text' }).click();
  expect(await caretOf(page)).toEqual([offset, offset]);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await alert.count()).toBe(0);
  await heading(page, '40 packets read').waitFor();

  await page.getByRole('button', { name: 'Read the text' }).click();
  await page.getByRole('button', { name: 'Keep the 2 packets before it' }).click();
  await heading(page, '2 packets read').waitFor();
  await page.getByText('not read to the end').waitFor();
  expect(await page.getByRole('region', { name: 'Files' }).textContent()).toContain(`stopped at ${words}`);
  expect(await pasteBox(page).inputValue()).toBe(text);
  expect(await page.getByRole('row', { name: /^2 / }).textContent()).toContain('IGMP');
});

const unusable: { name: string; file: Uint8Array | string; words: RegExp }[] = [
  {
    name: 'an empty file',
    file: '',
    words: /The file is empty: there is not a single byte to read/,
  },
  {
    name: 'white space',
    file: ' \n ',
    words: /No packet could be read: line 2, column 2: expected a value, found the end of the document/,
  },
  { name: 'an empty batch', file: '{"items":[]}', words: /The batch is empty: it has no items/ },
  {
    name: 'no usable item of two',
    file: '[{"size":1},{"proto":1}]',
    words: /None of the 2 items can be used: line 1, column 2, items\[0\]\.proto: .*found no proto/,
  },
  {
    name: 'a batch of one that is not usable',
    file: '[{"size":-1,"proto":1}]',
    words:
      /The only item cannot be used: line 1, column 10, items\[0\]\.size: expected an integer of at least 0, found -1/,
  },
  {
    name: 'UTF-16',
    file: Buffer.from('\uFEFF{"items":[{"size":1,"proto":1}]}', 'utf16le'),
    words: /expected UTF-8, found UTF-16LE; convert it \(iconv -f UTF-16LE -t UTF-8\) and open it again/,
  },
  {
    name: 'UTF-16 without a mark',
    file: Buffer.from('[{"size":1,"proto":1}]', 'utf16le').swap16(),
    words: /expected UTF-8, found UTF-16BE/,
  },
  {
    name: 'a pcap capture without packets',
    file: Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex'),
    words: /The capture has no packets: 1 interface, and nothing was captured/,
  },
  {
    name: 'a grammar error before any item',
    file: '{"items":[oops',
    words: /No packet could be read: line 1, column 11/,
  },
  { name: 'JSON that is no batch', file: '{"a":1}', words: /found an object without items/ },
  {
    name: 'damaged gzip',
    file: Buffer.from('1f8b080000000000000300', 'hex'),
    words: /the gzip data is damaged at byte 11 .*: it ends early/,
  },
];

test('what cannot be read has its own plain answer, and what was open stays open', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A small batch/);
  for (const { name, file, words } of unusable) {
    await openFiles(page, [makeFile('given.json', file)]);
    await failure(page).waitFor();
    await expect.poll(() => failure(page).textContent(), { message: name }).toMatch(words);
    expect(await failure(page).textContent(), name).toContain('What was open before is still open: sample_batch.json.');
    await heading(page, '40 packets read').waitFor();
    await failure(page).getByRole('button', { name: 'Close' }).click();
    await failure(page).waitFor({ state: 'detached' });
  }
  // And it can still be worked with.
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await page.getByRole('heading', { name: /of 40 packets/ }).waitFor();
});

test('a pasted text without any usable item stays, and its problems lead into it', async ({ visit }) => {
  const { page } = visit;
  const text = '[\n{"size":1},\n{"size":2,"proto":"tcp"}\n]';
  await readText(page, text);
  await failure(page).waitFor();
  expect(await pasteBox(page).inputValue()).toBe(text);
  await page.getByRole('button', { name: /items\[1\]\.proto/ }).click();
  expect(await caretOf(page)).toEqual(Array(2).fill(text.indexOf('"tcp"')));
});

test('a batch of one is read, and analysing it is answered in plain words', async ({ visit }) => {
  const { page } = visit;
  await openFiles(page, [makeFile('one.json', '[{"size":7,"proto":1}]')]);
  await heading(page, '1 packet read').waitFor();
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await expect
    .poll(() => page.getByRole('alert').textContent())
    .toMatch(/There is one packet only: .* training needs at least two/);
  await heading(page, '1 packet read').waitFor();
});
