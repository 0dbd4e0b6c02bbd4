// Packet captures: feeds bytes to the WebAssembly reader, takes rows, interfaces and notes out of it.
import type { CaptureReport } from '../../packets/capture-report.ts';
import { linkTypeName } from '../../packets/link-types.ts';
import type { LoadTarget } from '../load-target.ts';
import { CONTAINERS, COUNTS, PIECE, STATUS_ROWS_FULL } from './exports.ts';
import { readInterfaces } from './interfaces.ts';
import { readNotes } from './notes.ts';
import { readRows } from './rows.ts';

/** Notes and interfaces that a report lists. */
const MOST_LISTED = 100;

export interface CaptureResult {
  container: (typeof CONTAINERS)[number];
  packets: number;
  report: CaptureReport;
}

/**
 * Reads one capture after another into the target's table: `begin`, `feed`, `end`, `finish`. Throws RangeError or
 * WebAssembly.RuntimeError when memory runs out; then only `takeRows` and `finish` may follow.
 */
export class CaptureReader {
  readonly #target: LoadTarget;
  #source = 0;
  #firstRow = 0;

  constructor(target: LoadTarget) {
    this.#target = target;
    const [low, high] = crypto.getRandomValues(new Uint32Array(2));
    target.core.captureStart(low, high);
  }

  /** Begins a file, the source of that number. */
  begin(source: number): void {
    this.#source = source;
    this.#firstRow = this.#target.builder.length;
    this.#target.core.captureBegin(MOST_LISTED);
  }

  /** Reads bytes of the file. */
  feed(bytes: Uint8Array): void {
    const { core } = this.#target;
    for (let from = 0; from < bytes.length; from += PIECE) {
      const piece = bytes.subarray(from, from + PIECE);
      const at = core.capturePiece() >>> 0;
      new Uint8Array(core.memory.buffer, at, piece.length).set(piece);
      this.#run(core.captureFeed(piece.length));
    }
  }

  /** The file has ended, or was stopped: reads what is left of it. */
  end(): void {
    this.#run(this.#target.core.captureFinish());
  }

  /** Takes the rows that wait in the core: after memory has run out, those before that place. */
  takeRows(): void {
    const { core, builder } = this.#target;
    if (core.captureRows() === 0) return;
    const rows = readRows(core);
    // They stay where they are until more is read. First, so that rows that find no room are given up, not taken twice.
    core.captureTakeRows();
    builder.append(rows);
  }

  /** What was read of the file. */
  finish(): CaptureResult {
    const { core, builder, interfaces } = this.#target;
    const found = readInterfaces(core, interfaces.length, this.#source);
    const reports = found.map(({ described, packets }, place) => ({
      index: interfaces.length + place,
      section: described.section,
      id: described.id,
      name: described.name,
      linkType: described.linkType,
      linkTypeName: linkTypeName(described.linkType),
      packets,
    }));
    interfaces.push(...found.map(({ described }) => described));
    const counts = Object.fromEntries(COUNTS.map((name, which) => [name, core.captureCount(which)]));
    const container = CONTAINERS[core.captureContainer()];
    const version = core.captureVersion() >>> 0;
    return {
      container,
      packets: builder.length - this.#firstRow,
      report: {
        bigEndian: found[0]?.described.bigEndian ?? false,
        version: `${version >>> 16}.${version & 0xffff}`,
        sections: container === 'pcapng' ? core.captureSections() : 1,
        interfaces: reports.slice(0, MOST_LISTED),
        interfaceCount: reports.length,
        undecoded: counts.undecoded,
        truncated: counts.truncated,
        malformed: counts.malformed,
        sliced: counts.sliced,
        timeless: counts.timeless,
        backwards: counts.backwards === 0 ? null : { packets: counts.backwards, offset: counts.firstBackwards },
        notes: readNotes(core),
        noteCount: core.captureNotesTotal(),
        lostBytes: core.captureBytesLost(),
      },
    };
  }

  #run(answer: number): void {
    const { core } = this.#target;
    for (let status = answer; ; status = core.captureResume()) {
      this.takeRows();
      if (status !== STATUS_ROWS_FULL) return;
    }
  }
}
