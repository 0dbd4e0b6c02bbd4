// Exported files, read back by plain readers of JSON and CSV.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CancelledError } from '../../base/errors.ts';
import type { Packet } from '../../packets/table.ts';
import { cutIntoChunks, freePacer, makeTable } from '../testing/tables.ts';
import type { ExportRows } from '../types.ts';
import { wholeView } from '../view.ts';
import { exportTraffic } from './export.ts';

const traffic: Packet[] = [
  {
    src: '10.0.0.2',
    dst: '10.0.0.1',
    size: 520,
    proto: 6,
    ts: 1725530000.12,
    src_port: 50000,
    dst_port: 443,
    tcp_flags: 18,
  },
  { dst: 'a "quoted", name\r\nof two lines', size: 0, proto: 17 },
];

function exportOf(
  packets: Packet[],
  scores: number[] | null,
  format: 'json' | 'csv' | 'pcapng',
  { threshold = 0.5, rows = 'all' as ExportRows, shown = null as number[] | null, pacer = freePacer() } = {},
) {
  const table = makeTable(packets);
  const parts = scores === null ? null : cutIntoChunks(scores);
  const view =
    shown === null ? wholeView(table) : { length: shown.length, rows: Uint32Array.from(shown), reversed: false };
  const line = { threshold, hosts: [] };
  const request = { table, scores: parts, view, sources: [], model: null, columns: null, format, rows, line };
  return exportTraffic(() => Promise.reject(new Error('no core is needed')), request, pacer);
}

async function write(packets: Packet[], scores: number[] | null, format: 'json' | 'csv', threshold = 0.5) {
  return (await exportOf(packets, scores, format, { threshold })).file.text();
}

