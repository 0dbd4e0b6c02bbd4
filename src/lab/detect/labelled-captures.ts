// A folder of captures NAME.pcap with NAME.labels.csv (`frame,label,attack`), and each capture cut in two at half its time.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../base/errors.ts';
import { Pacer } from '../../base/pacer.ts';
import { loadTraffic } from '../../ingest/load.ts';
import type { PacketTable } from '../../packets/table.ts';

const CAPTURE = '.pcap';
const LABELS = '.labels.csv';
/** Bytes before the first record of a pcap file, and of a record's header. */
const FILE_HEADER = 24;

export interface LabelledCapture {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  table: PacketTable;
  /** One a packet: 1 = of an attack. */
  labels: Uint8Array;
  /** Kinds of attack, one a packet; '' where there is none. */
  kinds: string[];
  /** The places of its packets by time: before half of the capture's time, and from there on. */
  early: number[];
  late: number[];
}

/** Names in their order. Throws InputError where there is none. */
export function listCaptures(folder: string): string[] {
  if (!existsSync(folder)) throw new InputError(`There is no folder ${folder}: give one with NAME.pcap and NAME.labels.csv.`); // prettier-ignore
  const files = new Set(readdirSync(folder));
  const names = [...files].filter((file) => file.endsWith(CAPTURE)).map((file) => file.slice(0, -CAPTURE.length));
  const labelled = names.filter((name) => files.has(name + LABELS));
  if (labelled.length === 0) throw new InputError(`The folder ${folder} holds no NAME.pcap with a NAME.labels.csv.`);
  return labelled.toSorted();
}

/** Labels of `packets` frames. Throws InputError, with the line, where it does not tell of each one. */
export function readLabels(file: string, text: string, packets: number): Pick<LabelledCapture, 'labels' | 'kinds'> {
  const [head, ...lines] = text.trimEnd().split(/\r?\n/);
  const refuse = (line: number, why: string) => new InputError(`${file}, line ${line}: ${why}.`);
  if (head !== 'frame,label,attack') throw refuse(1, `"${head}" is not frame,label,attack`);
  if (lines.length !== packets) throw refuse(lines.length + 1, `it tells of ${lines.length} frames, and there are ${packets}`); // prettier-ignore
  const labels = new Uint8Array(packets);
  const kinds = lines.map((line, row) => {
    const [, frame, label, kind] = /^(\d+),([01]),(.*)$/.exec(line) ?? [];
    if (Number(frame) !== row + 1) throw refuse(row + 2, `"${line}" is not a line of frame ${row + 1}`);
    labels[row] = Number(label);
    return label === '1' ? kind : '';
  });
  return { labels, kinds };
}

/** Times of the packets, seconds since 1970; that of the packet before where one has none. */
export function timesOf(table: PacketTable): Float64Array {
  const times = new Float64Array(table.length);
  for (let row = 0; row < times.length; row++) times[row] = table.packet(row).ts ?? times[row - 1] ?? 0;
  return times;
}

export async function readCapture(module: WebAssembly.Module, folder: string, name: string): Promise<LabelledCapture> {
  const bytes = new Uint8Array(readFileSync(join(folder, name + CAPTURE)));
  const { table } = await loadTraffic(module, [{ name, data: new Blob([bytes]) }], new Pacer());
  const file = name + LABELS;
  const times = timesOf(table);
  const half = (times[0] + times.reduce((latest, time) => Math.max(latest, time), -Infinity)) / 2;
  const rows = Array.from(times.keys());
  return {
    name,
    bytes,
    table,
    ...readLabels(file, readFileSync(join(folder, file), 'utf8'), table.length),
    early: rows.filter((row) => times[row] < half),
    late: rows.filter((row) => times[row] >= half),
  };
}

/** A pcap file of some of its packets: the file's own header and records. Throws InputError for other than pcap files. */
export function sliceCapture({ name, bytes, table }: LabelledCapture, rows: readonly number[]): Blob {
  const container = table.interfaces[0];
  if (container?.container !== 'pcap') throw new InputError(`${name} is no pcap file: bring it into one by editcap -F pcap.`); // prettier-ignore
  const records = rows.map((row) => {
    const { offset, capturedLength } = table.frame(row)!;
    return bytes.subarray(offset, offset + container.recordHeader + capturedLength);
  });
  return new Blob([bytes.subarray(0, FILE_HEADER), ...records]);
}
