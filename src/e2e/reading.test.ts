// Traffic goes in: chosen, dropped, pasted and typed; the report's numbers, computed here by hand.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import { makeFile, openFiles, openSample, type MadeFile } from './steps.ts';

const batch = `{"items":[
{"src":"10.0.0.1","dst":"10.0.0.2","size":100,"proto":6,"ts":1725530000},
{"src":"10.0.0.2","dst":"10.0.0.1","size":200,"proto":17,"ts":1725530060.5}
]}`;

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** The report as it stands in the page. */
function readReport(page: Page) {
  return page.evaluate(() => {
    const text = (element: Element) => element.textContent.replace(/\s+/g, ' ').trim();
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    return {
      numbers: Object.fromEntries(all('#report dl > div').map((div) => [...div.children].map(text))),
      files: all('#report tbody tr').map((row) => [...row.children].map(text)),
      problems: all('#report ol li').map(text),
    };
  });
}

/** Lets the page have files or a text as the browser would: by a drop, or by a paste. */
function hand(page: Page, how: 'drop' | 'paste', files: MadeFile[], text = ''): Promise<boolean> {
  const given = files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') }));
  return page.evaluate(
    ([event, made, words]) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of made) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.codePointAt(0)!)], name));
      }
      if (words !== '') transfer.setData('text/plain', words);
      const rules = { bubbles: true, cancelable: true };
      if (event === 'paste') {
        return document.body.dispatchEvent(new ClipboardEvent('paste', { ...rules, clipboardData: transfer }));
      }
      document.body.dispatchEvent(new DragEvent('dragover', { ...rules, dataTransfer: transfer }));
      return document.body.dispatchEvent(new DragEvent('drop', { ...rules, dataTransfer: transfer }));
    },
    [how, given, text] as const,
  );
}

test('several files are chosen at once: a batch, one object a line, and a bare array as gzip', async ({ visit }) => {
  const { page } = visit;
  const lines = [
    '{"src":"10.0.0.3","dst":null,"size":40,"proto":6,"ts":1725529999.25,"note":"x"}',
    '{"src":"10.0.0.3","size":"abc","proto":6}',
    '{"dst":"fe80::1","size":4294967295,"proto":255,"src_port":65535,"note":{"deep":[1,2]}}',
  ];
  const array = '[{"size":1,"proto":1},{"size":0,"proto":0},{"size":1,"proto":300}]';
  const packed = gzipSync(array);
  const files = [
    makeFile('one.json', batch),
    makeFile('two.ndjson', lines.join('\r\n')),
    // The content decides, not the name.
    makeFile('three.txt', packed),
  ];
  await openFiles(page, files);
  await heading(page, '6 packets read').waitFor();
  const { numbers, files: rows, problems } = await readReport(page);
  expect(numbers).toMatchObject({
    // 10.0.0.1, .2, .3 and fe80::1
    Hosts: '4',
    // 1725530000 is 09:53:20 UTC; from 1725529999.25 to 1725530060.5
    Span: '2024-09-05 09:53:19 to 09:54:20 UTC, 1 min 1 s',
    'Unknown fields, passed over': 'note: 2',
  });
  for (const words of ['TCP 6: 2', 'UDP 17: 1', 'ICMP 1: 1']) {
    expect(numbers.Protocols.replace(/[()·]/g, ' ').replace(/\s+/g, ' ')).toContain(words);
  }
  expect(rows).toEqual([
    ['one.json', 'batch: {"items": […]}', `${batch.length} B`, '2', '0', 'read to the end'],
    ['two.ndjson', 'one object a line', `${lines.join('\r\n').length} B`, '2', '1', 'read to the end'],
    ['three.txt', 'bare array', `${packed.length} B gzip, ${array.length} B inside`, '2', '1', 'read to the end'],
  ]);
  const column = lines[1].indexOf('"abc"') + 1;
  expect(problems).toEqual([
    `two.ndjson: line 2, column ${column}, items[1].size: expected an integer of at least 0, found "abc"`,
    `three.txt: line 1, column ${array.indexOf('300') + 1}, items[2].proto: expected an integer from 0 to 255, found 300`,
  ]);
  // 100 + 200 + 40 + 4,294,967,295 + 1 + 0 bytes
  const facts = page.locator('.facts').nth(1);
  expect(await facts.textContent()).toContain('4.29 GB on the wire');
  expect(await facts.textContent()).toContain('2 items skipped');
  expect(await page.getByRole('banner').textContent()).toContain('one.json and 2 more files');
});

