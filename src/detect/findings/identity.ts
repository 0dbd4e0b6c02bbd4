// The id of a finding: the same packets and the same model give the same one, at whatever line, and however often they are opened.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { MarkedPackets } from './types.ts';

/**
 * 32 hexadecimal digits, of the model and of the finding's oddest packet: its time, hosts and protocol, which no other finding
 * has, since packets of two hosts at one time are of one strand. Without a time, of its place in the traffic and of the traffic.
 * @param peak place of the oddest packet
 */
export function makeId(marked: MarkedPackets, peak: number): string {
  const { ts, src, dst, hosts, proto, rows, model, traffic } = marked;
  const when = Number.isFinite(ts[peak]) ? ['time', ts[peak]] : ['row', rows[peak], traffic];
  const ends = [hosts[src[peak]], hosts[dst[peak]]].sort();
  const text = JSON.stringify(['finding', 1, model, ...when, ...ends, proto[peak]]);
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}
