// What the reading of a capture has to tell, in words.
import { describeByte } from '../../base/errors.ts';
import { formatBytes, formatCount, plural } from '../../base/format.ts';
import type { LoadReport, SourceReport } from '../../engine/types.ts';
import type { CaptureReport } from '../../packets/capture-report.ts';
import { ethertypeName } from '../../packets/ethertypes.ts';

const FORMATS: Readonly<Record<SourceReport['format'], string>> = {
  batch: 'batch: {"items": […]}',
  array: 'bare array',
  ndjson: 'one object a line',
  pcap: 'pcap',
  pcapng: 'pcapng',
  unknown: 'not recognised',
};

/** `pcapng 1.0, big-endian, 2 sections`; the form of a batch. */
export function formatWords({ format, capture }: SourceReport): string {
  if (capture === null) return FORMATS[format];
  const parts = [`${FORMATS[format]} ${capture.version}`, capture.bigEndian ? 'big-endian' : 'little-endian'];
  if (capture.sections > 1) parts.push(plural(capture.sections, 'section'));
  return parts.join(', ');
}

/** How packets of a capture fared, a sentence each; none where all are whole and decoded. */
export function captureFindings(capture: CaptureReport): string[] {
  const { undecoded, truncated, malformed, sliced, timeless, backwards, lostBytes } = capture;
  const told = (count: number, one: string, many: string): string[] =>
    count === 0 ? [] : [`${plural(count, 'packet')} ${count === 1 ? one : many}`];
  return [
    ...told(
      undecoded,
      'has a layer that is not decoded here: what lies above it counts by time and length only.',
      'have a layer that is not decoded here: what lies above it counts by time and length only.',
    ),
    ...told(
      sliced,
      'was captured in part: the lengths are those on the wire.',
      'were captured in part: their lengths are those on the wire.',
    ),
    ...told(
      truncated,
      'ends inside of a header: the fields behind that place are missing.',
      'end inside of a header: the fields behind that place are missing.',
    ),
    ...told(
      malformed,
      'has a header that contradicts itself: the layers below it stand.',
      'have a header that contradicts itself: the layers below it stand.',
    ),
    ...told(timeless, 'has no time stamp.', 'have no time stamp.'),
    ...(backwards === null
      ? []
      : told(backwards.packets, 'is earlier than the one before it', 'are earlier than the one before them').map(
          (words) => `${words}; the first at ${describeByte(backwards.offset)}.`,
        )),
    ...(lostBytes > 0 ? [`${formatBytes(lostBytes)} of the file gave no packet, because of damage.`] : []),
  ];
}

/** `ARP 0x0806`, `0x1234`, and what frames are that have no ethertype. */
export function ethertypeWords(ethertype: number): string {
  if (ethertype === 0) return 'no ethertype';
  const hex = `0x${ethertype.toString(16).padStart(4, '0')}`;
  const name = ethertypeName(ethertype);
  if (name !== null) return `${name} ${hex}`;
  return ethertype < 1536 ? `length ${formatCount(ethertype)}` : hex;
}

/** How the packets of several files stand. */
export const ORDERS: Readonly<Record<NonNullable<LoadReport['order']>, string>> = {
  merged: 'merged by time; inside of a file packets keep their order',
  files: 'one file after another, by the time of their first packets',
  opened: 'one file after another, as they were opened',
};
