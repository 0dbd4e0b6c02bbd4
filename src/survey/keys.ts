// Services and protocols as numbers: one for every packet.
import { NO_PROTOCOL } from '../packets/capture.ts';
import { isServicePort } from '../packets/services.ts';

const SYN = 2;
const ACK = 16;
/** Room of ports, with one place for "none". */
const PORTS = 0x1_0001;
const NO_PORT = 0x1_0000;

/** What a service key says: port null where there is none; of frames without IP their ethertype, 0 where that is not known. */
export interface ServiceParts {
  proto: number;
  port: number | null;
  ethertype: number | null;
}

/** @param port null for none */
export const serviceKey = (proto: number, port: number | null): number => proto * PORTS + (port ?? NO_PORT);

/** Of a frame without IP. */
export const frameServiceKey = (ethertype: number): number => NO_PROTOCOL * PORTS + ethertype;

export function readServiceKey(key: number): ServiceParts {
  const [proto, rest] = [Math.floor(key / PORTS), key % PORTS];
  if (proto === NO_PROTOCOL) return { proto, port: null, ethertype: rest };
  return { proto, port: rest === NO_PORT ? null : rest, ethertype: null };
}

/** Up to 255 an IP protocol number, from there on 256 + the ethertype of frames without IP. */
export const protocolKey = (proto: number, ethertype: number): number =>
  proto === NO_PROTOCOL ? 256 + ethertype : proto;

export const readProtocolKey = (key: number): { proto: number; ethertype: number | null } =>
  key < 256 ? { proto: key, ethertype: null } : { proto: NO_PROTOCOL, ethertype: key - 256 };

/**
 * The port of the end that serves: as a handshake tells (RFC 9293 section 3.5), else the one that the registry has, else
 * the lower one, which is a guess that both directions of a conversation share.
 * @param flags  TCP flags, or -1
 * @param serves what tells whether a service may be expected at a port, where the registry's own answers are kept
 */
export function servicePort(
  proto: number,
  source: number,
  destination: number,
  flags: number,
  serves: (proto: number, port: number) => boolean = isServicePort,
): number {
  if (flags >= 0 && flags & SYN) return flags & ACK ? source : destination;
  const side = Number(serves(proto, destination)) - Number(serves(proto, source));
  if (side !== 0) return side > 0 ? destination : source;
  return Math.min(source, destination);
}
