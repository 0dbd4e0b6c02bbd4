// Everything that pcap and pcapng may hold by their specifications, in files that are as they should be.
import { describe, expect, test } from 'vitest';
import { MARK_CAPTURED, MARK_SLICED } from '../../packets/capture.ts';
import { join, numbers, text } from './testing/bytes.ts';
import { smallFrame } from './testing/frames.ts';
import { PCAP_HEADER, RECORD_HEADER, writePcap } from './testing/pcap.ts';
import { BLOCK, OPTION, blocks } from './testing/pcapng.ts';
import { readCapture } from './testing/read-capture.ts';

const SECONDS = 1_700_000_000;
const both = [
  { order: 'little-endian', bigEndian: false },
  { order: 'big-endian', bigEndian: true },
];

describe.each(both)('pcap, $order', ({ bigEndian }) => {
  test.each([
    { variant: 'microseconds', options: {}, fraction: 123_456, time: '1700000000.123456', recordHeader: 16 },
    {
      variant: 'nanoseconds',
      options: { nanoseconds: true },
      fraction: 123_456_789,
      time: '1700000000.123456789',
      recordHeader: 16,
    },
    {
      variant: 'the modified variant',
      options: { modified: true },
      fraction: 123_456,
      time: '1700000000.123456',
      recordHeader: 24,
    },
  ])('$variant', async ({ options, fraction, time, recordHeader }) => {
    const record = { seconds: SECONDS, fraction, data: smallFrame };
    const { table, capture, packets, report } = await readCapture(
      writePcap({ bigEndian, ...options, snapLength: 65_535, records: [record, { ...record, seconds: SECONDS + 1 }] }),
    );
    expect(packets).toMatchObject([
      { ts: Number(time), size: 46, capturedLength: 46, offset: PCAP_HEADER, interface: 0 },
      { ts: Number(time.replace('0.', '1.')), offset: PCAP_HEADER + recordHeader + 46 },
    ]);
    expect(table.interfaces).toMatchObject([
      { container: 'pcap', bigEndian, linkType: 1, snapLength: 65_535, recordHeader, fcsLength: null, offset: 0 },
    ]);
    expect(report.sources[0]).toMatchObject({ format: 'pcap', packets: 2, stopped: null });
    expect(capture).toMatchObject({ version: '2.4', bigEndian, noteCount: 0, lostBytes: 0, backwards: null });
  });

  test('a snapped packet keeps its length on the wire', async () => {
    const record = { seconds: 1, fraction: 0, data: smallFrame.slice(0, 40), original: 1500 };
    const { packets, capture } = await readCapture(writePcap({ bigEndian, snapLength: 40, records: [record] }));
    expect(packets).toMatchObject([{ size: 1500, capturedLength: 40 }]);
    expect(packets[0].marks & (MARK_CAPTURED | MARK_SLICED)).toBe(MARK_CAPTURED | MARK_SLICED);
    expect(capture).toMatchObject({ sliced: 1, noteCount: 0 });
  });

  test('a wrong snapshot length is told once, and nothing is lost', async () => {
    const record = { seconds: 1, fraction: 0, data: smallFrame };
    const { packets, capture } = await readCapture(
      writePcap({ bigEndian, snapLength: 10, records: [record, record, record] }),
    );
    expect(packets.map(({ capturedLength }) => capturedLength)).toEqual([46, 46, 46]);
    expect(capture).toMatchObject({ noteCount: 1, notes: [{ offset: PCAP_HEADER, lost: false }], lostBytes: 0 });
  });

  test('what the field of the link type tells of the frame check sequence', async () => {
    // Bits 28 to 31: its length in words of 16 bits, if bit 26 is set.
    const { table } = await readCapture(
      writePcap({ bigEndian, linkType: 0x24000001, records: [{ seconds: 1, fraction: 0, data: smallFrame }] }),
    );
    expect(table.interfaces).toMatchObject([{ linkType: 1, fcsLength: 4 }]);
  });
});

test('a packet of no bytes is a packet', async () => {
  const record = { seconds: 1, fraction: 0, data: new Uint8Array(0) };
  const { packets } = await readCapture(writePcap({ records: [{ ...record, original: 60 }, record] }));
  expect(packets).toMatchObject([
    { size: 60, capturedLength: 0 },
    { size: 0, capturedLength: 0, offset: PCAP_HEADER + RECORD_HEADER },
  ]);
});

