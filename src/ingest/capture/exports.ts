// The capture reader's exports, as assembly/capture documents them.

export interface CaptureExports {
  readonly memory: WebAssembly.Memory;
  captureStart(low: number, high: number): void;
  captureBegin(mostNotes: number): void;
  capturePiece(): number;
  captureFeed(length: number): number;
  captureResume(): number;
  captureFinish(): number;
  captureContainer(): number;
  captureVersion(): number;
  captureSections(): number;
  captureInterface(index: number): number;
  captureInterfaces(): number;
  captureBytesLost(): number;
  captureNotes(): number;
  captureNotesListed(): number;
  captureNotesTotal(): number;
  captureCount(which: number): number;
  captureAnyRow(): number;
  captureColumn(index: number): number;
  captureRows(): number;
  captureTakeRows(): void;
}

/** Bytes of a piece; a status: the host must take the rows. */
export const PIECE = 1 << 20;
export const STATUS_ROWS_FULL = 1;
/** Numbers of `captureContainer`. */
export const CONTAINERS = ['unknown', 'pcap', 'pcapng'] as const;
/** Of `captureCount`. */
export const COUNTS = [
  'packets',
  'undecoded',
  'truncated',
  'malformed',
  'sliced',
  'timeless',
  'backwards',
  'firstBackwards',
] as const;
