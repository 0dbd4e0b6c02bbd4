// The wire of a made-up office: who sends what to whom, down to addresses, handshakes, acknowledgements and padding.
import {
  arpPacket,
  type Bytes,
  type Ends,
  ETHERTYPE_ARP,
  ETHERTYPE_IPV4,
  ETHERTYPE_IPV6,
  ethernetFrame,
  icmpMessage,
  ipBytes,
  ipPacket,
  macBytes,
  tcpSegment,
  udpDatagram,
} from './frames.ts';
import type { Seeded } from './seeded.ts';

// TCP flag bits, RFC 9293 section 3.1.
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;
const PUSH_ACK = 0x18;
const FIN_ACK = 0x11;
/** What a TCP of today sends along with SYN: 1,460 bytes a segment, selective acknowledgement, window scale 7. */
const SYN_OPTIONS = [2, 4, 5, 180, 4, 2, 1, 3, 3, 7, 0, 0];
/** Bytes of a segment that fills an Ethernet frame. */
const FULL = 1460;

const BROADCAST = macBytes('ff:ff:ff:ff:ff:ff');
const NOBODY = new Uint8Array(6);
const GATEWAY = 1;

/** A frame, and when it was seen: microseconds since the capture began. */
export interface SeenFrame {
  at: number;
  bytes: Bytes;
}

/** The number that ends an address of the office's own hosts, or the gateway's, behind which all others are. */
function hostOf(address: string): number {
  const own = /^10\.20\.0\.(\d+)$|^2001:db8:20::([0-9a-f]+)$/.exec(address);
  return own === null ? GATEWAY : own[1] ? Number(own[1]) : parseInt(own[2], 16);
}

/** Of a locally administered range (IEEE 802, the bit 2 of the first byte). */
const macOf = (address: string): Bytes => Uint8Array.of(2, 0, 0x5e, 20, 0, hostOf(address));

export class OfficeWire {
  readonly frames: SeenFrame[] = [];

  constructor(readonly random: Seeded) {}

  /** Sends an IP packet with what `make` makes for its addresses. Returns the packet. */
  send(at: number, src: string, dst: string, proto: number, make: (ends: Ends) => Uint8Array): Bytes {
    const ends = { src: ipBytes(src), dst: ipBytes(dst) };
    const far = hostOf(src) === GATEWAY && !src.endsWith('.1');
    const packet = ipPacket(ends, proto, make(ends), { ttl: far ? 54 : 64, id: this.random.integer(0, 0xffff) });
    const ethertype = ends.src.length === 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
    this.frames.push({ at, bytes: ethernetFrame(macOf(src), macOf(dst), ethertype, packet) });
    return packet;
  }

  udp(at: number, [src, srcPort]: [string, number], [dst, dstPort]: [string, number], payload: Bytes): void {
    this.send(at, src, dst, 17, (ends) => udpDatagram(ends, srcPort, dstPort, payload));
  }

  /** ICMP, or ICMPv6 between addresses of IPv6. */
  icmp(at: number, src: string, dst: string, [type, code]: [number, number], rest: number, payload: Bytes): void {
    this.send(at, src, dst, src.includes(':') ? 58 : 1, (ends) => icmpMessage(ends, type, code, rest, payload));
  }

  /** "Who has `target`?", and its answer where somebody has. */
  arp(at: number, asker: string, target: string, answered = true): void {
    const [askerMac, targetMac] = [macOf(asker), macOf(target)];
    const [askerIp, targetIp] = [ipBytes(asker), ipBytes(target)];
    const question = arpPacket(1, [askerMac, askerIp], [NOBODY, targetIp]);
    this.frames.push({ at, bytes: ethernetFrame(askerMac, BROADCAST, ETHERTYPE_ARP, question) });
    if (!answered) return;
    const answer = arpPacket(2, [targetMac, targetIp], [askerMac, askerIp]);
    const bytes = ethernetFrame(targetMac, askerMac, ETHERTYPE_ARP, answer);
    this.frames.push({ at: at + this.random.integer(90, 400), bytes });
  }

  /**
   * A TCP connection from the first packet to the last: what both sides say in turn, each turn acknowledged.
   * @param trip microseconds from one end to the other
   * Returns when it ended.
   */
  tcp(
    at: number,
    client: string,
    [server, port]: [string, number],
    trip: number,
    turns: readonly (readonly [fromClient: boolean, payload: Bytes])[],
  ): number {
    const { random } = this;
    const clientPort = random.integer(49152, 65535);
    /** What each side says next: the client at 1, the server at 0. */
    const next = [random.integer(0, 0xffffffff), random.integer(0, 0xffffffff)];
    const say = (fromClient: boolean, flags: number, payload?: Bytes): void => {
      const [me, peer] = fromClient ? [1, 0] : [0, 1];
      const [src, dst] = fromClient ? [client, server] : [server, client];
      const [srcPort, dstPort] = fromClient ? [clientPort, port] : [port, clientPort];
      const acknowledgment = flags & ACK ? next[peer] : 0;
      const options = flags & SYN ? SYN_OPTIONS : [];
      const header = { srcPort, dstPort, sequence: next[me], acknowledgment, flags, options };
      this.send(at, src, dst, 6, (ends) => tcpSegment(ends, header, payload));
      next[me] = (next[me] + (payload?.length ?? 0) + (flags & (SYN | (FIN_ACK & ~ACK)) ? 1 : 0)) >>> 0;
    };
    const wait = (): void => {
      at += trip + random.integer(0, trip >> 2);
    };
    say(true, SYN);
    wait();
    say(false, SYN | ACK);
    wait();
    say(true, ACK);
    for (const [fromClient, payload] of turns) {
      at += random.integer(200, 4000);
      for (let start = 0; start < payload.length; start += FULL) {
        const last = start + FULL >= payload.length;
        say(fromClient, last ? PUSH_ACK : ACK, payload.slice(start, start + FULL));
        at += random.integer(12, 60);
      }
      wait();
      say(!fromClient, ACK);
    }
    at += random.integer(1000, 60_000);
    say(true, FIN_ACK);
    wait();
    say(false, FIN_ACK);
    wait();
    say(true, ACK);
    return at;
  }
}
