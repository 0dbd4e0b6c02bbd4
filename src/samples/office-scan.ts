// A made-up capture of an office at work, with a scan in it: a visitor looks for hosts, ports and protocols.
import { type Bytes, ipBytes, join, long, tcpSegment } from './frames.ts';
import { ACK, OfficeWire, RST, type SeenFrame, SYN } from './office-wire.ts';
import { clientHello, dnsMessage, httpRequest, httpResponse, noise, serverHello, tlsRecord } from './payloads.ts';
import type { Seeded } from './seeded.ts';

/** Microseconds of a second, and of the whole capture. */
const SECOND = 1e6;
const LENGTH = 240 * SECOND;
const SCAN_BEGINS = 130 * SECOND;

// The office's own hosts are of RFC 1918; all others are of the documentation ranges of RFC 5737 and RFC 3849.
const RESOLVER = '10.20.0.2';
const GATEWAY = '10.20.0.1';
const FILE_SERVER = '10.20.0.5';
const PRINTER = '10.20.0.9';
const VISITOR = '10.20.0.77';
/** Protocols that the office speaks: ICMP, TCP, UDP, ICMPv6. */
const SPOKEN = new Set([1, 6, 17, 58]);
const staff = Array.from({ length: 12 }, (_, index) => 21 + index);
/** Names of RFC 2606, with their addresses. */
const sites = [
  ['www.example.com', '192.0.2.10', '2001:db8:100::443'],
  ['mail.example.com', '192.0.2.44', '2001:db8:100::25'],
  ['files.example.net', '198.51.100.7', '2001:db8:200::80'],
  ['video.example.org', '203.0.113.80', '2001:db8:200::8080'],
] as const;

/** A question to the resolver and its answer; returns when the answer has come. */
function lookUp(wire: OfficeWire, at: number, client: string, name: string, address: string): number {
  const { random } = wire;
  const [id, port] = [random.integer(0, 0xffff), random.integer(49152, 65535)];
  const type = address.includes(':') ? 28 : 1;
  wire.udp(at, [client, port], [RESOLVER, 53], dnsMessage(id, name, type, null));
  const answered = at + random.integer(300, 20_000);
  wire.udp(answered, [RESOLVER, 53], [client, port], dnsMessage(id, name, type, [ipBytes(address)]));
  return answered + random.integer(100, 900);
}

function browse(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const [name, v4, v6] = random.pick(sites);
  const host = random.pick(staff);
  const six = random.next() < 0.25;
  const [client, server] = six ? [`2001:db8:20::${host.toString(16)}`, v6] : [`10.20.0.${host}`, v4];
  const asked = lookUp(wire, at, `10.20.0.${host}`, name, server);
  const record = (low: number, high: number) => tlsRecord(23, noise(random, random.integer(low, high)));
  const turns: [boolean, Bytes][] = [
    [true, clientHello(random, name)],
    [false, join(serverHello(random), record(900, 3000))],
    [true, join(record(53, 53), record(120, 600))],
  ];
  for (let left = random.integer(0, 2); left >= 0; left--) {
    turns.push([false, record(80, 3600)]);
    if (left > 0) turns.push([true, record(60, 500)]);
  }
  wire.tcp(asked, client, [server, 443], random.integer(4000, 12_000), turns);
}

function readIntranet(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const name = 'intranet.example.com';
  const client = `10.20.0.${random.pick(staff)}`;
  const request = httpRequest(name, random.pick(['/', '/news', '/lunch', '/rooms?floor=2']));
  wire.tcp(lookUp(wire, at, client, name, FILE_SERVER), client, [FILE_SERVER, 80], 300, [
    [true, request],
    [false, httpResponse(random.integer(200, 2500))],
  ]);
}

function ping(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const [client, id] = [`10.20.0.${random.pick(staff)}`, random.integer(0, 0xffff)];
  const payload = join('abcdefghijklmnopqrstuvwabcdefghi');
  for (let sequence = 1; sequence <= 3; sequence++) {
    const asked = at + sequence * SECOND;
    wire.icmp(asked, client, GATEWAY, [8, 0], id * 65536 + sequence, payload);
    wire.icmp(asked + random.integer(200, 900), GATEWAY, client, [0, 0], id * 65536 + sequence, payload);
  }
}

