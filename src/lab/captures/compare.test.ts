// How the lab "captures" counts: what agrees, what agrees only as far as tshark can say, and what does not.
import { expect, test } from 'vitest';
import { hex, join } from '../../ingest/capture/testing/bytes.ts';
import { dnsQuery, ethernet, ipv4, label, udp } from '../../ingest/capture/testing/frames.ts';
import { writePcap } from '../../ingest/capture/testing/pcap.ts';
import { readCapture } from '../../ingest/capture/testing/read-capture.ts';
import { compareFile } from './compare.ts';
import { explainCount } from './count-reasons.ts';
import type { ReferenceFrame } from './folder.ts';

const datagram = ipv4(17, udp(50_001, 53, dnsQuery(join(label('example'), hex('00')))));
const quote = ipv4(1, join(hex('0303 0000 0000 0000'), datagram));
const bytes = writePcap({
  records: [ethernet(0x0800, datagram), ethernet(0x0800, quote)].map((data) => ({
    seconds: 5,
    fraction: 250_000,
    data,
  })),
});

const common = {
  'frame.time_epoch': '5.250000000',
  'frame.encap_type': '1',
  'eth.type': '0x0800',
  'ip.src': '192.0.2.1',
  'ip.dst': '192.0.2.2',
  'ipv6.src': '',
  'ipv6.dst': '',
  'ipv6.nxt': '',
  'tcp.srcport': '',
  'tcp.dstport': '',
  'udp.srcport': '50001',
  'udp.dstport': '53',
  'icmp.type': '',
  'icmpv6.type': '',
  'arp.opcode': '',
};
/** As tshark 4.0 prints these two frames: lengths are those of their headers and 25 bytes of DNS, by hand. */
const query: ReferenceFrame = {
  ...common,
  'frame.number': '1',
  'frame.cap_len': '67',
  'frame.len': '67',
  'ip.proto': '17',
  'frame.protocols': 'eth:ethertype:ip:udp:dns',
};
const unreachable: ReferenceFrame = {
  ...common,
  'frame.number': '2',
  'frame.cap_len': '95',
  'frame.len': '95',
  'ip.proto': '1',
  'icmp.type': '3',
  'frame.protocols': 'eth:ethertype:ip:icmp:ip:udp:dns',
};

const compare = async (...frames: ReferenceFrame[]) => compareFile((await readCapture(bytes)).table, bytes, frames);

test('a frame that agrees counts everywhere; ports of a quote count as agreement, but not strictly', async () => {
  expect(await compare(query, unreachable)).toMatchObject({
    frames: 2,
    strict: 1,
    agree: 2,
    explained: 2,
    basic: 2,
    basicStrict: 2,
    unexplained: [],
  });
});

test('a difference that nobody can explain counts as none of them', async () => {
  const found = await compare({ ...query, 'udp.srcport': '50002' }, unreachable);
  expect(found).toMatchObject({ frames: 2, strict: 0, agree: 1, explained: 1, basic: 2 });
  expect(found.unexplained).toEqual(['frame 1 (eth:ethertype:ip:udp:dns) source port: 50001, tshark 50002']);
  const earlier = await compare({ ...query, 'frame.time_epoch': '5.249999000' });
  expect(earlier).toMatchObject({ frames: 1, strict: 0, agree: 0, explained: 0, basic: 0, basicStrict: 0 });
});

test('an explained difference that tshark could express is no agreement', async () => {
  // A loose source route (RFC 791 section 3.1) to 198.51.100.7, which tshark prints for the destination.
  const header = hex('4700 0024 0001 4000 40110000 c0000201 c0000202 83070b c6336407 00');
  const data = ethernet(0x0800, join(header, udp(50_001, 53, new Uint8Array(0))));
  const file = writePcap({ records: [{ seconds: 5, fraction: 250_000, data }] });
  const { table } = await readCapture(file);
  const frame = { ...query, 'frame.cap_len': '50', 'frame.len': '50' };
  const routed = (dst: string) => compareFile(table, file, [{ ...frame, 'ip.dst': dst }]);
  expect(routed('192.0.2.2')).toMatchObject({ strict: 1 });
  expect(routed('198.51.100.7')).toMatchObject({ strict: 0, agree: 0, explained: 1, basic: 0 });
  expect(routed('198.51.100.8')).toMatchObject({ strict: 0, agree: 0, explained: 0 });
});

test('frames without a row agree in nothing', async () => {
  expect(await compare(query, unreachable, { ...query, 'frame.number': '3' })).toMatchObject({ frames: 3, agree: 2 });
  expect(compareFile(null, bytes, [query])).toMatchObject({ frames: 1, strict: 0, agree: 0, explained: 0, basic: 0 });
});

test('another count of packets is unexplained unless something tells why', () => {
  const entry = { file: 'x', linkTypes: '1', notes: '', refusal: '' };
  expect(explainCount(entry, 3, [query], null, null)).toBe('unexplained');
  const refused = { ...entry, refusal: 'capinfos: An error occurred after reading 1 packets' };
  expect(explainCount(refused, 3, [query], null, null)).toContain('stops at damage');
});
