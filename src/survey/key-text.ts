// Keys of services and protocols as text that people read and write: `443/tcp`, `icmp`, `arp`, `0x88f7`.
import { NO_PROTOCOL } from '../packets/capture.ts';
import { ethertypeName, ethertypeNumber } from '../packets/ethertypes.ts';
import { protocolName, protocolNumber } from '../packets/protocols.ts';
import { frameServiceKey, protocolKey, readProtocolKey, readServiceKey, serviceKey } from './keys.ts';

/** Of a name only where it leads back: some are those of an IP protocol too, or of two ethertypes. */
function writeEthertype(ethertype: number): string {
  const name = ethertypeName(ethertype)?.toLowerCase();
  const known = name !== undefined && protocolNumber(name) === null && ethertypeNumber(name) === ethertype;
  return known ? name : `0x${ethertype.toString(16).padStart(4, '0')}`;
}

const writeProto = (proto: number): string => protocolName(proto)?.toLowerCase() ?? String(proto);

/** An IP protocol by its name or number, below 255, or null. */
function readProto(text: string): number | null {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : protocolNumber(text);
  return number !== null && number < NO_PROTOCOL ? number : null;
}

/** An ethertype by its name or four hexadecimal digits, or null. */
const readEthertype = (text: string): number | null =>
  /^0x[0-9a-f]{4}$/i.test(text) ? parseInt(text, 16) : ethertypeNumber(text);

/** `tcp`, `253`; of frames without IP `arp`, `0x88f7`, and `0x0000` where the ethertype is not known. */
export function writeProtocol(key: number): string {
  const { proto, ethertype } = readProtocolKey(key);
  return ethertype === null ? writeProto(proto) : writeEthertype(ethertype);
}

/** The protocol key of such a text in any case, or null. */
export function readProtocol(text: string): number | null {
  const proto = readProto(text);
  if (proto !== null) return protocolKey(proto, 0);
  const ethertype = readEthertype(text);
  return ethertype === null ? null : protocolKey(NO_PROTOCOL, ethertype);
}

/** `443/tcp`, and of packets without ports as `writeProtocol`. */
export function writeService(key: number): string {
  const { proto, port, ethertype } = readServiceKey(key);
  if (ethertype !== null) return writeEthertype(ethertype);
  return port === null ? writeProto(proto) : `${port}/${writeProto(proto)}`;
}

/** The service key of such a text in any case, or null. */
export function readService(text: string): number | null {
  const [, port, name] = /^(\d{1,5})\/(.+)$/.exec(text) ?? [];
  const proto = readProto(name ?? text);
  if (port !== undefined) return proto === null || Number(port) > 0xffff ? null : serviceKey(proto, Number(port));
  if (proto !== null) return serviceKey(proto, null);
  const ethertype = readEthertype(text);
  return ethertype === null ? null : frameServiceKey(ethertype);
}
