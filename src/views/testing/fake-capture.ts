// For component tests: what is told of a capture in which nothing is wrong.
import type { CaptureReport } from '../../packets/capture-report.ts';

export const fakeCapture: CaptureReport = {
  bigEndian: false,
  version: '1.0',
  sections: 1,
  interfaces: [],
  interfaceCount: 0,
  undecoded: 0,
  truncated: 0,
  malformed: 0,
  sliced: 0,
  timeless: 0,
  backwards: null,
  notes: [],
  noteCount: 0,
  lostBytes: 0,
};
