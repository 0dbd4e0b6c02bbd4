// Conversations of an ordinary office, as they are on the wire: what the capture of the lab "dashboard" is woven of.
import { type Bytes, ipBytes, join } from '../../samples/frames.ts';
import { OfficeWire, type SeenFrame } from '../../samples/office-wire.ts';
import {
  clientHello,
  dnsMessage,
  httpRequest,
  httpResponse,
  noise,
  serverHello,
  tlsRecord,
} from '../../samples/payloads.ts';
import type { Seeded } from '../../samples/seeded.ts';

/** Microseconds. */
export const SECOND = 1e6;

export const GATEWAY = '10.20.0.1';
export const RESOLVER = '10.20.0.2';
export const FILE_SERVER = '10.20.0.5';
export const SSH_SERVER = '10.20.0.6';
export const WEB_SERVER = '10.20.0.8';
const PRINTER = '10.20.0.9';
/** Last numbers of the addresses of those who work here. */
const FIRST_STAFF = 21;
const LAST_STAFF = 140;
/** Places on the net, of the documentation ranges of RFC 5737. */
const SITES = 300;
const RANGES = ['192.0.2', '198.51.100', '203.0.113'];

/** How often each kind of conversation is held, among 100. */
const WEB = 46;
const INTRANET = 12;
const FILES = 8;
const MAIL = 8;
const LOOK_UP = 12;
const TIME = 3;
const ARP = 5;
const PING = 2;
const SHELL = 2;
const PRINT = 2;

const staffOf = (random: Seeded): string => `10.20.0.${random.integer(FIRST_STAFF, LAST_STAFF)}`;

/** Some places are asked for much more often than others. */
function siteOf(random: Seeded): { name: string; address: string } {
  const site = Math.floor(random.next() ** 2.5 * SITES);
  return { name: `site${site}.example.com`, address: `${RANGES[site % 3]}.${10 + Math.floor(site / 3)}` };
}

function lookUp(wire: OfficeWire, at: number, client: string, name: string, address: string): number {
  const { random } = wire;
  const [id, port] = [random.integer(0, 0xffff), random.integer(49152, 65535)];
  wire.udp(at, [client, port], [RESOLVER, 53], dnsMessage(id, name, 1, null));
  const answered = at + random.integer(300, 20_000);
  wire.udp(answered, [RESOLVER, 53], [client, port], dnsMessage(id, name, 1, [ipBytes(address)]));
  return answered + random.integer(100, 900);
}

/** Asked and answered in TLS records, as many times as `rounds` says, the answers of up to `most` bytes. */
function secure(random: Seeded, name: string, rounds: number, most: number): [boolean, Bytes][] {
  const record = (low: number, high: number) => tlsRecord(23, noise(random, random.integer(low, high)));
  const turns: [boolean, Bytes][] = [
    [true, clientHello(random, name)],
    [false, join(serverHello(random), record(900, 3000))],
    [true, join(record(53, 53), record(120, 600))],
  ];
  for (let round = 0; round < rounds; round++) turns.push([false, record(80, most)], [true, record(60, 500)]);
  turns.push([false, record(80, most)]);
  return turns;
}

function browse(wire: OfficeWire): void {
  const { random } = wire;
  const client = staffOf(random);
  const { name, address } = siteOf(random);
  const begun = random.next() < 0.5 ? lookUp(wire, 0, client, name, address) : 0;
  wire.tcp(
    begun,
    client,
    [address, 443],
    random.integer(4000, 24_000),
    secure(random, name, random.integer(0, 4), 9000),
  );
}

function readIntranet(wire: OfficeWire): void {
  const { random } = wire;
  wire.tcp(0, staffOf(random), [WEB_SERVER, 80], 300, [
    [true, httpRequest('intranet.example.com', random.pick(['/', '/news', '/lunch', '/rooms?floor=2']))],
    [false, httpResponse(random.integer(200, 6000))],
  ]);
}

function copyFile(wire: OfficeWire): void {
  const { random } = wire;
  const turns: [boolean, Bytes][] = [];
  for (let left = random.integer(2, 5); left > 0; left--) {
    turns.push([true, noise(random, random.integer(110, 200))], [false, noise(random, random.integer(400, 16_000))]);
  }
  wire.tcp(0, staffOf(random), [FILE_SERVER, 445], 250, turns);
}

function fetchMail(wire: OfficeWire): void {
  const { random } = wire;
  wire.tcp(
    0,
    staffOf(random),
    ['192.0.2.9', 993],
    random.integer(6000, 9000),
    secure(random, 'mail.example.com', 2, 3000),
  );
}

function administer(wire: OfficeWire): void {
  const { random } = wire;
  const turns: [boolean, Bytes][] = [
    [true, join('SSH-2.0-OpenSSH_9.6\r\n')],
    [false, join('SSH-2.0-OpenSSH_9.6\r\n')],
  ];
  for (let left = random.integer(6, 20); left > 0; left--) {
    turns.push([true, noise(random, random.integer(36, 120))], [false, noise(random, random.integer(36, 900))]);
  }
  // The same three do that, day after day.
  wire.tcp(0, `10.20.0.${random.integer(FIRST_STAFF, FIRST_STAFF + 2)}`, [SSH_SERVER, 22], 300, turns);
}

function ping(wire: OfficeWire): void {
  const { random } = wire;
  const [client, id] = [staffOf(random), random.integer(0, 0xffff)];
  const payload = join('abcdefghijklmnopqrstuvwabcdefghi');
  for (let sequence = 1; sequence <= 3; sequence++) {
    wire.icmp(sequence * SECOND, client, GATEWAY, [8, 0], id * 65536 + sequence, payload);
    wire.icmp(sequence * SECOND + random.integer(200, 900), GATEWAY, client, [0, 0], id * 65536 + sequence, payload);
  }
}

/** NTP (RFC 5905): version 4, client and server, of a time that nobody set. */
function askTime(wire: OfficeWire): void {
  const client: [string, number] = [staffOf(wire.random), 123];
  const message = (first: number) => join([first, 2, 6, 0xe9], new Uint8Array(44));
  wire.udp(0, client, [GATEWAY, 123], message(0x23));
  wire.udp(wire.random.integer(150, 700), [GATEWAY, 123], client, message(0x24));
}

/** One conversation, its frames in the order of time, the first at 0 or soon after. */
export function holdConversation(random: Seeded): SeenFrame[] {
  const wire = new OfficeWire(random);
  random.weighted<() => void>([
    [WEB, () => browse(wire)],
    [INTRANET, () => readIntranet(wire)],
    [FILES, () => copyFile(wire)],
    [MAIL, () => fetchMail(wire)],
    [LOOK_UP, () => void lookUp(wire, 0, staffOf(random), siteOf(random).name, siteOf(random).address)],
    [TIME, () => askTime(wire)],
    [ARP, () => wire.arp(0, staffOf(random), random.pick([GATEWAY, RESOLVER, FILE_SERVER]))],
    [PING, () => ping(wire)],
    [SHELL, () => administer(wire)],
    [PRINT, () => void wire.tcp(0, staffOf(random), [PRINTER, 9100], 400, [[true, noise(random, 4000)]])],
  ])();
  return wire.frames.sort((a, b) => a.at - b.at);
}
