// Five attacks on the office of the lab "dashboard", and when, from where and against whom each is: what has to be found.
import { type Bytes, join, tcpSegment } from '../../samples/frames.ts';
import { ACK, OfficeWire, RST, type SeenFrame, SYN } from '../../samples/office-wire.ts';
import { dnsMessage, noise } from '../../samples/payloads.ts';
import type { Seeded } from '../../samples/seeded.ts';
import { FILE_SERVER, RESOLVER, SECOND, SSH_SERVER, WEB_SERVER } from './office-talk.ts';

export interface PlantedAttack {
  kind: 'port scan' | 'host sweep' | 'password guessing' | 'DNS tunnel' | 'SYN flood';
  /** The address that a finding of it has to name: the attacker's, of the flood (whose senders are made up) the target's. */
  host: string;
  /** Seconds since the capture began, of its first and its last packet. */
  first: number;
  last: number;
  packets: number;
}

/** What an attack sends, from a moment on (microseconds). */
interface Plan {
  kind: PlantedAttack['kind'];
  host: string;
  begin: number;
  send: (wire: OfficeWire, at: number) => void;
}

const VISITOR = '10.20.0.210';
const SWEEPER = '10.20.0.211';
const GUESSER = '203.0.113.200';
const LEAK = '10.20.0.57';
const PORTS = 400;
const GUESSES = 240;
const LEAKED_NAMES = 1500;
const FLOOD = 12_000;

/** 400 ports in 20 seconds; two are open, the others refuse (RFC 9293 section 3.5.2). */
function scanPorts(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const srcPort = random.integer(33_000, 48_000);
  for (let dstPort = 1; dstPort <= PORTS; dstPort++) {
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
    const back = { srcPort: dstPort, dstPort: srcPort, sequence: 0, acknowledgment: (sequence + 1) >>> 0 };
    const answer = { ...back, flags: (open ? SYN : RST) | ACK, windowSize: open ? 64_240 : 0 };
    wire.send(at + random.integer(80, 300), FILE_SERVER, VISITOR, 6, (ends) => tcpSegment(ends, answer));
    at += random.integer(40_000, 60_000);
  }
}

/** Who is there? ARP for every address of the office, of which few answer. */
function sweepHosts(wire: OfficeWire, at: number): void {
  for (let host = 1; host <= 254; host++) {
    if (`10.20.0.${host}` === SWEEPER) continue;
    wire.arp(at, SWEEPER, `10.20.0.${host}`, host < 10);
    at += wire.random.integer(40_000, 160_000);
  }
}

/** One connection a guess, each of the same length, one every second or so. */
function guessPasswords(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const greeting = join('SSH-2.0-libssh2_1.10.0\r\n');
  for (let guess = 0; guess < GUESSES; guess++) {
    const exchange: [boolean, Bytes][] = [
      [true, greeting],
      [false, join('SSH-2.0-OpenSSH_9.6\r\n')],
      [true, noise(random, 640)],
      [false, noise(random, 840)],
      [true, noise(random, 84)],
      [false, noise(random, 52)],
    ];
    wire.tcp(at, GUESSER, [SSH_SERVER, 22], 9000, exchange);
    at += random.integer(700_000, 1_300_000);
  }
}

/** Data out in long names of one zone, data back in TXT records (type 16, RFC 1035 section 3.3.14). */
function tunnelByDns(wire: OfficeWire, at: number): void {
  const { random } = wire;
  const label = () => Array.from({ length: 55 }, () => random.pick([...'abcdefghijklmnopqrstuvwxyz234567'])).join('');
  for (let sent = 0; sent < LEAKED_NAMES; sent++) {
    const [id, port] = [random.integer(0, 0xffff), random.integer(49_152, 65_535)];
    const name = `${label()}.${label()}.${label()}.t.example.net`;
    wire.udp(at, [LEAK, port], [RESOLVER, 53], dnsMessage(id, name, 16, null));
    const answer = join([200], noise(random, 200));
    wire.udp(at + random.integer(9000, 30_000), [RESOLVER, 53], [LEAK, port], dnsMessage(id, name, 16, [answer]));
    at += random.integer(80_000, 240_000);
  }
}

/** SYN after SYN from senders of 198.18.0.0/15 (RFC 2544) that are not there; hardly any is answered. */
function flood(wire: OfficeWire, at: number): void {
  const { random } = wire;
  for (let sent = 0; sent < FLOOD; sent++) {
    const src = `198.${random.integer(18, 19)}.${random.integer(0, 255)}.${random.integer(1, 254)}`;
    const header = { srcPort: random.integer(1024, 65_535), dstPort: 80, sequence: random.integer(0, 0xffffffff), acknowledgment: 0, flags: SYN }; // prettier-ignore
    wire.send(at, src, WEB_SERVER, 6, (ends) => tcpSegment(ends, header));
    if (random.next() < 0.1) {
      const back = { srcPort: 80, dstPort: header.srcPort, sequence: 0, acknowledgment: (header.sequence + 1) >>> 0, flags: SYN | ACK }; // prettier-ignore
      wire.send(at + 200, WEB_SERVER, src, 6, (ends) => tcpSegment(ends, back));
    }
    at += random.integer(1000, 4000);
  }
}

const plans: readonly Plan[] = [
  { kind: 'port scan', host: VISITOR, begin: 302 * SECOND, send: scanPorts },
  { kind: 'host sweep', host: SWEEPER, begin: 610 * SECOND, send: sweepHosts },
  { kind: 'password guessing', host: GUESSER, begin: 820 * SECOND, send: guessPasswords },
  { kind: 'DNS tunnel', host: LEAK, begin: 1150 * SECOND, send: tunnelByDns },
  { kind: 'SYN flood', host: WEB_SERVER, begin: 1540 * SECOND, send: flood },
];

/** All five: their frames in the order of time, and what they are. */
export function plantAttacks(random: Seeded): { frames: SeenFrame[]; planted: PlantedAttack[] } {
  const sent = plans.map(({ kind, host, begin, send }) => {
    const wire = new OfficeWire(random);
    send(wire, begin);
    const frames = wire.frames.sort((a, b) => a.at - b.at);
    const [first, last] = [frames[0].at / SECOND, frames[frames.length - 1].at / SECOND];
    return { frames, planted: { kind, host, first, last, packets: frames.length } };
  });
  return {
    frames: sent.flatMap(({ frames }) => frames).sort((a, b) => a.at - b.at),
    planted: sent.map(({ planted }) => planted),
  };
}
