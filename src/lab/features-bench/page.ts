// The lab's page: extracts features of a million packets.
import { type Timing, measureFeatures } from './measure.ts';

declare global {
  interface Window {
    measureFeatures?: (rounds: number) => Promise<Timing[]>;
  }
}

window.measureFeatures = measureFeatures;
