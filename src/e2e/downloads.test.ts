// What is handed out as JSON and CSV, read back by Node: the payload to the letter, with score and mark.
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, downloadPackets, expectAnswer, makeFile, openFiles, openSample, type Scored } from './steps.ts';

const letter = String.raw`{"items":[
{"src":"plain","dst":null,"size":4294967295,"proto":255,"ts":1725530000.123456},
{"src":"fe80::1%eth0","size":1,"proto":2,"ts":-0},
{"src":"ein \"Wort\", und\r\nnoch 👩‍👩‍👧 \u0000\\","dst":"","size":0,"proto":0,"ts":-0.5,"src_port":0,"dst_port":65535,"tcp_flags":255},
{"size":1e2,"proto":6.0,"ts":1e21,"extra":[1]},
{"src":"first","src":"=1+1","size":7,"proto":1,"ts":5e-324,"tcp_flags":0}
]}`;

test('downloads hold the payload to the letter, with score and mark', async ({ visit }) => {
  const { page } = visit;
  await openFiles(page, [makeFile('to the letter.json', letter)]);
  await page.getByRole('heading', { name: '5 packets read' }).waitFor();
  await analyze(page);
  const json = await downloadPackets(page, 'JSON');
  expect(json.name).toBe('to the letter-scored.json');
  const items: Scored[] = JSON.parse(json.bytes.toString('utf8')).items;
  // Null and absent are one, and what is unknown is not kept.
  const expected = JSON.parse(letter).items.map((item: Record<string, unknown>, row: number) => {
    const kept = Object.entries(item).filter(([name, value]) => value !== null && name !== 'extra');
    return { ...Object.fromEntries(kept), score: items[row].score, anomaly: items[row].anomaly };
  });
  expect(items).toEqual(expected);
  for (const { score } of items) expect(score > 0 && score < 1).toBe(true);
  await expectAnswer(page, items.filter(({ anomaly }) => anomaly).length, 5);

  const csv = await downloadPackets(page, 'CSV');
  expect(csv.name).toBe('to the letter-scored.csv');
  const [head, ...rows] = parseCsv(csv.bytes.toString('utf8'));
  expect(head).toEqual(['src', 'dst', 'size', 'proto', 'ts', 'src_port', 'dst_port', 'tcp_flags', 'score', 'anomaly']);
  const text = (value: unknown) => (value === undefined ? '' : Object.is(value, -0) ? '-0' : String(value));
  expect(rows).toEqual(
    items.map((item) => {
      const entry: Record<string, unknown> = { ...item };
      // A text that a spreadsheet would run is made harmless.
      return head.map((name) => (name === 'src' && item.src === '=1+1' ? "'=1+1" : text(entry[name])));
    }),
  );
});

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows = text.match(/(?:"(?:[^"]|"")*"|[^"\r\n])*\r\n/g) ?? [];
  expect(rows.join('')).toBe(text);
  return rows.map((row) =>
    [...`,${row.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
      quoted === undefined ? plain : quoted.replaceAll('""', '"'),
    ),
  );
}

test('before an analysis the payload alone is handed out, and it reads back as the same traffic', async ({ visit }) => {
  const { page } = visit;
  await openFiles(page, [
    makeFile('letter.ndjson.gz', gzipSync('{"size":1,"proto":2}\n{"src":"a","size":3,"proto":4}')),
  ]);
  await page.getByRole('heading', { name: '2 packets read' }).waitFor();
  const { name, bytes } = await downloadPackets(page, 'JSON');
  expect(name).toBe('letter-scored.json');
  expect(JSON.parse(bytes.toString('utf8'))).toEqual({
    items: [
      { size: 1, proto: 2 },
      { src: 'a', size: 3, proto: 4 },
    ],
  });
  await openFiles(page, [makeFile(name, bytes)]);
  await page.getByRole('region', { name: 'Files' }).getByText('batch: {"items": […]}').waitFor();
  const again = await downloadPackets(page, 'JSON');
  expect(again.bytes.equals(bytes)).toBe(true);
});

test('the marked packets of a capture go out as pcapng, and open here again', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A capture with a scan in it/);
  await analyze(page);
  const { name, bytes } = await downloadPackets(page, 'pcapng', 'Marked');
  expect(name).toBe('office_scan-marked.pcapng');
  // Section header block, little-endian: draft-ietf-opsawg-pcapng section 4.1.
  expect(bytes.toString('hex', 0, 12)).toMatch(/^0a0d0d0a.{8}4d3c2b1a$/);
  const written = bytes.toString('latin1').match(/Net Anomaly: score 0\.\d{3}, marked above/g) ?? [];
  expect(written.length).toBeGreaterThan(10);
  await page.getByText(`Wrote ${written.length} packets to ${name}.`).first().waitFor();
  await openFiles(page, [makeFile(name, bytes)]);
  await page.getByRole('heading', { name: `${written.length} packets read` }).waitFor();
});
