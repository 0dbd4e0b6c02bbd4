// Packets for component tests, made up row by row, and those of them that lie above a line.
import type { Line, MarkedPackets } from '../../detect/findings/types.ts';
import type { PacketRow } from '../../engine/types.ts';

/** Row i has score (i mod 1,000) / 1,000. */
export function fakeRow(row: number): PacketRow {
  return {
    row,
    src: `10.0.${(row >> 8) & 255}.${row & 255}`,
    dst: '10.0.0.1',
    size: 60 + (row % 1400),
    proto: row % 3 === 0 ? 17 : 6,
    ts: 1725530000 + row / 1000,
    score: (row % 1000) / 1000,
    frame: null,
  };
}

/** Of a model on the packets' own values; at most 1,000 packets. */
export function fakeMarked(rows: number, line: Line): MarkedPackets {
  const all = Array.from({ length: rows }, (_, row) => fakeRow(row)).filter(({ score }) => score! > line.threshold);
  const taken = all.slice(0, 1000);
  const none = taken.map(() => -1);
  const hosts = ['', '10.0.0.1', ...new Set(taken.map(({ src }) => src!))];
  return {
    line,
    above: all.length,
    taken: taken.length,
    traffic: '0123456789abcdef0123456789abcdef',
    model: 'fedcba9876543210fedcba9876543210',
    packets: rows,
    first: 1725530000,
    last: 1725530000 + rows / 1000,
    ceiling: null,
    rows: Uint32Array.from(taken, ({ row }) => row),
    scores: Float32Array.from(taken, ({ score }) => score!),
    ts: Float64Array.from(taken, ({ ts }) => ts!),
    size: Uint32Array.from(taken, ({ size }) => size),
    proto: Uint8Array.from(taken, ({ proto }) => proto),
    src: Uint32Array.from(taken, ({ src }) => hosts.indexOf(src!)),
    dst: Uint32Array.from(taken, () => 1),
    srcPort: Int32Array.from(none),
    dstPort: Int32Array.from(none),
    tcpFlags: Int16Array.from(none),
    icmpType: Int16Array.from(none),
    arpOperation: Int16Array.from(none),
    ethertype: Int32Array.from(none),
    hosts,
    features: ['size', 'proto'],
    usual: null,
    values: Float32Array.from(taken.flatMap(({ size, proto }) => [size, proto])),
    excess: null,
  };
}
