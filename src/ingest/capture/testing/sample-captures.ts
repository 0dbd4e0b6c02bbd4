// For tests: small captures without a flaw, one of each container's kind, with frames of many layers.
import { type Bytes, hex, join, numbers, text } from './bytes.ts';
import { dnsQuery, ethernet, ipv4, ipv6, label, smallFrame, tcp, udp } from './frames.ts';
import { writePcap } from './pcap.ts';
import { BLOCK, OPTION, blocks } from './pcapng.ts';

const { u16 } = numbers(true);
const query = dnsQuery(join(label('www'), label('example'), hex('00')));
const arp = hex('0001 0800 0604 0001 00005e005301 c0000201 000000000000 c0000202');
const echo = hex('0800 0000 0001 0001 6162 6364');
const request = text('GET / HTTP/1.1\r\nHost: example\r\n\r\n');

const frames: Bytes[] = [
  smallFrame,
  ethernet(0x0800, ipv4(6, tcp(50_000, 80, request))),
  ethernet(0x0800, ipv4(17, udp(50_001, 53, query))),
  ethernet(0x0806, arp),
  ethernet(0x0800, ipv4(1, echo)),
  // Time exceeded, with the packet that it is about.
  ethernet(0x0800, ipv4(1, join(hex('0b00 0000 0000 0000'), ipv4(17, udp(50_001, 53, query))))),
  ethernet(0x86dd, ipv6(0, join(hex('3a00 0502 0000 0100'), hex('8000 0000 0001 0001')))),
  ethernet(0x86dd, ipv6(44, join(hex('1100 0001 0000 0001'), udp(5000, 6000, text('first part'))))),
  ethernet(0x88a8, join(hex('0064 8100 0065 0800'), ipv4(17, udp(5000, 6000, text('tagged twice'))))),
  ethernet(0x8847, join(hex('0001 0140'), ipv4(6, tcp(50_002, 443, text('labelled'))))),
  ethernet(0x8864, join(hex('1100 0001'), u16(2 + 20 + 12), hex('0021'), ipv4(17, udp(1, 2, text('pppo'))))),
  ethernet(0x0800, ipv4(47, join(hex('0000 0800'), ipv4(17, udp(3, 4, text('tunnel')))))),
  ethernet(0x0026, hex('4242 03 0000 00 00 00')),
];
const ip = frames.filter((frame) => frame[12] === 8 && frame[13] === 0).map((frame) => frame.slice(14));
const records = frames.map((data, index) => ({ seconds: 1_700_000_000 + index, fraction: index * 1000, data }));

function writeBlocks(bigEndian: boolean): Bytes {
  const ng = blocks(bigEndian);
  const nanoseconds = ng.options(ng.option(OPTION.ifTsresol, Uint8Array.of(9)), ng.option(OPTION.ifName, text('en0')));
  const options = ng.options(ng.option(OPTION.comment, text('a comment')));
  return join(
    ng.section(ng.options(ng.option(4, text('a program')))),
    ng.interface(1, 65_535, nanoseconds),
    ng.interface(101, 0, ng.options(ng.option(OPTION.ifFcslen, Uint8Array.of(0)))),
    ng.names(),
    ng.secrets(),
    ...frames.map((data, index) => ng.enhanced(0, BigInt(index) * 1_000_000_000n, data, { options })),
    ...ip.map((data, index) => ng.enhanced(1, BigInt(index) * 1_000_000n, data)),
    ng.custom(text('whatever'), BLOCK.customNotCopied),
    ng.simple(smallFrame),
    ng.obsolete(0, 5n, smallFrame),
    ng.statistics(0),
  );
}

const sliced = records.map((record) => ({ ...record, data: record.data.slice(0, 30), original: 1500 }));

export const sampleCaptures: { name: string; bytes: Bytes }[] = [
  { name: 'little-endian, microseconds', bytes: writePcap({ records }) },
  { name: 'big-endian, nanoseconds, snapped', bytes: writePcap({ bigEndian: true, nanoseconds: true, records: sliced }) }, // prettier-ignore
  { name: 'the modified variant', bytes: writePcap({ modified: true, records: records.slice(0, 4) }) },
  { name: 'raw IP', bytes: writePcap({ linkType: 101, records: ip.map((data) => ({ seconds: 5, fraction: 0, data })) }) }, // prettier-ignore
  { name: 'pcapng, little-endian', bytes: writeBlocks(false) },
  { name: 'pcapng, two sections', bytes: join(writeBlocks(true), writeBlocks(false)) },
];
