// For tests: what must become of any bytes that are opened as captures: packets or a plain refusal, soon, in little memory.
import { BatchError } from '../../../base/errors.ts';
import { Pacer } from '../../../base/pacer.ts';
import type { Progress, SourceReport } from '../../../engine/types.ts';
import type { PacketTable } from '../../../packets/table.ts';
import { type Loaded, loadTraffic } from '../../load.ts';
import { judgeInspections } from './judge-inspection.ts';

export interface Verdict {
  /** Null: refused, since no file has a packet. */
  loaded: Loaded | null;
  /** Of each file. */
  packets: number[];
  /** Packets that were looked into. */
  inspected: number;
  /** What must not be: a trap, an error that is no answer, a table that contradicts itself; or null. */
  fault: string | null;
  ms: number;
}

/** Packets of a load that are looked into. */
const INSPECTED = 5;
/** Told of a trap as well as of memory that has run out: no small file may get there. */
const EXHAUSTED = 'the memory of this tab is used up';

/** Opens files as the app does, all in one load, and looks into some of the packets. Never rejects. */
export async function judgeCaptures(
  core: WebAssembly.Module,
  files: readonly Uint8Array<ArrayBuffer>[],
): Promise<Verdict> {
  const sources = files.map((bytes, index) => ({ name: `mutant ${index}`, data: new Blob([bytes]) }));
  const start = performance.now();
  const passed = () => performance.now() - start;
  try {
    const loaded = await loadTraffic(core, sources, new Pacer<Progress>());
    const ms = passed();
    const packets = loaded.report.sources.map((source) => source.packets);
    const { inspected, fault } = await judgeInspections(core, loaded.table, sources, INSPECTED);
    return { loaded, packets, inspected, fault: findFault(loaded) ?? fault, ms };
  } catch (error) {
    const refused = error instanceof BatchError && !error.message.includes(EXHAUSTED);
    const fault = refused ? null : error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { loaded: null, packets: files.map(() => 0), inspected: 0, fault, ms: passed() };
  }
}

/** What is wrong with what was read, by itself. */
function findFault({ table, report }: Loaded): string | null {
  if (report.packets !== table.length) return `${report.packets} packets told, ${table.length} in the table`;
  for (const [index, source] of report.sources.entries()) {
    const fault = findSourceFault(source);
    if (fault !== null) return `file ${index}: ${fault}`;
  }
  return findBadRow(table, report.sources);
}

function findSourceFault({ capture, stopped, packets, decompressedBytes }: SourceReport): string | null {
  if (stopped?.message.includes(EXHAUSTED)) return stopped.message;
  if (capture === null) return null;
  const { notes, noteCount, lostBytes, interfaces, interfaceCount } = capture;
  if (notes.length > noteCount || notes.length > 100) return `${notes.length} notes of ${noteCount}`;
  const place = notes.find(({ offset }) => !(offset >= 0 && offset <= decompressedBytes));
  if (place !== undefined) return `a note at byte ${place.offset} of ${decompressedBytes}`;
  if (!(lostBytes >= 0 && lostBytes <= decompressedBytes)) return `${lostBytes} bytes lost of ${decompressedBytes}`;
  const counted = interfaces.reduce((sum, each) => sum + each.packets, 0);
  if (interfaceCount <= interfaces.length && counted !== packets)
    return `its interfaces count ${counted} packets of ${packets}`;
  return null;
}

function findBadRow(table: PacketTable, sources: readonly SourceReport[]): string | null {
  const found = sources.map(() => 0);
  for (let row = 0; row < table.length; row++) {
    // Throws where an address is not in the dictionary.
    const packet = table.packet(row);
    const frame = table.frame(row);
    if (frame === null) continue;
    const source = table.interfaces[frame.interface]?.source;
    if (sources[source] === undefined) return `row ${row} is of interface ${frame.interface}`;
    found[source]++;
    const end = frame.offset + frame.capturedLength;
    const bytes = sources[source].decompressedBytes;
    if (!(frame.offset > 0 && end <= bytes)) return `row ${row} stands from ${frame.offset} to ${end} of ${bytes}`;
    if (packet.ts !== undefined && !Number.isFinite(packet.ts)) return `row ${row} has the time ${packet.ts}`;
  }
  const wrong = sources.findIndex(({ capture, packets }, index) => capture !== null && found[index] !== packets);
  return wrong < 0 ? null : `file ${wrong} told ${sources[wrong].packets} packets, ${found[wrong]} are in the table`;
}
