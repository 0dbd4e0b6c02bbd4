// For tests: what must become of any bytes that are opened as a capture: packets or a plain refusal, soon, in little memory.
import { BatchError } from '../../../base/errors.ts';
import { Pacer } from '../../../base/pacer.ts';
import type { Progress } from '../../../engine/types.ts';
import type { PacketTable } from '../../../packets/table.ts';
import { type Loaded, loadTraffic } from '../../load.ts';

export interface Verdict {
  loaded: Loaded | null;
  /** Why it was refused, or null. */
  refusal: string | null;
  /** What must not be: a trap, an error that is no answer, a table that contradicts itself; or null. */
  fault: string | null;
  ms: number;
}

/** Opens bytes as the app does. Never rejects. */
export async function judgeCapture(core: WebAssembly.Module, bytes: Uint8Array<ArrayBuffer>): Promise<Verdict> {
  const start = performance.now();
  const passed = () => performance.now() - start;
  try {
    const loaded = await loadTraffic(core, [{ name: 'mutant', data: new Blob([bytes]) }], new Pacer<Progress>());
    const ms = passed();
    return { loaded, refusal: null, fault: findFault(loaded, bytes.length), ms };
  } catch (error) {
    const refused = error instanceof BatchError;
    return {
      loaded: null,
      refusal: refused ? error.message : null,
      fault: refused ? null : String(error),
      ms: passed(),
    };
  }
}

/** What is wrong with what was read, by itself. */
function findFault({ table, report }: Loaded, bytes: number): string | null {
  const [source] = report.sources;
  if (report.packets !== table.length) return `${report.packets} packets told, ${table.length} in the table`;
  // Out of memory is told as a stop of the source: no small file may get there.
  if (source.stopped?.message.includes('memory')) return source.stopped.message;
  if (source.capture === null) return null;
  const { notes, noteCount, lostBytes, interfaces } = source.capture;
  if (notes.length > noteCount || notes.length > 100) return `${notes.length} notes of ${noteCount}`;
  const place = notes.find(({ offset }) => !(offset >= 0 && offset <= source.decompressedBytes));
  if (place !== undefined) return `a note at byte ${place.offset} of ${source.decompressedBytes}`;
  if (!(lostBytes >= 0 && lostBytes <= source.decompressedBytes)) return `${lostBytes} bytes lost`;
  const counted = interfaces.reduce((sum, { packets }) => sum + packets, 0);
  if (interfaces.length < 100 && counted !== table.length)
    return `interfaces count ${counted} packets of ${table.length}`;
  return source.gzip ? null : findBadRow(table, bytes);
}

function findBadRow(table: PacketTable, bytes: number): string | null {
  let before = -1;
  for (let row = 0; row < table.length; row++) {
    // Throws where an address is not in the dictionary.
    const packet = table.packet(row);
    const frame = table.frame(row);
    if (frame === null) continue;
    if (!(frame.offset > before && frame.offset < bytes)) return `row ${row} at byte ${frame.offset}, after ${before}`;
    if (frame.offset + frame.capturedLength > bytes) return `row ${row} has ${frame.capturedLength} bytes at ${frame.offset} of ${bytes}`; // prettier-ignore
    if (table.interfaces[frame.interface] === undefined) return `row ${row} is of interface ${frame.interface}`;
    if (packet.ts !== undefined && !Number.isFinite(packet.ts)) return `row ${row} has the time ${packet.ts}`;
    before = frame.offset;
  }
  return null;
}
