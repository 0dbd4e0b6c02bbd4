// Which packets a filter keeps, and how it refuses one that cannot be read.
import { describe, expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import type { Packet } from '../packets/table.ts';
import { parseFilter } from './filter-grammar.ts';
import { selectRows } from './filter.ts';
import { cutIntoChunks, freeClock, makeTable } from './testing/tables.ts';

const traffic: Packet[] = [
  { src: '10.0.0.2', dst: '10.0.0.1', size: 520, proto: 6, ts: 100, src_port: 50000, dst_port: 443, tcp_flags: 0x12 },
  { src: '10.1.0.2', dst: '192.168.1.7', size: 60, proto: 17, ts: 200.5, src_port: 53, dst_port: 5353 },
  { src: '2001:db8::1', dst: 'fe80::1%eth0', size: 443, proto: 58, ts: -3 },
  { src: 'Printer Hall', dst: 'ff:ff:ff:ff:ff:ff', size: 0, proto: 1 },
  { size: 6, proto: 47 },
  { src: '::ffff:10.9.9.9', dst: '100.0.0.20', size: 1500, proto: 6, tcp_flags: 0x02 },
];
const scores = [0.4, 0.61, 0.5, 0.7, 0.35, 0.55];

async function keep(filter: string): Promise<number[]> {
  const selected = await selectRows(makeTable(traffic), cutIntoChunks(scores), { filter, above: null }, freeClock());
  return selected === null ? traffic.map((_, row) => row) : [...selected.keys()].filter((row) => selected[row] === 1);
}

describe('bare words', () => {
  test.each([
    ['', [0, 1, 2, 3, 4, 5]],
    ['   ', [0, 1, 2, 3, 4, 5]],
    ['10.0.0.2', [0]],
    ['0.0.2', [0, 5]],
    ['PRINTER', [3]],
    ['"printer hall"', [3]],
    ['printer hall', [3]],
    ['hall 10.0', []],
    ['tcp', [0, 5]],
    ['Tcp', [0, 5]],
    ['icmpv6', [2]],
    ['gre', [4]],
    ['443', [0, 2]],
    ['6', [0, 4, 5, 1]],
    ['fe80::1', [2]],
    ['ff:ff:ff', [3]],
    ['10.0.0.0/8', [0, 1, 5]],
    ['-tcp', [1, 2, 3, 4]],
    ['!tcp', [1, 2, 3, 4]],
    ['-10.0.0.0/8 -gre', [2, 3]],
    ['"6"', [1]],
    ['tcp 443', [0]],
  ])('%j keeps rows %j', async (filter, rows) => {
    expect(await keep(filter)).toEqual(rows.toSorted());
  });
});

describe('fields', () => {
  test.each([
    ['src:10.', [0, 1, 5]],
    ['dst:10.0.0.1', [0]],
    ['ip:192.168', [1]],
    ['src:"printer hall"', [3]],
    ['src:=10.0.0.2', [0]],
    ['dst:=100.0.0.2', []],
    ['src:=2001:0DB8:0:0::1', [2]],
    ['dst:=fe80::1', []],
    ['dst:=fe80::1%ETH0', [2]],
    ['src:2001:db8::/32', [2]],
    ['ip:fe80::/10', [2]],
    ['dst:10.0.0.0/8', [0]],
    ['-ip:10.0.0.0/8', [2, 3, 4]],
    ['proto:udp', [1]],
    ['proto:17', [1]],
    ['protocol:>=47', [2, 4]],
    ['size:520', [0]],
    ['size:>443', [0, 5]],
    ['size:>=443', [0, 2, 5]],
    ['size:<6', [3]],
    ['size:<=6', [3, 4]],
    ['size:=6', [4]],
    ['size:6..443', [1, 2, 4]],
    ['size:..60', [1, 3, 4]],
    ['size:1e3..', [5]],
    ['port:443', [0]],
    ['port:53..442', [1]],
    ['src_port:53', [1]],
    ['dst_port:53', []],
    ['dst_port:<1000', [0]],
    ['-port:443', [1, 2, 3, 4, 5]],
    ['ts:>0', [0, 1]],
    ['ts:-5..-1', [2]],
    ['ts:200.5', [1]],
    ['score:>0.5', [1, 3, 5]],
    ['score:>=.5', [1, 2, 3, 5]],
    ['score:0.61', [1]],
    ['score:0.5..0.61', [1, 2, 5]],
    ['score:>0.61', [3]],
    ['flags:S', [0, 5]],
    ['flags:sa', [0]],
    ['flags:18', [0]],
    ['tcp_flags:0x12', [0]],
    ['flags:<3', [5]],
    ['-flags:A', [1, 2, 3, 4, 5]],
    ['SIZE:520', [0]],
  ])('%j keeps rows %j', async (filter, rows) => {
    expect(await keep(filter)).toEqual(rows);
  });
});

describe('a filter that cannot be read', () => {
  test.each([
    ['tcp size:abc', 10, 'expected a number for "size", found "abc"'],
    ['size:>', 7, 'found nothing'],
    ['size:', 6, 'expected a value after "size:"'],
    ['src:=', 5, 'expected a value'],
    ['size:1..x', 9, 'found "x"'],
    ['size:9..1', 6, 'begins above its end'],
    ['size:..', 6, 'before or after ".."'],
    ['tcp  -sorce:10', 7, 'there is no field "sorce"'],
    ['src:10.0.0.0/33', 14, 'from 0 to 32'],
    ['ip:2001:db8::/129', 15, 'from 0 to 128'],
    ['10.0.0.0/x', 10, 'from 0 to 32'],
    ['udp src:"open', 9, 'not closed'],
    ['proto:nonsense', 7, 'a protocol name or number'],
    ['flags:XY', 7, 'for "flags"'],
    ['""', 2, 'expected a word'],
  ])('%j is refused at column %i', (filter, column, words) => {
    expect(() => parseFilter(filter)).toThrow(InputError);
    expect(() => parseFilter(filter)).toThrow(`Filter, column ${column}: `);
    expect(() => parseFilter(filter)).toThrow(words);
  });

  test('one by score is refused before an analysis', async () => {
    const asked = selectRows(makeTable(traffic), null, { filter: 'score:>0.5', above: null }, freeClock());
    await expect(asked).rejects.toThrow(InputError);
  });
});

test('a lone sign, and words like an address or a MAC, are text', () => {
  for (const text of ['-', '!', 'dead:beef::1', 'aa:bb:cc:dd:ee:ff', '"host:name"'])
    expect(parseFilter(text)).toHaveLength(1);
});
