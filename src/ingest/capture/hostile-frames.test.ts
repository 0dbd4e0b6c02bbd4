// Frames that want decoders to run in circles: what stands below the trouble holds, and all comes to an end.
import { expect, test } from 'vitest';
import { MARK_DNS, MARK_IPV6, MARK_MALFORMED, MARK_TRUNCATED } from '../../packets/capture.ts';
import { type Bytes, hex, join } from './testing/bytes.ts';
import { dnsQuery, ethernet, ipv4, ipv6, label, udp } from './testing/frames.ts';
import { writePcap } from './testing/pcap.ts';
import { readCapture } from './testing/read-capture.ts';

async function readFrame(data: Bytes) {
  const { packets, report } = await readCapture(writePcap({ records: [{ seconds: 1, fraction: 0, data }] }));
  expect(report.sources[0]).toMatchObject({ packets: 1, stopped: null });
  return packets[0];
}

const dns = (name: Bytes) => readFrame(ethernet(0x0800, ipv4(17, udp(5353, 53, dnsQuery(name)))));
const addresses4 = { src: '192.0.2.1', dst: '192.0.2.2', proto: 17, src_port: 5353, dst_port: 53 };
const addresses6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const DESTINATION_OPTIONS = 60;
const HOP_BY_HOP = 0;

test('a query name is measured without its dots counted twice', async () => {
  const packet = await dns(join(label('www'), label('example'), hex('00')));
  expect(packet).toMatchObject({ ...addresses4, dnsLength: 'www.example'.length });
});

test.each([
  // A DNS header has 12 bytes: the name begins at 0x0c.
  ['to itself', hex('c00c')],
  ['back to a label before it', join(label('www'), hex('c00c'))],
  ['to one that leads back', hex('c00e c00c')],
  ['behind the message', hex('ffff')],
])('a compressed DNS name that leads %s', async (_, name) => {
  const packet = await dns(name);
  expect(packet).toMatchObject(addresses4);
  expect(packet.marks & (MARK_DNS | MARK_MALFORMED)).not.toBe(0);
  expect(packet.dnsLength ?? 0).toBeLessThanOrEqual(255);
});

test('a DNS name of labels without end', async () => {
  const packet = await dns(join(...Array.from({ length: 1000 }, () => label('a'))));
  expect(packet).toMatchObject(addresses4);
  expect(packet.dnsLength ?? 0).toBeLessThanOrEqual(255);
});

test('IPv6 extension headers that name each other to the end of the packet', async () => {
  const loop = join(...Array.from({ length: 20 }, () => hex('3c000104 00000000 00000104 00000000')));
  const packet = await readFrame(ethernet(0x86dd, ipv6(DESTINATION_OPTIONS, loop)));
  expect(packet).toMatchObject(addresses6);
  expect(packet.src_port).toBeUndefined();
  expect(packet.marks & (MARK_TRUNCATED | MARK_MALFORMED)).not.toBe(0);
  expect(packet.marks & MARK_IPV6).toBe(MARK_IPV6);
});

test('a chain of 1,000 IPv6 extension headers is followed, or given up and marked', async () => {
  const next = (count: number) => Array.from({ length: count }, () => hex('3c000104 00000000'));
  const chain = join(...next(999), hex('11000104 00000000'), udp(1000, 2000, hex('00')));
  const packet = await readFrame(ethernet(0x86dd, ipv6(DESTINATION_OPTIONS, chain)));
  expect(packet).toMatchObject(addresses6);
  const followed = packet.proto === 17 && packet.src_port === 1000 && packet.dst_port === 2000;
  const givenUp = packet.src_port === undefined && (packet.marks & MARK_MALFORMED) !== 0;
  expect([followed, givenUp]).toContain(true);
});

test('an IPv6 extension header longer than its packet', async () => {
  const packet = await readFrame(ethernet(0x86dd, ipv6(HOP_BY_HOP, hex('11ff0104 00000000'))));
  expect(packet).toMatchObject(addresses6);
  expect(packet.marks & (MARK_TRUNCATED | MARK_MALFORMED)).not.toBe(0);
});

test('tunnels within tunnels', async () => {
  let inner = ipv4(17, udp(1, 2, hex('00')));
  for (let depth = 0; depth < 1000; depth++) inner = ipv4(4, inner);
  const packet = await readFrame(ethernet(0x0800, inner));
  expect(packet).toMatchObject({ src: '192.0.2.1', dst: '192.0.2.2', proto: 4 });
});

test('VLAN tags to the end of the packet', async () => {
  const tags = join(...Array.from({ length: 500 }, () => hex('0001 8100')));
  const packet = await readFrame(ethernet(0x8100, tags));
  expect(packet).toMatchObject({ ethertype: 0x8100, vlan: 1 });
});