/** NTP (RFC 5905): version 4, client and server, of a time that nobody set. */
function askTime(wire: OfficeWire, at: number): void {
  const client: [string, number] = [`10.20.0.${wire.random.pick(staff)}`, 123];
  const message = (first: number) => join([first, 2, 6, 0xe9], new Uint8Array(44));
  wire.udp(at, client, [GATEWAY, 123], message(0x23));
  wire.udp(at + wire.random.integer(150, 700), [GATEWAY, 123], client, message(0x24));
}

function print(wire: OfficeWire, at: number): void {
  const page = join('%!PS\n/Courier 12 selectfont 72 720 moveto (Minutes) show showpage\n');
  wire.tcp(at, `10.20.0.${wire.random.pick(staff)}`, [PRINTER, 9100], 400, [[true, page]]);
}

/** Who is there? ARP for each address, of which the hosts answer. */
function sweep(wire: OfficeWire, at: number): number {
  const hosts = new Set([1, 2, 5, 9, ...staff]);
  for (let host = 1; host <= 48; host++) {
    wire.arp(at, VISITOR, `10.20.0.${host}`, hosts.has(host));
    at += wire.random.integer(2000, 9000);
  }
  return at;
}

/** Which ports are open? SYN to each; open ones answer SYN, ACK and get RST, others answer RST (RFC 9293 section 3.5.2). */
function scanPorts(wire: OfficeWire, at: number): number {
  const { random } = wire;
  const srcPort = random.integer(33000, 61000);
  for (let dstPort = 1; dstPort <= 160; dstPort++) {
    const sequence = random.integer(0, 0xffffffff);
    const probe = {
      srcPort,
      dstPort,
      sequence,
      acknowledgment: 0,
      flags: SYN,
      windowSize: 1024,
      options: [2, 4, 5, 180],
    };
    wire.send(at, VISITOR, FILE_SERVER, 6, (ends) => tcpSegment(ends, probe));
    const open = dstPort === 22 || dstPort === 80;
    const back = { srcPort: dstPort, dstPort: srcPort, acknowledgment: (sequence + 1) >>> 0 };
    const answer = open
      ? { ...back, sequence: random.integer(0, 0xffffffff), flags: SYN | ACK, options: [2, 4, 5, 180] }
      : { ...back, sequence: 0, flags: RST | ACK, windowSize: 0 };
    wire.send(at + random.integer(80, 300), FILE_SERVER, VISITOR, 6, (ends) => tcpSegment(ends, answer));
    if (open) {
      const reset = { ...probe, sequence: (sequence + 1) >>> 0, flags: RST, windowSize: 0, options: [] };
      wire.send(at + 400, VISITOR, FILE_SERVER, 6, (ends) => tcpSegment(ends, reset));
    }
    at += random.integer(9000, 30_000);
  }
  return at;
}

/** Which protocols does it speak? An empty packet of each, answered by "protocol unreachable" (RFC 792). */
function scanProtocols(wire: OfficeWire, at: number): number {
  const { random } = wire;
  for (let proto = 2; proto < 255; proto += random.integer(12, 30)) {
    if (SPOKEN.has(proto)) continue;
    const packet = wire.send(at, VISITOR, FILE_SERVER, proto, () => new Uint8Array());
    wire.icmp(at + random.integer(90, 300), FILE_SERVER, VISITOR, [3, 2], 0, join(packet, long(0), long(0)));
    at += random.integer(180_000, 420_000);
  }
  return at;
}

/** Four minutes of the office, in the order of time. The visitor sends from 10.20.0.77. */
export function officeScan(random: Seeded): SeenFrame[] {
  const wire = new OfficeWire(random);
  for (let at = 0; at < LENGTH; at += random.integer(200_000, 1_400_000)) {
    random.weighted<() => void>([
      [30, () => browse(wire, at)],
      [16, () => readIntranet(wire, at)],
      [5, () => ping(wire, at)],
      [9, () => askTime(wire, at)],
      [4, () => print(wire, at)],
      [16, () => wire.arp(at, `10.20.0.${random.pick(staff)}`, random.pick([GATEWAY, RESOLVER, FILE_SERVER]))],
    ])();
  }
  scanProtocols(wire, scanPorts(wire, sweep(wire, SCAN_BEGINS)) + SECOND);
  return wire.frames.sort((a, b) => a.at - b.at);
}
