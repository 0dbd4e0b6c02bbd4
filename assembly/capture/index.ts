// The host's side of the capture reader: start a load, then for each file begin, feed pieces, finish.
import { startAddresses } from './addresses';
import { startInterfaces } from './interfaces';
import { CUT_RECORD, addNote, startNotes } from './notes';
import { isPcap, pcapVersion, readPcap, startPcap } from './pcap';
import { pcapngVersion, readPcapng, startPcapng } from './pcapng';
import { startRecords } from './record';
import { startRows } from './rows';
import { MORE } from './status';
import { addPiece, bytesToSkip, nextPiece, positionOf, startWindow, windowEnd, windowFrom } from './window';

const UNKNOWN: u32 = 0;
const PCAP: u32 = 1;
const PCAPNG: u32 = 2;

let container: u32 = UNKNOWN;
let ended: bool = false;

/** Starts a load: no interface, no address known. `batchStart` has been called. `low`, `high`: 64 random bits. Once an instance. */
export function captureStart(low: u32, high: u32): void {
  startAddresses(low, high);
  startInterfaces();
}

/** Begins a file, of which at most `mostNotes` notes are listed. */
export function captureBegin(mostNotes: u32): void {
  startWindow();
  startRows();
  startNotes(mostNotes);
  startRecords();
  container = UNKNOWN;
  ended = false;
}

/** Where the host writes the next piece: at most PIECE bytes. */
export function capturePiece(): usize {
  return nextPiece();
}

/** Reads the piece of `length` bytes. The answer is a status; see status.ts. */
export function captureFeed(length: u32): u32 {
  addPiece(length);
  return captureResume();
}

/** Goes on after the host has done what a status asked for. */
export function captureResume(): u32 {
  if (container == UNKNOWN) {
    if (windowEnd() - windowFrom() < 4) return MORE;
    container = isPcap(load<u32>(windowFrom())) ? PCAP : PCAPNG;
    if (container == PCAP) startPcap();
    else startPcapng();
  }
  if (bytesToSkip() > 0) return MORE;
  return container == PCAP ? readPcap(ended) : readPcapng(ended);
}

/** The file has ended: what is left in the window is read, or told. Answers a status like `captureFeed`. */
export function captureFinish(): u32 {
  if (!ended && bytesToSkip() > 0) addNote(CUT_RECORD, positionOf(windowEnd()), bytesToSkip(), 0, 0);
  ended = true;
  return captureResume();
}

/** 0 = too short to be told, 1 = pcap, 2 = pcapng. */
export function captureContainer(): u32 {
  return container;
}

/** Major and minor version in the upper and lower 16 bits. */
export function captureVersion(): u32 {
  return container == PCAP ? pcapVersion() : pcapngVersion();
}
