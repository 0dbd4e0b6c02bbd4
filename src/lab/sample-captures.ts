// Writes a capture of samples/, and beside it what tshark reads of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, listFields } from './capture-export/wireshark.ts';

/** What reading a capture must give. Counts are packets. */
export interface ExpectedCapture {
  /** Who says so. */
  tshark: string;
  packets: number;
  /** Epoch seconds with all digits. */
  span: { first: string; last: string };
  wireBytes: number;
  /** Different source and destination addresses of IP. */
  hosts: number;
  /** By ethertype, as decimal numbers. */
  ethertypes: Record<string, number>;
  /** By IP protocol number. */
  protocols: Record<string, number>;
  /** By the name of the last layer that tshark knows. */
  layers: Record<string, number>;
  /** Packets that the visitor sent by IP. */
  visitor: { src: string; packets: number };
}

const VISITOR = '10.20.0.77';
const FIELDS = 'frame.time_epoch frame.len eth.type ip.proto ipv6.nxt ip.src ip.dst ipv6.src ipv6.dst frame.protocols'.split(' '); // prettier-ignore

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values.toSorted()) if (value !== '') counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

async function readByTshark(path: string, version: string): Promise<ExpectedCapture> {
  const rows = (await listFields(path, FIELDS)).map((line) => line.split('\t'));
  const column = (index: number) => rows.map((row) => row[index]);
  const hosts = new Set(rows.flatMap((row) => row.slice(5, 9)).filter((address) => address !== ''));
  return {
    tshark: version,
    packets: rows.length,
    span: { first: rows[0][0], last: rows[rows.length - 1][0] },
    wireBytes: column(1).reduce((sum, length) => sum + Number(length), 0),
    hosts: hosts.size,
    ethertypes: countBy(column(2).map((type) => String(Number(type)))),
    protocols: countBy(rows.map((row) => row[3] || row[4])),
    layers: countBy(column(9).map((stack) => stack.split(':').at(-1)!)),
    visitor: { src: VISITOR, packets: column(5).filter((src) => src === VISITOR).length },
  };
}

/** Writes the capture, and the file beside it where tshark is installed. */
export async function writeCapture(
  folder: string,
  name: string,
  bytes: Uint8Array,
): Promise<{ described: boolean; sample: string; bytes: number }> {
  const path = join(folder, `${name}.pcapng`);
  writeFileSync(path, bytes);
  const version = await findTool('tshark');
  const told = { sample: name, bytes: bytes.length };
  if (version === null) return { described: false, ...told };
  const expected = await readByTshark(path, version);
  writeFileSync(join(folder, `${name}.expected.json`), `${JSON.stringify(expected, null, 2)}\n`);
  return { described: true, ...told };
}

/** What stands beside a capture. */
export function readExpected(folder: string, name: string): ExpectedCapture {
  return JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as ExpectedCapture;
}
