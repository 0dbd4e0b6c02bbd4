// Seeded capture files of any size: the traffic of a busy site as pcap, some 600 bytes a packet, written a piece at a time.
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Bytes,
  type Ends,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  ETHERTYPE_IPV6,
  arpPacket,
  ethernetFrame,
  icmpMessage,
  ipBytes,
  ipPacket,
  join as joinBytes,
  macBytes,
  tcpSegment,
  udpDatagram,
  word,
} from '../samples/frames.ts';
import { createRandom } from './batch-file.ts';

/** Distinct frames; packets are drawn from them. */
const FRAMES = 8192;
const HOSTS = 1500;
const SERVERS = 3000;
const PIECE = 32 << 20;
const LARGEST_RECORD = 16 + 1514;
const BEGIN = 1_725_530_000;
/** The snap length of tcpdump, more than any frame here. */
const WHOLE = 262_144;
const DNS_PORT = 53;

interface Draw {
  random: () => number;
  below: (count: number) => number;
}

const mac = (number: number): Bytes =>
  macBytes(['02', '00', '5e', '10', (number >> 8).toString(16), (number & 255).toString(16)].join(':'));

/** Sizes of acknowledgements, full segments, and all between. */
function segmentPayload({ random, below }: Draw, largest: number): Uint8Array {
  const kind = random();
  const length = kind < 0.45 ? 0 : kind < 0.8 ? largest : below(largest);
  return Uint8Array.from({ length }, () => below(256));
}

function dnsQuery({ below }: Draw): Bytes {
  const name = Array.from({ length: 4 + below(12) }, () => String.fromCodePoint(97 + below(26))).join('');
  const header = [...word(below(65_536)), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
  return joinBytes(header, [name.length], name, [7], 'example', [0, 0, 1, 0, 1]);
}

/** One frame of that site: mostly TCP, a tenth over IPv6. */
function makeFrame(draw: Draw): Bytes {
  const { random, below } = draw;
  const [host, server] = [below(HOSTS), below(SERVERS)];
  const six = random() < 0.1;
  const inside = six ? `2001:db8:1::${(host + 1).toString(16)}` : `10.20.${host >> 8}.${host & 255}`;
  const outside = six ? `2001:db8:2::${(server + 1).toString(16)}` : `198.18.${server >> 8}.${server & 255}`;
  const [src, dst] = random() < 0.5 ? [inside, outside] : [outside, inside];
  const ends: Ends = { src: ipBytes(src), dst: ipBytes(dst) };
  const [near, router] = [mac(host), mac(0xffff)];
  const kind = random();
  if (kind < 0.01) {
    const packet = arpPacket(1, [near, ipBytes(`10.20.${host >> 8}.${host & 255}`)], [new Uint8Array(6), ipBytes('10.20.0.1')]); // prettier-ignore
    return ethernetFrame(near, macBytes('ff:ff:ff:ff:ff:ff'), ETHERTYPE_ARP, packet);
  }
  const ethertype = six ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;
  const ports: [number, number] = [32_768 + below(28_000), [80, 443, 443, 443, 22, 3389, 5432][below(7)]];
  if (src === outside) ports.reverse();
  const packet = (proto: number, payload: Uint8Array) =>
    ethernetFrame(near, router, ethertype, ipPacket(ends, proto, payload, { id: below(65_536), ttl: 40 + below(24) }));
  if (kind < 0.03) return packet(six ? 58 : 1, icmpMessage(ends, six ? 128 : 8, 0, below(65_536), new Uint8Array(56)));
  if (kind < 0.1) return packet(17, udpDatagram(ends, ports[0], DNS_PORT, dnsQuery(draw)));
  if (kind < 0.2) return packet(17, udpDatagram(ends, ...ports, segmentPayload(draw, 1350)));
  const header = { srcPort: ports[0], dstPort: ports[1], sequence: below(2 ** 31), acknowledgment: below(2 ** 31), flags: 0x10 }; // prettier-ignore
  return packet(6, tcpSegment(ends, header, segmentPayload(draw, 1420)));
}

/** Distinct frames, each behind 16 bytes for its record header, of which both lengths are set. */
function makeRecords(draw: Draw, snapLength: number): Bytes[] {
  return Array.from({ length: FRAMES }, () => {
    const frame = makeFrame(draw);
    const captured = frame.subarray(0, snapLength);
    const record = joinBytes(new Uint8Array(16), captured);
    const view = new DataView(record.buffer);
    view.setUint32(8, captured.length, true);
    view.setUint32(12, frame.length, true);
    return record;
  });
}

/**
 * Path of a capture of at least `bytes` bytes, made once and kept in the system's folder for temporary files.
 * @param snapLength bytes that are kept of each packet
 */
export function ensureCaptureFile(bytes: number, seed = 1, snapLength = WHOLE): string {
  const folder = join(tmpdir(), 'net-anomaly-lab');
  mkdirSync(folder, { recursive: true });
  const cut = snapLength === WHOLE ? '' : `-${snapLength}`;
  const path = join(folder, `capture-${bytes}-${seed}${cut}.pcap`);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  const random = createRandom(seed);
  const records = makeRecords({ random, below: (count) => Math.floor(random() * count) }, snapLength);
  // Under its name only once it is whole.
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w');
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, 0xa1b2c3d4, true);
  head.setUint16(4, 2, true);
  head.setUint16(6, 4, true);
  head.setUint32(16, snapLength, true);
  head.setUint32(20, 1, true);
  writeSync(file, new Uint8Array(head.buffer));
  const piece = Buffer.alloc(PIECE);
  let microseconds = 0;
  for (let written = 24; written < bytes;) {
    let at = 0;
    while (at + LARGEST_RECORD <= PIECE && written + at < bytes) {
      const record = records[Math.floor(random() * FRAMES)];
      microseconds += Math.floor(random() * 40);
      piece.set(record, at);
      piece.writeUInt32LE(BEGIN + Math.floor(microseconds / 1e6), at);
      piece.writeUInt32LE(microseconds % 1e6, at + 4);
      at += record.length;
    }
    writeSync(file, piece, 0, at);
    written += at;
  }
  closeSync(file);
  renameSync(part, path);
  return path;
}
