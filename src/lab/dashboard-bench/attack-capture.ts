// A seeded capture of half an hour in an office with five attacks in it, of any number of packets: pcap, first bytes only.
import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeenFrame } from '../../samples/office-wire.ts';
import { Seeded } from '../../samples/seeded.ts';
import { plantAttacks, type PlantedAttack } from './attacks.ts';
import { holdConversation, SECOND } from './office-talk.ts';

export interface AttackCapture {
  path: string;
  packets: number;
  /** Seconds since 1970 when it begins; attacks are told from there on. */
  begin: number;
  planted: PlantedAttack[];
}

const LENGTH = 1800 * SECOND;
/** Conversations that are held again and again, by other ports. */
const CONVERSATIONS = 3000;
const SNAP_LENGTH = 96;
const RECORD_HEAD = 16;
const PIECE = 8 << 20;
const BEGIN = 1_725_530_000;
/** A part of a name of the file: other traffic has another one. */
const EDITION = 1;
/** Ports from here on are the clients' own (RFC 6335 section 6). */
const DYNAMIC = 49_152;

/** A frame as it is written, and where its client's port and the checksum over it stand (0: nowhere). */
interface Template {
  at: number;
  record: Uint8Array;
  port: number;
  checksum: number;
}

/** A conversation that is being held. */
interface Talk {
  frames: readonly Template[];
  next: number;
  begin: number;
  port: number;
}

const timeOf = ({ frames, next, begin }: Talk): number => begin + frames[next].at;

function makeTemplate({ at, bytes }: SeenFrame): Template {
  const captured = bytes.subarray(0, SNAP_LENGTH);
  const record = new Uint8Array(RECORD_HEAD + captured.length);
  record.set(captured, RECORD_HEAD);
  const view = new DataView(record.buffer);
  view.setUint32(8, captured.length, true);
  view.setUint32(12, bytes.length, true);
  // Ethernet, IPv4 without options, TCP or UDP: all that an office holds here with ports.
  const proto = view.getUint16(RECORD_HEAD + 12) === 0x0800 ? record[RECORD_HEAD + 23] : 0;
  const ports = RECORD_HEAD + 34;
  if (proto !== 6 && proto !== 17) return { at, record, port: 0, checksum: 0 };
  const port = [ports, ports + 2].find((place) => view.getUint16(place) >= DYNAMIC) ?? 0;
  return { at, record, port, checksum: ports + (proto === 6 ? 16 : 6) };
}

/** Talks by the time of their next frame: a binary heap, the earliest on top. */
class Agenda {
  readonly #heap: Talk[] = [];

  get top(): Talk | undefined {
    return this.#heap[0];
  }

  add(talk: Talk): void {
    const heap = this.#heap;
    let place = heap.length;
    for (; place > 0; place = (place - 1) >> 1) {
      const parent = heap[(place - 1) >> 1];
      if (timeOf(parent) <= timeOf(talk)) break;
      heap[place] = parent;
    }
    heap[place] = talk;
  }

  /** Goes on to the next frame of the top. */
  advance(): void {
    const heap = this.#heap;
    const [top] = heap;
    top.next += 1;
    const moved = top.next < top.frames.length ? top : heap.pop()!;
    if (heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && timeOf(heap[child + 1]) < timeOf(heap[child])) child += 1;
      if (timeOf(heap[child]) >= timeOf(moved)) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = moved;
  }
}

/** Which conversations are held, of `packets` packets together, the last one cut off where it would be more. */
function planTalks(random: Seeded, templates: readonly Template[][], packets: number): Template[][] {
  const talks: Template[][] = [];
  for (let left = packets; left > 0;) {
    const frames = random.pick(templates);
    talks.push(frames.slice(0, left));
    left -= frames.length;
  }
  return talks;
}

/** Writes a frame as one of a talk: its time, the client's port, and the checksum brought up to it (RFC 1624). */
function putRecord(piece: Buffer, at: number, { record, port, checksum }: Template, time: number, own: number): number {
  piece.set(record, at);
  piece.writeUInt32LE(BEGIN + Math.floor(time / SECOND), at);
  piece.writeUInt32LE(time % SECOND, at + 4);
  if (port > 0 && own > 0) {
    const sum = (~piece.readUInt16BE(at + checksum) & 0xffff) + (~piece.readUInt16BE(at + port) & 0xffff) + own;
    const folded = (sum & 0xffff) + (sum >>> 16);
    piece.writeUInt16BE(~((folded & 0xffff) + (folded >>> 16)) & 0xffff, at + checksum);
    piece.writeUInt16BE(own, at + port);
  }
  return at + record.length;
}

function fileHead(): Uint8Array {
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, 0xa1b2c3d4, true);
  head.setUint16(4, 2, true);
  head.setUint16(6, 4, true);
  head.setUint32(16, SNAP_LENGTH, true);
  head.setUint32(20, 1, true);
  return new Uint8Array(head.buffer);
}

/** Writes the capture in pieces, in the order of time. */
function writeCapture(
  packets: number,
  seed: number,
  attacks: readonly SeenFrame[],
  write: (bytes: Uint8Array) => void,
) {
  const random = new Seeded(seed);
  const templates = Array.from({ length: CONVERSATIONS }, () => holdConversation(random).map(makeTemplate));
  const talks = planTalks(random, templates, packets - attacks.length);
  const longest = Math.max(...templates.map((frames) => frames[frames.length - 1].at));
  const room = LENGTH - longest - SECOND;
  // Some minutes are busier than others.
  const begins = talks.map((_, index) => {
    const share = (index + random.next()) / talks.length;
    return Math.floor(room * (0.98 * share + 0.02 * Math.sin(4.5 * Math.PI * share) ** 2));
  });
  const agenda = new Agenda();
  agenda.add({ frames: attacks.map(makeTemplate), next: 0, begin: 0, port: 0 });
  const piece = Buffer.alloc(PIECE);
  let filled = 0;
  let opened = 0;
  for (let written = 0; written < packets; written++) {
    while (opened < talks.length && (agenda.top === undefined || begins[opened] <= timeOf(agenda.top))) {
      const port = random.integer(DYNAMIC, 65_535);
      agenda.add({ frames: talks[opened], next: 0, begin: begins[opened], port });
      opened += 1;
    }
    const talk = agenda.top!;
    filled = putRecord(piece, filled, talk.frames[talk.next], timeOf(talk), talk.port);
    agenda.advance();
    if (filled > PIECE - RECORD_HEAD - SNAP_LENGTH) {
      write(piece.subarray(0, filled));
      filled = 0;
    }
  }
  write(piece.subarray(0, filled));
}

/**
 * A capture of exactly so many packets, of which the first 96 bytes are kept; made once, and kept in the system's folder
 * for temporary files. Throws RangeError where the attacks alone would be more.
 */
export function ensureAttackCapture(packets: number, seed = 1): AttackCapture {
  const { frames, planted } = plantAttacks(new Seeded(seed + 1000));
  if (packets < 2 * frames.length) throw new RangeError(`The attacks have ${frames.length} packets; ask for twice as many.`); // prettier-ignore
  const folder = join(tmpdir(), 'net-anomaly-lab');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `attacks-${EDITION}-${packets}-${seed}.pcap`);
  const capture = { path, packets, begin: BEGIN, planted };
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return capture;
  // Under its name only once it is whole.
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w');
  try {
    writeSync(file, fileHead());
    writeCapture(packets, seed, frames, (bytes) => void writeSync(file, bytes));
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  return capture;
}
