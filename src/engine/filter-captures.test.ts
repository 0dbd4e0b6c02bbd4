// Filters by what only captures tell.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { bytesOf, ethernet, ipv4, ipv6, tcp, udp } from '../ingest/capture/testing/decode-one.ts';
import { writePcap } from '../ingest/capture/testing/pcap.ts';
import { readCapture } from '../ingest/capture/testing/read-capture.ts';
import { PacketTable } from '../packets/table.ts';
import { selectRows } from './filter.ts';
import { freeClock, freePacer } from './testing/tables.ts';
import { createView, rowAt } from './view.ts';

// A query for example.org, type A (RFC 1035 section 4.1).
const query = '0001 0100 0001 0000 0000 0000 07 6578616d706c65 03 6f7267 00 0001 0001';
const frames = [
  ethernet('0800', ipv4(6, tcp('aabbcc'))),
  ethernet('0806', '0001 0800 06 04 0002 0200000000aa c0000201 0200000000bb c6336402'),
  ethernet('8100', '00 0c 0800' + ipv4(1, '0301 0000 00000000')),
  ethernet('86dd', ipv6(17, udp(query, { port: 53 }))),
  ethernet('88cc', '0207040200000000aa 0000'),
  ethernet('0800', ipv4(17, 'aabbccddeeff0011', { fragment: '2001' })),
  ethernet('0800', '65'.repeat(24)),
  'ffffffffffff 0200000000cc 1234 0000',
].map(bytesOf);
const records = frames.map((data, index) => ({ seconds: index, fraction: 0, data }));
// Captured to 40 bytes of 1,000: the TCP header ends behind them.
records.push({ seconds: 9, fraction: 0, data: frames[0].subarray(0, 40), original: 1000 } as (typeof records)[number]);
const { table: read } = await readCapture(writePcap({ records }));
const named = read.interfaces.map((one) => ({ ...one, name: 'Eth0' }));
const table = new PacketTable(read.chunks, read.addresses, named);

async function keep(filter: string): Promise<number[]> {
  const selected = await selectRows(table, null, { filter, above: null }, freeClock());
  return [...selected!.keys()].filter((row) => selected![row] === 1);
}

test.each([
  ['vlan:12', [2]],
  ['vlan:<5000', [2]],
  ['arp', [1]],
  ['lldp', [4]],
  ['ethertype:0x88cc', [4]],
  ['ethertype:35020', [4]],
  ['ethertype:LLDP', [4]],
  ['ethertype:>=0x8100 -ethertype:ipv6', [2, 4]],
  ['mac:=02:00:00:00:00:cc', [7]],
  ['mac:ff:ff', [7]],
  // A frame without IP is known by its MAC addresses, as the table shows it; a packet by its IP addresses alone.
  ['src:=02:00:00:00:00:cc', [7]],
  ['dst:ff:ff', [7]],
  ['ff:ff:ff', [7]],
  ['ttl:64', [0, 2, 5, 8]],
  ['ttl:63', [3]],
  ['window:512', [0]],
  ['payload:3', [0]],
  ['icmp:3', [2]],
  ['icmp:0', []],
  ['arp:2', [1]],
  ['dns:11', [3]],
  ['dns:>11', []],
  ['caplen:40', [8]],
  ['caplen:57 size:57', [0]],
  ['interface:0', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ['interface:eth', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ['interface:1', []],
  ['interface:wlan', []],
  ['is:sliced', [8]],
  ['is:truncated', [8]],
  ['is:fragment', [5]],
  ['is:malformed', [6]],
  ['is:undecoded', [4, 7]],
])('%s', async (filter, rows) => {
  expect(await keep(filter)).toEqual(rows);
});

test('frames without IP stand in the order of the MAC addresses that the table shows, behind IP', async () => {
  const source = { table, scores: null, addressRanks: null };
  for (const descending of [false, true]) {
    const view = await createView(source, { sort: 'src', descending, filter: '', above: null }, freePacer());
    const shown = Array.from({ length: view.length }, (_, place) => {
      const row = rowAt(view, place);
      const { src } = table.packet(row);
      return src ?? table.frame(row)?.srcMac ?? '';
    });
    const macs = shown.map((text, place) => [text, place] as const).filter(([text]) => text.length === 17);
    expect(macs.length).toBeGreaterThan(1);
    const texts = macs.map(([text]) => text);
    expect(texts).toEqual(descending ? texts.toSorted().toReversed() : texts.toSorted());
    // All MACs stand together, at one end.
    expect(macs.at(-1)![1] - macs[0][1]).toBe(macs.length - 1);
  }
});

test('a state or an ethertype that is none is refused with its place', async () => {
  for (const [filter, message] of [
    ['is:odd', /column 4: expected one of truncated, malformed, undecoded, sliced, fragment, found "odd"/],
    ['ethertype:nonsense', /column 11: expected a number such as 0x0806 or a name such as arp/],
    ['nonsense:1', /there is no field "nonsense".*interface, is/],
  ] as const) {
    const refused = keep(filter);
    await expect(refused).rejects.toBeInstanceOf(InputError);
    await expect(refused).rejects.toThrow(message);
  }
});
