// Which service a packet is of: the port at the end that serves, not the one that its client happens to have.
import { isServicePort } from '../../packets/services.ts';
import type { Strands } from './strands.ts';
import type { MarkedPackets, ServiceCount } from './types.ts';

const PORTS = 0x1_0001;
const NO_PORT = 0x1_0000;
const NO_IP = 255;
const SYN = 2;
const ACK = 16;

/**
 * 1 where the destination of a packet serves, -1 where its source does, 0 where the packet does not tell: a handshake does
 * (RFC 9293, section 3.5), and ports of which one alone is a service's. Who has the lower port is no proof.
 */
export function servingEnd({ proto, srcPort, dstPort, tcpFlags }: MarkedPackets, i: number): number {
  if (tcpFlags[i] >= 0 && tcpFlags[i] & SYN) return tcpFlags[i] & ACK ? -1 : 1;
  return Number(isServicePort(proto[i], dstPort[i])) - Number(isServicePort(proto[i], srcPort[i]));
}

/** Whether the source of a packet is the client; of a packet that does not tell, whether it began its strand. */
export function isFromClient(marked: MarkedPackets, { from, of }: Strands, i: number): boolean {
  const end = servingEnd(marked, i);
  return end === 0 ? marked.src[i] === from[of[i]] : end > 0;
}

/** Protocol and port, or ethertype of frames without IP, in one number. */
export function serviceOf(marked: MarkedPackets, strands: Strands, i: number): number {
  const { proto, ethertype, srcPort, dstPort } = marked;
  if (proto[i] === NO_IP) return NO_IP * PORTS + (ethertype[i] < 0 ? NO_PORT : ethertype[i]);
  const port = isFromClient(marked, strands, i) ? dstPort[i] : srcPort[i];
  return proto[i] * PORTS + (port < 0 ? NO_PORT : port);
}

/** What `serviceOf` wrote, with the packets that have it. */
export function readService([key, packets]: [number, number]): ServiceCount {
  const [proto, rest] = [Math.floor(key / PORTS), key % PORTS];
  const value = rest === NO_PORT ? null : rest;
  return { proto, port: proto === NO_IP ? null : value, ethertype: proto === NO_IP ? value : null, packets };
}

/** A service without its port; of frames without IP all there is. */
export const protocolOnly = (service: number): number =>
  service >= NO_IP * PORTS ? service : service - (service % PORTS) + NO_PORT;

/** Whether its port is one at which services are. */
export function isServed(service: number): boolean {
  const { proto, port } = readService([service, 0]);
  return port !== null && isServicePort(proto, port);
}
