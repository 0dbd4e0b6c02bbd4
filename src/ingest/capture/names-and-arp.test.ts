// What a capture's columns keep for features: the addresses that ARP is about, and hashes of the names that DNS asks for.
import { expect, test } from 'vitest';
import { hex, join } from './testing/bytes.ts';
import { dnsQuery, ethernet, ipv4, label, smallFrame, udp } from './testing/frames.ts';
import { writePcap } from './testing/pcap.ts';
import { readCapture } from './testing/read-capture.ts';

const read = async (frames: readonly Uint8Array[]) => {
  const records = frames.map((data, index) => ({ seconds: 1_700_000_000 + index, fraction: 0, data }));
  const { table } = await readCapture(writePcap({ records }));
  return table;
};

const end = Uint8Array.of(0);
const ask = (...labels: string[]) =>
  ethernet(0x0800, ipv4(17, udp(5000, 53, dnsQuery(join(...labels.map(label), end)))));

/** The finaliser of MurmurHash3 (https://github.com/aappleby/smhasher, fmix32), in whole numbers. */
function finish(hash: number): number {
  let h = BigInt(hash);
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & 0xffffffffn;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & 0xffffffffn;
  return Number(h ^ (h >> 16n));
}

test('ARP and RARP tell the IP addresses of sender and target; src and dst stay absent', async () => {
  const ipv4Arp = (operation: string) =>
    hex(`0001 0800 06 04 ${operation} 00005e005301 c0000201 000000000000 c0000209`);
  const ipv6Arp = hex(
    `0001 86dd 06 10 0001 00005e005301 20010db8000000000000000000000001 000000000000 20010db8000000000000000000000002`,
  );
  const table = await read([
    ethernet(0x0806, ipv4Arp('0001')),
    ethernet(0x8035, ipv4Arp('0003')),
    ethernet(0x0806, ipv6Arp),
    // Cut within the target: the sender is whole. Then Chaosnet, whose addresses are no IP addresses.
    ethernet(0x0806, ipv4Arp('0002').subarray(0, 26)),
    ethernet(0x0806, hex('0001 0804 06 02 0001 00005e005301 0102 000000000000 0304')),
    smallFrame,
  ]);
  const [{ arpSender, arpTarget, arpOperation, src, dst }] = table.chunks;
  const texts = (column: Uint32Array | null) =>
    Array.from(column ?? [], (id) => (id === 0 ? null : table.addresses.text(id)));
  expect(texts(arpSender)).toEqual(['192.0.2.1', '192.0.2.1', '2001:db8::1', '192.0.2.1', null, null]);
  expect(texts(arpTarget)).toEqual(['192.0.2.9', '192.0.2.9', '2001:db8::2', null, null, null]);
  expect([...arpOperation!]).toEqual([1, 3, 1, 2, 1, 0]);
  expect(texts(src)).toEqual([null, null, null, null, null, '192.0.2.1']);
  expect(texts(dst)).toEqual([null, null, null, null, null, '192.0.2.2']);
});

test('names are hashed in lower case, whole and by their last two labels', async () => {
  // FNV-1a of "a" and "foobar", from the test vectors at http://www.isthe.com/chongo/src/fnv/test_fnv.c
  const table = await read([
    ask('a'),
    ask('FooBar'),
    ask('www', 'Example', 'com'),
    ask('mail', 'example', 'COM'),
    ask('example', 'com'),
    ask(),
    smallFrame,
  ]);
  const [{ dnsName, dnsDomain }] = table.chunks;
  expect([...dnsName!.subarray(0, 2)]).toEqual([finish(0xe40c292c), finish(0xbf9cf968)]);
  expect([...dnsDomain!.subarray(0, 2)]).toEqual([finish(0xe40c292c), finish(0xbf9cf968)]);
  expect(new Set(dnsName!.subarray(0, 5)).size).toBe(5);
  expect([...dnsDomain!.subarray(2, 5)]).toEqual(Array(3).fill(dnsName![4]));
  expect([...dnsName!.subarray(5), ...dnsDomain!.subarray(5)]).toEqual([0, 0, 0, 0]);
});

test('without ARP and without names there is no such column', async () => {
  const [chunk] = (await read([smallFrame])).chunks;
  expect(chunk).toMatchObject({ arpSender: null, arpTarget: null, dnsName: null, dnsDomain: null });
});
