// Kinds and titles: each kind drawn by hand, and what must not be called so.
import { expect, test } from 'vitest';
import { groupFindings } from './group.ts';
import { FINDING_KINDS } from './kinds.ts';
import { drawMarked, type DrawnPacket } from './testing/draw-marked.ts';
import type { FindingKind } from './types.ts';

const T = 1_700_000_000;
const [SYN, RST_ACK, SYN_ACK, ACK] = [2, 20, 18, 16];
const UDP = 17;
const ARP = { ethertype: 0x806, arpOperation: 1 };

const told = (packets: readonly DrawnPacket[], own = false): string[][] =>
  groupFindings(drawMarked(packets, { own }), null).findings.map(({ kind, title }) => [kind, title]);
const list = (count: number, draw: (i: number) => DrawnPacket): DrawnPacket[] => Array.from({ length: count }, (_, i) => draw(i)); // prettier-ignore
/** A second apart, from 10.0.0.5 to 10.0.0.6 over TCP. */
const some = (count: number, feature: string, given: Partial<DrawnPacket> = {}, step = 1): DrawnPacket[] =>
  list(count, (i) => ({ ts: T + i * step, src: '10.0.0.5', dst: '10.0.0.6', srcPort: 50_000, dstPort: 445, excess: { [feature]: 255 }, ...given })); // prettier-ignore
const noPorts = { srcPort: undefined, dstPort: undefined };
/** Every other packet the other way. */
const answered = (packets: DrawnPacket[]): DrawnPacket[] =>
  packets.map((packet, i) => i % 2 === 0 ? packet : { ...packet, src: packet.dst, dst: packet.src, srcPort: packet.dstPort, dstPort: packet.srcPort }); // prettier-ignore

const DRAWN: [kind: FindingKind, title: string, packets: DrawnPacket[]][] = [
  ['port_scan', '10.0.0.5 contacted 12 ports on 10.0.0.6 in 11 s', some(12, 'half_open10').map((packet, i) => ({ ...packet, dstPort: 7000 + i, tcpFlags: SYN }))],
  ['host_sweep', '10.0.0.5 contacted 6 hosts on TCP port 445 (SMB) in 5 s', some(6, 'half_open10').map((packet, i) => ({ ...packet, dst: `10.0.1.${i}` }))],
  ['arp_scan', '10.0.0.5 asked for the MAC addresses of 6 hosts in 5 s', some(6, 'arp10', { ...noPorts, ...ARP }).map((packet, i) => ({ ...packet, dst: `10.0.0.${100 + i}` }))],
  ['flood', '30 hosts sent 300 packets to 10.0.0.6 over UDP port 514 (syslog) in 3 s', some(300, 'half_open10', { proto: UDP, dstPort: 514 }, 0.01).map((packet, i) => ({ ...packet, src: `192.0.2.${i % 30}` }))],
  ['flood', '10.0.0.5 sent 1,000 packets to 10.0.0.6 over UDP port 53 (DNS) in 999 ms', some(1000, 'one_way10', { proto: UDP, dstPort: 53 }, 0.001)],
  ['repeated_connections', '10.0.0.5 made 8 connections to 10.0.0.6 over TCP port 22 (SSH) in 7 s', some(8, 'repeat_new', { dstPort: 22 }).map((packet, i) => ({ ...packet, srcPort: 50_000 + i }))],
  ['repeated_connections', '10.0.0.5 talked from 8 ports to 10.0.0.6 over UDP port 53 (DNS) in 7 s', some(8, 'repeat_new', { proto: UDP, dstPort: 53 }).map((packet, i) => ({ ...packet, srcPort: 50_000 + i }))],
  ['dns_tunnel', '10.0.0.5 and 10.0.0.6 exchanged 4 long DNS messages in 3 s', answered(some(4, 'dns_long60', { proto: UDP, dstPort: 53 }))],
  ['dns_tunnel', '10.0.0.5 sent 1 DNS message with many new names to 10.0.0.6', some(1, 'dns_names60', { proto: UDP, dstPort: 53 })],
  ['icmp_volume', '10.0.0.5 and 10.0.0.6 exchanged 1.2 kB of ICMP in 9 s', answered(some(10, 'icmp60', { ...noPorts, icmpType: 8, size: 120 })).map((packet, i) => ({ ...packet, icmpType: i % 2 ? 0 : 8 }))],
  ['address_change', '2 ARP packets between 10.0.0.5 and 10.0.0.6 came with another MAC address in 1 s', some(2, 'mac_changed', { ...noPorts, ...ARP })],
  ['address_change', '4 TCP packets between 10.0.0.5 and 10.0.0.6 took another way than most in 3 s', some(4, 'odd_gateway')],
  ['new_neighbours', '10.0.0.5 and 10.0.0.6, new to one another: 3 packets over TCP port 445 (SMB) in 2 s', some(3, 'new_local')],
  ['impossible_flags', '10.0.0.5 sent 1 TCP packet with impossible flags to 10.0.0.6, and 1 more packet', [...some(1, 'bad_flags', { tcpFlags: 0 }), ...some(1, '', { tcpFlags: ACK })]],
  ['rare_service', '10.0.0.5 and 10.0.0.6 exchanged 3 kB over TCP port 4444 in 1 s', answered(some(2, 'rare_volume', { dstPort: 4444, size: 1500 })).map((packet, i) => ({ ...packet, tcpFlags: i ? SYN_ACK : SYN }))],
  ['one_way', '10.0.0.5 sent 40 UDP packets to 10.0.0.6 in 39 s and got no answer', some(40, 'one_way10', { proto: UDP, dstPort: 9000 })],
  ['one_way', '0.0.0.0 sent 40 packets to 255.255.255.255 over UDP port 67 (DHCP) in 39 s', some(40, 'one_way10', { proto: UDP, src: '0.0.0.0', dst: '255.255.255.255', srcPort: 68, dstPort: 67 })],
  ['other', '10.0.0.5 and 10.0.0.6 exchanged 2 packets over TCP port 445 (SMB) in 1 s', answered(some(2, 'new_pairs10'))],
  ['other', '10.0.0.5 and 3 hosts exchanged 6 TCP packets in 5 s', answered(some(6, 'new_pairs10', { dstPort: 7000 })).map((packet, i) => (i % 2 ? { ...packet, src: `10.0.1.${i >> 1}` } : { ...packet, dst: `10.0.1.${i >> 1}` }))],
]; // prettier-ignore