test('times near 1970 are as exact as those of our days', async () => {
  const at = (seconds: number, fraction: number) => ({ seconds, fraction, data: smallFrame });
  const micro = await readCapture(writePcap({ records: [at(1, 368_054), at(1, 530_371), at(77, 1)] }));
  expect(micro.packets.map(({ ts }) => ts)).toEqual([1.368054, 1.530371, 77.000001]);
  const nano = await readCapture(writePcap({ nanoseconds: true, records: [at(1, 368_054_001), at(9_007_200, 7)] }));
  expect(nano.packets.map(({ ts }) => ts)).toEqual([1.368054001, Number('9007200.000000007')]);
});

test('packets that are earlier than the one before are counted', async () => {
  const data = smallFrame;
  const records = [5, 4, 6, 3].map((seconds) => ({ seconds, fraction: 0, data }));
  const { capture } = await readCapture(writePcap({ records }));
  expect(capture.backwards).toEqual({ packets: 2, offset: PCAP_HEADER + RECORD_HEADER + 46 });
});

describe.each(both)('pcapng, $order', ({ bigEndian }) => {
  const ng = blocks(bigEndian);
  const { u64 } = numbers(bigEndian);
  const microseconds = BigInt(SECONDS) * 1_000_000n + 123_456n;

  test('every kind of block; packets come from three of them', async () => {
    const before = [ng.section(), ng.interface(1, 65_535), ng.names(), ng.secrets(), ng.custom(text('whatever'))];
    const file = join(
      ...before,
      ng.enhanced(0, microseconds, smallFrame),
      ng.simple(smallFrame),
      ng.custom(text('not copied'), BLOCK.customNotCopied),
      ng.obsolete(0, microseconds, smallFrame),
      ng.statistics(0),
    );
    const { packets, capture, report } = await readCapture(file);
    expect(packets).toMatchObject([
      { ts: 1700000000.123456, size: 46, offset: join(...before).length },
      { size: 46, capturedLength: 46 },
      { ts: 1700000000.123456, size: 46 },
    ]);
    expect(packets[1].ts).toBeUndefined();
    expect(report.sources[0]).toMatchObject({ format: 'pcapng', packets: 3, stopped: null });
    expect(capture).toMatchObject({ version: '1.0', bigEndian, sections: 1, timeless: 1, noteCount: 0, lostBytes: 0 });
  });

  test('a block of an unknown kind is passed over', async () => {
    const { packets, capture } = await readCapture(
      join(
        ng.section(),
        ng.interface(),
        ng.block(0x00c0ffee, text('some words')),
        ng.enhanced(0, microseconds, smallFrame),
      ),
    );
    expect(packets).toHaveLength(1);
    expect(capture.notes.filter(({ lost }) => lost)).toEqual([]);
  });

  test('several sections, each of its own byte order and with its own interfaces', async () => {
    const other = blocks(!bigEndian);
    const first = join(ng.section(), ng.interface(101, 100), ng.enhanced(0, microseconds, smallFrame));
    const second = join(
      other.section(),
      other.interface(1, 200),
      other.interface(113, 300),
      other.enhanced(1, microseconds, smallFrame),
      other.enhanced(0, microseconds, smallFrame),
    );
    const { table, packets, capture } = await readCapture(join(first, second));
    expect(packets.map((packet) => packet.interface)).toEqual([0, 2, 1]);
    expect(packets.map(({ ts }) => ts)).toEqual([1700000000.123456, 1700000000.123456, 1700000000.123456]);
    expect(table.interfaces).toMatchObject([
      { section: 0, id: 0, linkType: 101, snapLength: 100, bigEndian, sectionOffset: 0, container: 'pcapng' },
      { section: 1, id: 0, linkType: 1, snapLength: 200, bigEndian: !bigEndian, sectionOffset: first.length },
      { section: 1, id: 1, linkType: 113, snapLength: 300, bigEndian: !bigEndian, sectionOffset: first.length },
    ]);
    expect(capture).toMatchObject({ sections: 2, interfaceCount: 3, noteCount: 0 });
    expect(capture.interfaces.map((each) => each.packets)).toEqual([1, 1, 1]);
  });

  test('a section header of a length that is known, with options', async () => {
    const more = ng.options(ng.option(3, text('an operating system')), ng.option(4, text('a program')));
    const { packets } = await readCapture(
      join(ng.section(more), ng.interface(), ng.enhanced(0, microseconds, smallFrame)),
    );
    expect(packets).toHaveLength(1);
  });

  test.each([
    // The value of if_tsresol, ticks, and the time in decimal or as the fraction that it is.
    [0, 1_700_000_000n, 1_700_000_000],
    [3, 1_700_000_000_123n, 1_700_000_000.123],
    [6, 1_700_000_000_123_456n, 1_700_000_000.123456],
    [9, 1_700_000_000_123_456_789n, Number('1700000000.123456789')],
    [12, 1_700_000_000_123_456n, 1_700.000000123456],
    [0x80, 1_700_000_000n, 1_700_000_000],
    [0x80 | 10, 1_700_000_000n * 1024n + 1n, 1_700_000_000 + 1 / 1024],
    [0x80 | 20, (1_700_000_000n << 20n) + 3n, 1_700_000_000 + 3 / 2 ** 20],
    [0x80 | 32, (1_700_000_000n << 32n) + (1n << 31n), 1_700_000_000.5],
  ])('if_tsresol %i', async (resolution, ticks, seconds) => {
    const { packets } = await readCapture(
      join(
        ng.section(),
        ng.interface(1, 0, ng.options(ng.option(OPTION.ifTsresol, Uint8Array.of(resolution)))),
        ng.enhanced(0, ticks, smallFrame),
      ),
    );
    expect(packets[0].ts).toBe(seconds);
  });

  test('if_tsoffset, also below 0, and if_fcslen and if_name', async () => {
    const named = [ng.option(OPTION.ifFcslen, Uint8Array.of(4)), ng.option(OPTION.ifName, text('eth 7'))];
    const { table, packets } = await readCapture(
      join(
        ng.section(),
        ng.interface(1, 0, ng.options(ng.option(OPTION.ifTsoffset, u64(1_700_000_000n)), ...named)),
        ng.interface(1, 0, ng.options(ng.option(OPTION.ifTsoffset, u64(-1_000n)))),
        ng.enhanced(0, 500_000n, smallFrame),
        ng.enhanced(1, 1_700_000_000_000_000n, smallFrame),
      ),
    );
    expect(packets.map(({ ts }) => ts)).toEqual([1_700_000_000.5, 1_699_999_000]);
    expect(table.interfaces).toMatchObject([
      { timeOffset: 1_700_000_000, fcsLength: 4, name: 'eth 7' },
      { timeOffset: -1_000, fcsLength: null, name: '' },
    ]);
  });

  test('a simple packet block holds no more than the snapshot length', async () => {
    const { packets } = await readCapture(
      join(ng.section(), ng.interface(1, 18), ng.simple(smallFrame.slice(0, 18), { original: 46 })),
    );
    expect(packets).toMatchObject([{ size: 46, capturedLength: 18 }]);
  });

  test('lengths that are no multiple of four are padded', async () => {
    const sizes = [45, 46, 47, 48].map((length) => smallFrame.slice(0, length));
    const { packets } = await readCapture(
      join(ng.section(), ng.interface(), ...sizes.map((data, at) => ng.enhanced(0, BigInt(at), data))),
    );
    expect(packets.map(({ capturedLength }) => capturedLength)).toEqual([45, 46, 46, 46]);
  });

  test('comments and other options of a packet do not disturb it', async () => {
    const options = ng.options(ng.option(OPTION.comment, text('a comment')), ng.option(2, Uint8Array.of(0, 0, 0, 1)));
    const { packets, capture } = await readCapture(
      join(
        ng.section(),
        ng.interface(),
        ng.enhanced(0, 1n, smallFrame, { options }),
        ng.enhanced(0, 2n, smallFrame, { original: 99 }),
      ),
    );
    expect(packets).toMatchObject([
      { size: 46, capturedLength: 46 },
      { size: 99, capturedLength: 46 },
    ]);
    expect(capture.noteCount).toBe(0);
  });
});
