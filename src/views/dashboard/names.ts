// Services and protocols in words, by their keys.
import { ethertypeName } from '../../packets/ethertypes.ts';
import { protocolName } from '../../packets/protocols.ts';
import { serviceAt } from '../../packets/services.ts';
import { readProtocolKey, readServiceKey } from '../../survey/keys.ts';
import type { RowKind } from '../../survey/types.ts';

const frameWords = (ethertype: number): string =>
  ethertype === 0 ? 'no IP' : (ethertypeName(ethertype) ?? `ethertype 0x${ethertype.toString(16).padStart(4, '0')}`);

/** `TCP`, `ARP`, `protocol 253`. */
export function protocolWordsOf(key: number): string {
  const { proto, ethertype } = readProtocolKey(key);
  return ethertype === null ? (protocolName(proto) ?? `protocol ${proto}`) : frameWords(ethertype);
}

/** `443/tcp HTTPS`, `ICMP`, `ARP`. */
export function serviceWordsOf(key: number): string {
  const { proto, port, ethertype } = readServiceKey(key);
  if (ethertype !== null) return frameWords(ethertype);
  const protocol = protocolName(proto) ?? `protocol ${proto}`;
  if (port === null) return protocol;
  const name = serviceAt(proto, port);
  return `${port}/${protocol.toLowerCase()}${name === null ? '' : ` ${name}`}`;
}

/** What a row of the heat map or an entry of a list is called. */
export function keyWords(kind: RowKind | 'host', key: string | number): string {
  if (typeof key === 'string') return key === '' ? 'no address' : key;
  return kind === 'service' ? serviceWordsOf(key) : protocolWordsOf(key);
}