test.each(DRAWN)('%s: "%s"', (kind, title, packets) => {
  expect(told(packets)).toEqual([[kind, title]]);
});

test('every kind is drawn', () => {
  const own = told(some(2, '', { size: 1500 }), true);
  expect(own).toEqual([['unusual_values', '10.0.0.5 sent 2 TCP packets of 1,500 bytes to 10.0.0.6 in 1 s']]);
  const kinds = new Set<string>([...DRAWN.map(([kind]) => kind), own[0][0]]);
  expect([...kinds].toSorted()).toEqual(Object.keys(FINDING_KINDS).toSorted());
});

test('a service is where it is known to be, not where a port is lower', () => {
  // Windows XP's clients have ports from 1025 on.
  const [[, title]] = told(some(4, 'rare_volume', { src: '192.0.2.7', srcPort: 8443, dstPort: 4269, tcpFlags: ACK }));
  expect(title).toBe('192.0.2.7 sent 240 B to 10.0.0.6 over TCP port 8443 (alternate HTTPS) in 3 s');
  const { findings } = groupFindings(drawMarked(answered(some(4, '', { srcPort: 8443, dstPort: 4269, tcpFlags: ACK }))), null); // prettier-ignore
  expect(findings[0].services).toEqual([{ proto: 6, port: 8443, ethertype: null, packets: 4 }]);
  // A handshake says it of any ports (RFC 9293, section 3.5).
  expect(told(some(2, 'rare_volume', { srcPort: 443, dstPort: 60_000, tcpFlags: SYN }))[0][1]).toContain(
    'TCP port 60000',
  );
  // Nothing does.
  expect(told(some(2, '', { srcPort: 50_443, dstPort: 47_104 }))[0][1]).toBe('10.0.0.5 sent 2 TCP packets to 10.0.0.6 in 1 s'); // prettier-ignore
});

test('answers of a server to many ports of its client are no scan', () => {
  const answers = some(40, 'half_open10', { srcPort: 443, tcpFlags: ACK }).map((packet, i) => ({ ...packet, dstPort: 2000 + i })); // prettier-ignore
  expect(told(answers)).toEqual([
    ['repeated_connections', '10.0.0.6 made 40 connections to 10.0.0.5 over TCP port 443 (HTTPS) in 39 s'],
  ]);
  const refused = some(40, 'half_open10').map((packet, i) => ({ ...packet, dstPort: 2000 + i, tcpFlags: i % 2 ? RST_ACK : SYN })); // prettier-ignore
  expect(told(refused)[0][0]).toBe('port_scan');
});

test.each<[string, DrawnPacket[]]>([
  ['two ARP packets', some(2, 'half_open10', { ...noPorts, ...ARP })],
  ['four connections', some(4, 'repeat_new').map((packet, i) => ({ ...packet, srcPort: 50_000 + i }))],
  ['one connection of many packets', some(20, 'repeat_new')],
  ['a stream that was answered', answered(some(40, 'one_way10', { proto: UDP, dstPort: 9000 }))],
  ['a host that announces itself', some(1, 'new_local', { ...noPorts, ...ARP, dst: '10.0.0.5' })],
  ['ARP answers to many', some(6, 'arp10', { ...noPorts, ethertype: 0x806, arpOperation: 2 }).map((packet, i) => ({ ...packet, dst: `10.0.0.${100 + i}` }))],
  ['what many hosts send in half an hour', some(300, 'half_open10', {}, 6).map((packet, i) => ({ ...packet, src: `192.0.2.${i % 30}` }))],
])('%s have no kind of their own', (_, packets) => {
  expect(told(packets).map(([kind]) => kind)).toEqual(['other']);
}); // prettier-ignore
