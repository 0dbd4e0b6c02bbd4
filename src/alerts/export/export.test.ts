// Exported alerts against what Suricata's documentation and RFC 4180 say.
import { describe, expect, test } from 'vitest';
import { all, documentOf, fileOf, frames, hostile, odd, textOf } from '../testing/export-samples.ts';
import { sampleAlert } from '../testing/sample-alert.ts';
import { exportStored } from './export.ts';

describe('as EVE lines', () => {
  test('a scan has the form of the example in Suricata’s documentation', async () => {
    const { alert, ...rest } = await documentOf(sampleAlert(), 'eve');
    expect(rest).toEqual({
      timestamp: '2024-09-05T09:53:20.500000+0000',
      event_type: 'alert',
      src_ip: '10.0.0.2',
      src_port: 40000,
      dest_ip: '10.0.0.1',
      dest_port: 7,
      proto: 'TCP',
    });
    expect(Object.keys(alert)).toEqual([
      'action',
      'gid',
      'signature_id',
      'rev',
      'signature',
      'category',
      'severity',
      'metadata',
    ]);
    expect(alert).toMatchObject({
      action: 'allowed',
      signature: 'Port scan: 10.0.0.2 contacted 212 ports on 10.0.0.1 in 1.3 s',
      // etc/classification.config
      category: 'Detection of a Network Scan',
      severity: 3,
      metadata: { score_peak: ['0.8125'], packets: ['424'], mitre_technique_id: ['T1046'] },
    });
    for (const number of [alert.gid, alert.signature_id, alert.rev]) expect(Number.isInteger(number)).toBe(true);
  });

  test('every event keeps Suricata’s etc/schema.json: its timestamp, and metadata as lists of texts', async () => {
    for (const one of all) {
      const event = await documentOf(one, 'eve');
      expect(event.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+[+-]\d+$/);
      const known = 'timestamp event_type src_ip src_port dest_ip dest_port proto ether alert'.split(' ');
      expect(Object.keys(event).filter((key) => !known.includes(key))).toEqual([]);
      for (const list of Object.values(event.alert.metadata as Record<string, unknown[]>)) {
        expect(list.every((text) => typeof text === 'string')).toBe(true);
      }
    }
  });

  test('frames without IP have MAC addresses under `ether` and no protocol', async () => {
    const event = await documentOf(frames(0x88cc), 'eve');
    expect(event.ether).toEqual({ src_mac: '00:1b:44:11:3a:b7', dest_mac: 'ff:ff:ff:ff:ff:ff' });
    expect(event).not.toHaveProperty('src_ip');
    expect(event).not.toHaveProperty('proto');
  });

  test('a protocol without a name is written as three digits', async () => {
    const [example] = sampleAlert().finding.examples;
    const examples = [{ ...example, packet: { src: '10.0.0.2', dst: '10.0.0.1', size: 40, proto: 99 } }];
    expect((await documentOf(sampleAlert({ examples }), 'eve')).proto).toBe('099');
  });
});

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
  expect(row).toEqual([]);
  return rows;
}

describe('as CSV', () => {
  test('has a header and one line an alert', async () => {
    const text = await textOf(all, 'csv');
    expect(text.split('\r\n')).toHaveLength(all.length + 2);
    const [header, ...rows] = readCsv(text);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    const first = Object.fromEntries(header.map((head, i) => [head, rows[0][i]]));
    expect(first).toMatchObject({
      kind: 'Port scan',
      first: '2024-09-05T09:53:20.120000Z',
      packets: '424',
      peak_score: '0.8125',
      sources: '10.0.0.2',
      source_count: '1',
      resolution: '',
      technique: 'T1046',
    });
    expect(rows[1][header.indexOf('services')]).toBe('arp');
    expect(rows[1][header.indexOf('first')]).toBe('');
    expect(rows[3][header.indexOf('source_count')]).toBe('400');
  });

  test('nothing in it runs as a formula, whether cells end at commas, semicolons or tabs', async () => {
    const text = await textOf([odd], 'csv');
    const [header, row] = readCsv(text);
    expect(row[header.indexOf('traffic')]).toBe("'@SUM(1,2).pcap");
    expect(row[header.indexOf('model')]).toBe("'-2+3");
    expect(row[header.indexOf('notes')]).toMatch(/^'=cmd \| He said "x", then =HYP/);
    for (const cells of [row, text.split(';'), text.split('\t')]) {
      expect(cells.filter((cell) => /^["\s]*[=+\-@]/.test(cell))).toEqual([]);
    }
    // No control character but the line ends.
    expect(text.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u);
  });
});

test('JSON of hostile texts reads back as it was, one line an alert', async () => {
  const text = await textOf(all, 'ecs');
  expect(text.endsWith('\n')).toBe(true);
  expect(text.trimEnd().split('\n')).toHaveLength(all.length);
  expect((await documentOf(odd, 'ecs')).net_anomaly.notes[1].text).toBe(hostile);
  expect((await documentOf(odd, 'eve')).alert.metadata.notes[1]).toBe(hostile);
});

test('no alert gives no line, and CSV its header', async () => {
  expect(await textOf([], 'ecs')).toBe('');
  expect(await textOf([], 'eve')).toBe('');
  expect(readCsv(await textOf([], 'csv'))).toHaveLength(1);
  expect((await fileOf([], 'csv')).type).toMatch(/^text\/csv/);
});

test('20,000 stored alerts are read a few hundred at a time; those that are gone are passed over', async () => {
  let most = 0;
  const read = async (ids: readonly string[]) => {
    most = Math.max(most, ids.length);
    return ids.map((id) => (id === '7' ? null : { alert: sampleAlert({}, { id }), hiddenBy: null }));
  };
  const ids = Array.from({ length: 20_000 }, (_, i) => String(i));
  const file = await exportStored(read, ids, 'ecs');
  const written = (await file.text()).trimEnd().split('\n');
  expect(written.map((line) => (JSON.parse(line) as { event: { id: string } }).event.id)).toEqual(
    ids.filter((id) => id !== '7'),
  );
  expect(most).toBeLessThan(1000);
});

test('a kind of a later version is called by its id, whatever it is', async () => {
  for (const kind of ['worm', '__proto__', 'constructor']) {
    const alert = sampleAlert({ kind: kind as never });
    expect((await documentOf(alert, 'ecs')).rule.name).toBe(kind);
    expect((await documentOf(alert, 'eve')).alert).toMatchObject({ category: 'Misc activity', severity: 3 });
    expect(readCsv(await textOf([alert], 'csv'))[1][1]).toBe(kind);
  }
});