test('the office sample reads as the file beside it says', async ({ visit }) => {
  await openSample(visit.page);
  await heading(visit.page, '3,000 packets read').waitFor();
  const { numbers } = await readReport(visit.page);
  // samples/office_batch.expected.json: 30 hosts, 149.917 s, 1,957,217 bytes
  expect(numbers).toMatchObject({ Hosts: '30', Span: '2024-09-05 09:53:20 to 09:55:49 UTC, 2 min 30 s' });
  expect(await visit.page.locator('.facts').nth(1).textContent()).toContain('1.96 MB on the wire');
});

test('files are dropped anywhere, and a drop of text is left to the browser', async ({ visit }) => {
  const { page } = visit;
  // True = nobody took the event.
  expect(await hand(page, 'drop', [], 'some text')).toBe(true);
  expect(await hand(page, 'drop', [makeFile('a.json', batch), makeFile('b.json', '[{"size":7,"proto":1}]')])).toBe(
    false,
  );
  await heading(page, '3 packets read').waitFor();
  expect((await readReport(page)).files.map(([name]) => name)).toEqual(['a.json', 'b.json']);
  // From another page of the site a drop leads back to the traffic.
  await page.getByRole('navigation').getByRole('link', { name: 'Guide' }).click();
  await hand(page, 'drop', [makeFile('c.json', '[{"size":7,"proto":1}]')]);
  await heading(page, '1 packet read').waitFor();
});

test('Ctrl+V outside of boxes opens the paste box with the text, and pasted files at once', async ({ newVisit }) => {
  const visit = await newVisit({ permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = visit;
  await visit.open();
  await page.evaluate((text) => navigator.clipboard.writeText(text), batch);
  await page.keyboard.press('Control+V');
  const box = page.getByRole('textbox', { name: /bare array/ });
  await box.waitFor();
  expect(await box.inputValue()).toBe(batch);
  await page.getByRole('button', { name: 'Read the text' }).click();
  await heading(page, '2 packets read').waitFor();
  // A text that was right needs no mending.
  await box.waitFor({ state: 'detached' });
  await hand(page, 'paste', [makeFile('pasted.json', '[{"size":7,"proto":1}]')]);
  await heading(page, '1 packet read').waitFor();
});

test('a text is typed into the paste box and read with Ctrl+Enter', async ({ visit }) => {
  const { page } = visit;
  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  const box = page.getByRole('textbox', { name: /bare array/ });
  await page.keyboard.type('[{"size":7,"proto":1},{"size":8,"proto":6}]');
  expect(await box.inputValue()).toBe('[{"size":7,"proto":1},{"size":8,"proto":6}]');
  await page.keyboard.press('Control+Enter');
  await heading(page, '2 packets read').waitFor();
});

test('a pasted text of more than a million characters is read at once, without a box', async ({ visit }) => {
  const { page } = visit;
  const long = `[${'{"size":7,"proto":1},\n'.repeat(50_000)}{"size":8,"proto":6}]`;
  await hand(page, 'paste', [], long);
  await heading(page, '50,001 packets read').waitFor();
  await page
    .getByText(/The pasted text is long/)
    .first()
    .waitFor();
  expect(await page.locator('textarea').count()).toBe(0);
});
