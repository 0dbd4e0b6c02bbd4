// The reference: each formula of the feature set `traffic` once more, written from its definition, a packet at a time.
import type { PacketTable } from '../../packets/table.ts';
import { ReferenceConnections } from './reference-connections.ts';
import { ARP, type End, type ReferencePacket, isGroupMac, readPackets } from './reference-packets.ts';
import { Counts, FadingSums, FirstSeen, LastSeen, ReferenceClock, logOf } from './reference-sums.ts';

export const REFERENCE_FEATURES = [
  'half_open10',
  'failed100',
  'new_pairs10',
  'one_way10',
  'repeat_new',
  'rare_volume',
  'new_local',
  'mac_changed',
  'odd_gateway',
  'arp10',
  'icmp60',
  'bad_flags',
  'dns_names60',
  'dns_long60',
] as const;
type Values = Record<(typeof REFERENCE_FEATURES)[number], number>;

const NO_IP = 255;
const ordered = (...parts: (string | number)[]): string => parts.join(' ');
const unordered = (a: string, b: string): string => (a < b ? ordered(a, b) : ordered(b, a));

/** What a traffic that follows begins anew: connections, sums that fade, and names of DNS. */
class Rates {
  readonly connections = new ReferenceConnections();
  readonly newPairs = new FadingSums(10);
  readonly oneWay = new FadingSums(10);
  readonly openings = new FadingSums(100);
  readonly volumes = new FadingSums(10);
  readonly arp = new FadingSums(10);
  readonly icmp = new FadingSums(60);
  readonly namesSeen = new LastSeen(600);
  readonly names = new FadingSums(60);
  readonly queries = new FadingSums(60);
}

export class Reference {
  #rates = new Rates();
  readonly #clock = new ReferenceClock();
  readonly #pairsSeen = new LastSeen(600);
  readonly #channels = new FirstSeen();
  readonly #services = new Counts();
  #packets = 0;
  readonly #pairs = new FirstSeen();
  readonly #bindings = new Counts();
  readonly #gateways = new Counts();
  #publicEnds = 0;

  /** Another traffic follows, whenever it was captured. */
  resume(): void {
    this.#rates = new Rates();
    this.#clock.resume();
  }

  add(packet: ReferencePacket): Values {
    const t = this.#clock.tick(packet.ts);
    const { halfOpen, failed, isFresh } = this.#rates.connections.add(packet, t);
    return {
      half_open10: logOf(halfOpen),
      failed100: logOf(failed),
      ...this.#followPair(packet, t),
      ...this.#followChannel(packet, t, isFresh),
      mac_changed: this.#bindMacs(packet),
      odd_gateway: this.#passGateways(packet),
      arp10: packet.proto === ARP ? logOf(this.#rates.arp.add(packet.src.text, t, 1)) : 0,
      icmp60: packet.isIcmp
        ? logOf(this.#rates.icmp.add(unordered(packet.src.text, packet.dst.text), t, packet.size) / 64)
        : 0,
      bad_flags: isBad(packet.tcpFlags) ? 1 : 0,
      ...this.#ask(packet, t),
    };
  }

  #followPair({ src, dst }: ReferencePacket, t: number) {
    const [there, back] = [ordered(src.text, dst.text), ordered(dst.text, src.text)];
    if (this.#pairsSeen.see(there, t)) this.#rates.newPairs.add('', t, 1);
    const oneWay = this.#rates.oneWay.add(there, t, 1);
    if (there !== back) this.#rates.oneWay.clear(back, t);
    const novelty = this.#pairs.novelty(unordered(src.text, dst.text), t);
    return {
      new_pairs10: logOf(this.#rates.newPairs.at('', t)),
      one_way10: logOf(oneWay),
      new_local: src.isLocal && dst.isLocal && !dst.isGroup ? novelty : 0,
    };
  }

  #followChannel(packet: ReferencePacket, t: number, isFresh: boolean) {
    const { src, dst, proto, service } = packet;
    const [client, server] = packet.isFromClient ? [src, dst] : [dst, src];
    const channel = ordered(client.text, server.text, proto, service);
    this.#packets++;
    const rarity = Math.log2((this.#packets + 1) / this.#services.count(ordered(proto, service)));
    const openings = this.#rates.openings.add(channel, t, isFresh ? 1 : 0);
    const volume = this.#rates.volumes.add(ordered(src.text, dst.text), t, 1);
    const isBetweenHosts = proto < ARP && !dst.isGroup && !src.isGroup && !src.isZero;
    const novelty = this.#channels.novelty(channel, t);
    return {
      repeat_new: isBetweenHosts ? (novelty * logOf(openings) * rarity) / 32 : 0,
      rare_volume: isBetweenHosts ? (novelty * rarity * logOf(volume)) / 64 : 0,
    };
  }

  #bindMacs({ src, dst, proto }: ReferencePacket): number {
    if (proto === NO_IP) return 0;
    const bind = ({ text, mac }: End): number => {
      const [of, both] = [this.#bindings.count(text), this.#bindings.count(ordered(text, mac))];
      return Math.log2((of + 1) / (both + 1));
    };
    let value = 0;
    if (src.mac !== '' && !src.isZero && !src.isGroup) value = bind(src);
    if (dst.mac !== '' && !isGroupMac(dst.mac) && !dst.isGroup) value = Math.max(value, bind(dst));
    return value;
  }

  #passGateways({ src, dst, proto }: ReferencePacket): number {
    if (proto >= ARP) return 0;
    let value = 0;
    for (const { mac, isIpv4, isGroup, isZero, isLocal } of [src, dst]) {
      if (!isIpv4 || isGroup || isZero || isLocal || mac === '' || isGroupMac(mac)) continue;
      this.#publicEnds++;
      value = Math.max(value, Math.log2((this.#publicEnds + 1) / (this.#gateways.count(mac) + 1)));
    }
    return value;
  }

  #ask({ src, dst, srcPort, dstPort, isFromClient, payloadLength, dns }: ReferencePacket, t: number) {
    let names = 0;
    if (dns !== null) {
      const isNew = this.#rates.namesSeen.see(ordered(dns.name, dns.domain), t);
      names = logOf(this.#rates.names.add(dns.domain, t, isNew ? Math.max(0, dns.length - 12) : 0) / 16);
    }
    let long = 0;
    if (srcPort === 53 || dstPort === 53) {
      const [client, server] = isFromClient ? [src, dst] : [dst, src];
      const bytes = dstPort === 53 ? Math.max(0, payloadLength - 64) : 0;
      long = logOf(this.#rates.queries.add(ordered(client.text, server.text), t, bytes) / 32);
    }
    return { dns_names60: names, dns_long60: long };
  }
}

const [FIN, SYN, RST, PSH, URG] = [1, 2, 4, 8, 32];

/** Flags that no TCP sets: none at all, SYN with FIN or RST, and FIN, PSH and URG together. */
function isBad(flags: number | null): boolean {
  if (flags === null) return false;
  const has = (bits: number) => (flags & bits) === bits;
  return flags === 0 || has(SYN | FIN) || has(SYN | RST) || has(FIN | PSH | URG);
}

/** A column for each of REFERENCE_FEATURES, of all packets of the table. `reference` may know others from before. */
export function referenceFeatures(table: PacketTable, reference = new Reference()): Float64Array[] {
  const columns = REFERENCE_FEATURES.map(() => new Float64Array(table.length));
  let row = 0;
  for (const packet of readPackets(table)) {
    const values = reference.add(packet);
    REFERENCE_FEATURES.forEach((id, index) => (columns[index][row] = values[id]));
    row++;
  }
  return columns;
}