/** RFC 4180, section 2. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  for (let found = cell.exec(text); found !== null; found = cell.exec(text)) {
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

test('JSON has one item a line, in the order of the payload, with score and mark after an analysis', async () => {
  expect(await write(traffic, [0.25, 0.75], 'json')).toBe(
    '{"items":[\n' +
      '{"src":"10.0.0.2","dst":"10.0.0.1","size":520,"proto":6,"ts":1725530000.12,"src_port":50000,"dst_port":443,"tcp_flags":18,"score":0.25,"anomaly":false},\n' +
      '{"dst":"a \\"quoted\\", name\\r\\nof two lines","size":0,"proto":17,"score":0.75,"anomaly":true}\n' +
      ']}\n',
  );
});

test('JSON before an analysis is the payload alone', async () => {
  expect(JSON.parse(await write(traffic, null, 'json'))).toEqual({ items: traffic });
  expect(JSON.parse(await write([], null, 'json'))).toEqual({ items: [] });
});

test('a score is marked only when it is above the threshold, and reads back as the same number', async () => {
  const single = Math.fround(0.7);
  const { items } = JSON.parse(await write([...traffic, traffic[0]], [0.7, 0.7000001, 0.6], 'json', single));
  expect(items.map((item: { anomaly: boolean }) => item.anomaly)).toEqual([false, true, false]);
  expect(items.map((item: { score: number }) => item.score > single)).toEqual([false, true, false]);
  expect(items[0].score).toBe(single);
});

test('CSV has a header, and quotes as RFC 4180 says', async () => {
  expect(await write(traffic, [0.25, 0.75], 'csv')).toBe(
    'src,dst,size,proto,ts,src_port,dst_port,tcp_flags,score,anomaly\r\n' +
      '10.0.0.2,10.0.0.1,520,6,1725530000.12,50000,443,18,0.25,false\r\n' +
      ',"a ""quoted"", name\r\nof two lines",0,17,,,,,0.75,true\r\n',
  );
  expect(await write([], null, 'csv')).toBe('src,dst,size,proto,ts,src_port,dst_port,tcp_flags\r\n');
});

test('a text that a spreadsheet would take for a formula gets an apostrophe, a number never', async () => {
  const names = ['=1+1', '+1', '-1', '@a', '\tx', '\rx', 'plain', '=a,b'];
  const rows = readCsv(
    await write(
      names.map((src) => ({ src, size: 1, proto: 6, ts: -5 })),
      null,
      'csv',
    ),
  );
  expect(rows.slice(1).map(([src]) => src)).toEqual(["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", 'plain', "'=a,b"]);
  expect(rows.slice(1).map((row) => row[4])).toEqual(names.map(() => '-5'));
});

const anyPackets = fc.array(
  fc.record(
    {
      src: fc.string({ unit: 'grapheme' }),
      dst: fc.string({ unit: 'grapheme' }),
      size: fc.nat(),
      proto: fc.nat(255),
      ts: fc.double({ noNaN: true, noDefaultInfinity: true }),
      src_port: fc.nat(65535),
      dst_port: fc.nat(65535),
      tcp_flags: fc.nat(255),
    },
    { requiredKeys: ['size', 'proto'] },
  ),
  { maxLength: 20 },
) as fc.Arbitrary<Packet[]>;

test('any packets come back from JSON as they were, and from CSV but for the apostrophes', async () => {
  await fc.assert(
    fc.asyncProperty(anyPackets, async (all) => {
      expect(JSON.parse(await write(all, null, 'json')).items).toEqual(all.map((packet) => ({ ...packet })));
      const rows = readCsv(await write(all, null, 'csv')).slice(1);
      const plain = (text = '') => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
      expect(rows.map(([src, dst]) => [src, dst])).toEqual(all.map(({ src, dst }) => [plain(src), plain(dst)]));
      expect(rows.map((row) => row[2])).toEqual(all.map(({ size }) => String(size)));
    }),
  );
});

test('rows with long addresses are written whole', async () => {
  const long = Array.from({ length: 300 }, (_, index) => ({ src: `${index}${'x'.repeat(60_000)}`, size: 1, proto: 6 }));
  const { items } = JSON.parse(await write([...long, ...long], null, 'json'));
  expect(items).toEqual([...long, ...long]);
});

test('many rows are written whole, and a cancelled export throws', async () => {
  const many = Array.from({ length: 70_000 }, (_, size) => ({ src: `10.0.0.${size % 256}`, size, proto: 6 }));
  const { items } = JSON.parse(await write(many, null, 'json'));
  expect(items).toHaveLength(70_000);
  expect(items.at(-1)).toEqual(many.at(-1));
  const pacer = freePacer(AbortSignal.abort());
  pacer.due = () => true;
  await expect(exportOf(many, null, 'csv', { pacer })).rejects.toThrow(CancelledError);
});

test('the marked packets, or those of the view, are written in the order of the traffic', async () => {
  const packets = Array.from({ length: 20 }, (_, size) => ({ size, proto: 6 }));
  const scores = packets.map(({ size }) => size / 20);
  const sizes = async (rows: ExportRows, shown: number[] | null = null) => {
    const { file, ...told } = await exportOf(packets, scores, 'json', { threshold: 0.75, rows, shown });
    return [told, JSON.parse(await file.text()).items.map(({ size }: Packet) => size)];
  };
  const told = { withoutBytes: 0, explained: 0 };
  expect(await sizes('odd')).toEqual([{ ...told, packets: 4, marked: 4 }, [16, 17, 18, 19]]);
  expect(await sizes('view', [17, 3, 9])).toEqual([{ ...told, packets: 3, marked: 1 }, [3, 9, 17]]);
  expect(await sizes('view', [])).toEqual([{ ...told, packets: 0, marked: 0 }, []]);
  expect((await sizes('view'))[0]).toEqual({ ...told, packets: 20, marked: 4 });
});

test('what cannot be written is told', async () => {
  await expect(exportOf(traffic, null, 'json', { rows: 'odd' })).rejects.toThrow('not been analysed');
  await expect(exportOf(traffic, null, 'pcapng')).rejects.toThrow('JSON batch, which holds no bytes');
});
