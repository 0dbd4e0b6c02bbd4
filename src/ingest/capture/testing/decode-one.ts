// Frames for tests, drawn in hexadecimal, and what the core decodes of a single one.
import { AddressDictionary } from '../../../packets/addresses.ts';
import * as marks from '../../../packets/capture.ts';
import { LAYERS } from '../../../packets/layers.ts';
import type { BatchExports } from '../../batch/exports.ts';

/** Exports for single packets; see assembly/capture/inspect.ts. */
interface InspectExports extends Pick<
  BatchExports,
  'memory' | 'batchDictionaryBytes' | 'batchDictionaryCount' | 'batchDictionaryEnds'
> {
  captureInspectorStart(low: number, high: number): void;
  captureInspectorRoom(captured: number): number;
  captureInspect(linkType: number, at: number, captured: number, original: number, fcs: number): number;
  capturePacket(): number;
  captureLayers(): number;
  release(pointer: number): void;
}

export interface Decoded {
  /** Names of the marks, without MARK_CAPTURED. */
  marks: string[];
  /** `ethernet 0-14` and so on. */
  layers: string[];
  /** Only what is there: 0 stands for nothing, but for `proto`. */
  src?: string;
  dst?: string;
  srcMac?: string;
  dstMac?: string;
  ethertype?: number;
  vlan?: number;
  proto: number;
  ttl?: number;
  srcPort?: number;
  dstPort?: number;
  tcpFlags?: number;
  tcpWindow?: number;
  payloadLength?: number;
  icmpType?: number;
  icmpCode?: number;
  arpOperation?: number;
  dnsLength?: number;
  dnsEntropy?: number;
}

const names = Object.entries(marks as Record<string, unknown>)
  .filter((entry): entry is [string, number] => entry[0].startsWith('MARK_') && entry[0] !== 'MARK_CAPTURED')
  .map(([name, bit]) => ({ name: name.slice(5).toLowerCase(), bit }));

/** Bytes of hexadecimal digits; white space is free. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

const hexOf = (value: number, bytes: number) => value.toString(16).padStart(2 * bytes, '0');
const lengthOf = (hex: string) => bytesOf(hex).length;

export const MACS = '0200000000bb 0200000000aa';

/** Ethernet version 2. */
export function ethernet(type: string, payload: string): string {
  return `${MACS} ${type} ${payload}`;
}

/** IPv4 from 192.0.2.1 to 198.51.100.2 (RFC 5737). `fragment`: flags and offset. */
export function ipv4(proto: number, payload: string, { fragment = '0000', options = '', length = -1 } = {}): string {
  const header = 20 + lengthOf(options);
  const total = length < 0 ? header + lengthOf(payload) : length;
  return `4${(header / 4).toString(16)} 00 ${hexOf(total, 2)} 0001 ${fragment} 40 ${hexOf(proto, 1)} 0000 c0000201 c6336402 ${options} ${payload}`;
}

/** IPv6 from 2001:db8::1 to 2001:db8::2 (RFC 3849). */
export function ipv6(next: number, payload: string, length = lengthOf(payload)): string {
  const address = (last: string) => `20010db8000000000000000000000${last}`;
  return `60000000 ${hexOf(length, 2)} ${hexOf(next, 1)} 3f ${address('001')} ${address('002')} ${payload}`;
}

/** UDP from port 4660 to `port`. */
export function udp(payload: string, { port = 9, length = 8 + lengthOf(payload) } = {}): string {
  return `1234 ${hexOf(port, 2)} ${hexOf(length, 2)} 0000 ${payload}`;
}

/** TCP from port 4660 to `port`, SYN and ACK, with a window of 512. */
export function tcp(payload: string, { port = 80, offset = 5, options = '' } = {}): string {
  return `1234 ${hexOf(port, 2)} 00000001 00000002 ${offset.toString(16)}0 12 0200 0000 0000 ${options} ${payload}`;
}

/** A decoder of single packets with a core of its own, which is used for all of them. */
export function openDecoder(module: WebAssembly.Module) {
  const core = new WebAssembly.Instance(module, {}).exports as unknown as InspectExports;
  core.captureInspectorStart(1, 2);

  function texts(): AddressDictionary {
    const count = core.batchDictionaryCount();
    const ends = new Uint32Array(count + 1);
    ends.set(new Uint32Array(core.memory.buffer, core.batchDictionaryEnds() >>> 0, count), 1);
    const start = core.batchDictionaryBytes() >>> 0;
    return new AddressDictionary(new Uint8Array(core.memory.buffer).slice(start, start + ends[count]), ends);
  }

  /**
   * `original`: bytes on the wire, as many as are given where it is left out; `behind`: what stands in memory behind the
   * packet, which must not matter.
   */
  return function decode(
    linkType: number,
    packet: string | Uint8Array,
    original?: number,
    fcs = 0,
    behind = 0xee,
  ): Decoded {
    const bytes = typeof packet === 'string' ? bytesOf(packet) : packet;
    const room = core.captureInspectorRoom(bytes.length) >>> 0;
    new Uint8Array(core.memory.buffer, room, bytes.length + 64).fill(behind).set(bytes);
    const count = core.captureInspect(linkType, room, bytes.length, original ?? bytes.length, fcs);
    const view = new DataView(core.memory.buffer, core.capturePacket() >>> 0, 80);
    const list = new Uint32Array(core.memory.buffer, core.captureLayers() >>> 0, count * 3);
    const layers = Array.from({ length: count }, (_, index) => {
      const [id, start, end] = list.subarray(3 * index);
      return `${LAYERS[id]} ${start}-${end}`;
    });
    core.release(room);
    const bits = view.getUint16(58, true);
    const present = view.getUint8(61);
    const addresses = texts();
    const u8 = (at: number) => view.getUint8(at) || undefined;
    const u16 = (at: number) => view.getUint16(at, true) || undefined;
    const address = (at: number) => {
      const id = view.getUint32(at, true);
      return id === 0 ? undefined : addresses.text(id);
    };
    return {
      marks: names.filter(({ bit }) => bits & bit).map(({ name }) => name),
      layers,
      src: address(20),
      dst: address(24),
      srcMac: address(32),
      dstMac: address(36),
      payloadLength: bits & marks.MARK_TRANSPORT ? view.getUint32(40, true) : undefined,
      srcPort: present & 8 ? view.getUint16(44, true) : undefined,
      dstPort: present & 16 ? view.getUint16(46, true) : undefined,
      ethertype: u16(50),
      vlan: bits & marks.MARK_VLAN ? view.getUint16(52, true) : undefined,
      tcpWindow: u16(54),
      arpOperation: u16(56),
      proto: view.getUint8(60),
      tcpFlags: present & 32 ? view.getUint8(62) : undefined,
      ttl: u8(63),
      icmpType: bits & marks.MARK_ICMP ? view.getUint8(64) : undefined,
      icmpCode: bits & marks.MARK_ICMP ? view.getUint8(65) : undefined,
      dnsLength: u8(66),
      dnsEntropy: u8(67),
    };
  };
}
