// From which score on a packet is marked, where hosts have lines of their own.
import { expect, test } from 'vitest';
import type { PacketRow } from '../engine/types.ts';
import { levelOf } from './line.ts';

const packet = (some: Partial<PacketRow>): PacketRow => ({
  row: 0,
  size: 60,
  proto: 255,
  score: 0.7,
  frame: null,
  ...some,
});
const frame = (some: object) => ({ frame: some as PacketRow['frame'] });
const line = {
  threshold: 0.6,
  hosts: [
    { host: '10.0.0.1', threshold: 0.8 },
    { host: '10.0.0.2', threshold: 0.9 },
    { host: '10.0.0.3', threshold: 0.5 },
    { host: '02:00:00:00:00:aa', threshold: 0.7 },
  ],
};

test.each<[string, Partial<PacketRow>, number]>([
  ['neither end has a line of its own', { src: '10.0.0.9', dst: '10.0.0.8' }, 0.6],
  ['the source has one', { src: '10.0.0.1', dst: '10.0.0.8' }, 0.8],
  ['the destination has one', { src: '10.0.0.9', dst: '10.0.0.1' }, 0.8],
  ['both have one: the higher', { src: '10.0.0.1', dst: '10.0.0.2' }, 0.9],
  ['one below the common line says nothing', { src: '10.0.0.3' }, 0.6],
  ['ARP goes by the addresses that it asks for', frame({ arpSender: '10.0.0.9', arpTarget: '10.0.0.1' }), 0.8],
  ['a frame without either by its MAC addresses', frame({ srcMac: '02:00:00:00:00:aa', dstMac: null }), 0.7],
  ['MAC addresses of an IP packet say nothing', { src: '10.0.0.9', ...frame({ srcMac: '02:00:00:00:00:aa' }) }, 0.6],
])('%s', (_, some, level) => expect(levelOf(line, packet(some))).toBe(level));
