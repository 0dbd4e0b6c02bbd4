// Services and protocols as text: as people write them, and back to the same key for every key there is.
import { expect, test } from 'vitest';
import { readProtocol, readService, writeProtocol, writeService } from './key-text.ts';
import { frameServiceKey, protocolKey, serviceKey } from './keys.ts';

const FRAME = 255;
/** EtherTypes of ARP (RFC 826) and of PTP over Ethernet (IEEE 1588), whose name is an IP protocol's too. */
const [ARP, PTP] = [0x0806, 0x88f7];

test('services are written as IANA has them: the port, a slash, the protocol', () => {
  expect(writeService(serviceKey(6, 443))).toBe('443/tcp');
  expect(writeService(serviceKey(17, 53))).toBe('53/udp');
  expect(writeService(serviceKey(1, null))).toBe('icmp');
  expect(writeService(serviceKey(253, 7))).toBe('7/253');
  expect(writeService(frameServiceKey(ARP))).toBe('arp');
  expect(writeService(frameServiceKey(PTP))).toBe('0x88f7');
  expect(readService('443/TCP')).toBe(serviceKey(6, 443));
  expect(readService('ARP')).toBe(frameServiceKey(ARP));
  // Port 0 is reserved (RFC 6335 section 6), but packets have it.
  expect(readService('0/udp')).toBe(serviceKey(17, 0));
});

test('every protocol and every ethertype comes back from its text', () => {
  const wrong: number[] = [];
  for (let proto = 0; proto < FRAME; proto++) {
    const key = protocolKey(proto, 0);
    const services = [serviceKey(proto, null), serviceKey(proto, 0), serviceKey(proto, 65_535)];
    if (readProtocol(writeProtocol(key)) !== key) wrong.push(key);
    wrong.push(...services.filter((service) => readService(writeService(service)) !== service));
  }
  for (let ethertype = 0; ethertype <= 0xffff; ethertype++) {
    const [key, service] = [protocolKey(FRAME, ethertype), frameServiceKey(ethertype)];
    if (readProtocol(writeProtocol(key)) !== key) wrong.push(key);
    if (readService(writeService(service)) !== service) wrong.push(service);
  }
  expect(wrong).toEqual([]);
});

test('what is no service or protocol is null', () => {
  const nonsense = [
    '',
    'tcp/443',
    '443/',
    '/tcp',
    '65536/tcp',
    '443/nothing',
    '0x806',
    '255',
    '1e2',
    '-1',
    '443/tcp/tcp',
  ];
  expect(nonsense.map(readService)).toEqual(nonsense.map(() => null));
  expect([...nonsense, '443/tcp'].map(readProtocol)).toEqual([...nonsense, ''].map(() => null));
});
