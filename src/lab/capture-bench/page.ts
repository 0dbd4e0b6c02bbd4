// The lab's page: hands the chosen file to a fresh worker, as the app's page does.
import { wrap } from 'comlink';
import { compileCore } from '../../base/whole-core.ts';
import type { Bench } from './worker.ts';

declare global {
  interface Window {
    readAlone?: () => Promise<number>;
    decodeAlone?: (bytes: number, rounds: number) => Promise<DecodeTimes>;
  }
}

/** Milliseconds a round. */
export interface DecodeTimes {
  bytes: number;
  packets: number;
  /** From bytes in memory to columns. */
  toColumns: number[];
  /** The same without taking the rows out of the core: bytes are copied in, packets decoded, rows thrown away. */
  core: number[];
}

const startWorker = () => wrap<Bench>(new Worker(new URL('./worker.ts', import.meta.url)));
const chosen = () => document.querySelector('input')!.files![0];

window.readAlone = () => startWorker().readAlone(chosen());
window.decodeAlone = async (bytes, rounds) => startWorker().decodeAlone(await compileCore(), chosen(), bytes, rounds);
