// Damaged captures: every packet up to the damage, those behind it where they can be found, and a note with its place.
import { describe, expect, test } from 'vitest';
import { BatchError } from '../../base/errors.ts';
import { join, numbers } from './testing/bytes.ts';
import { smallFrame } from './testing/frames.ts';
import { PCAP_HEADER, RECORD_HEADER, type PcapRecord, writePcap } from './testing/pcap.ts';
import { BLOCK, OPTION, blocks } from './testing/pcapng.ts';
import { type Reading, readCapture } from './testing/read-capture.ts';

const both = [
  { order: 'little-endian', bigEndian: false },
  { order: 'big-endian', bigEndian: true },
];
const BLOCK_BYTES = 32 + 48;

/** Places at which something was left out. */
const lossesOf = ({ capture }: Reading) => capture.notes.filter(({ lost }) => lost).map(({ offset }) => offset);

describe.each(both)('pcapng, $order', ({ bigEndian }) => {
  const ng = blocks(bigEndian);
  const { u16, u32 } = numbers(bigEndian);
  const head = join(ng.section(), ng.interface());
  const good = (second: number) => ng.enhanced(0, BigInt(second) * 1_000_000n, smallFrame);
  /** Three blocks, of which the second is not as it should be. */
  const around = (bad: Uint8Array) => readCapture(join(head, good(1), bad, good(3)));
  const place = head.length + BLOCK_BYTES;
  const times = ({ packets }: Reading) => packets.map(({ ts }) => ts);

  test.each([0, 4, 8, 11, 13, 0x7ffffffc, 0x80000000, 0xfffffffc, 0xffffffff])(
    'a block of length %i is left out, and the next one is found',
    async (length) => {
      const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { length, trailer: length }));
      expect(times(reading)).toEqual([1, 3]);
      expect(lossesOf(reading)).toEqual([place]);
      expect(reading.capture.lostBytes).toBe(BLOCK_BYTES);
      expect(reading.report.sources[0]).toMatchObject({ packets: 2, stopped: null });
    },
  );

  test('a block whose length is no multiple of four costs at most itself', async () => {
    const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { length: BLOCK_BYTES - 2 }));
    expect(times(reading)).toContain(1);
    expect(times(reading)).toContain(3);
    expect(reading.capture.notes).toMatchObject([{ offset: place }]);
  });

  test('a trailer that says another length is told, and the packet is kept', async () => {
    const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { trailer: 32 }));
    expect(times(reading)).toEqual([1, 2, 3]);
    expect(reading.capture.notes).toMatchObject([{ lost: false }]);
    expect(reading.capture.notes[0].offset).toBeGreaterThanOrEqual(place);
    expect(reading.capture.notes[0].offset).toBeLessThan(place + BLOCK_BYTES);
  });

  test('an option longer than its block is told, and the packet is kept', async () => {
    const options = join(ng.option(OPTION.comment, new Uint8Array(4), 5000), u32(0));
    const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { options }));
    expect(times(reading)).toEqual([1, 2, 3]);
    expect(lossesOf(reading)).toEqual([]);
  });

  test('an option longer than its interface block leaves the interface as it is without', async () => {
    const more = join(ng.option(OPTION.ifTsresol, Uint8Array.of(9), 400), u32(0));
    const reading = await readCapture(join(ng.section(), ng.interface(1, 0, more), good(1)));
    expect(times(reading)).toEqual([1]);
    expect(reading.capture.notes).toMatchObject([{ lost: false }]);
    expect(reading.capture.notes[0].offset).toBeGreaterThanOrEqual(ng.section().length);
  });

  test('a packet whose interface was never described is told at its place', async () => {
    const reading = await around(ng.enhanced(7, 2_000_000n, smallFrame));
    expect(times(reading)).toContain(1);
    expect(times(reading)).toContain(3);
    expect(reading.capture.notes).toMatchObject([{ offset: place }]);
  });

  test('a packet before any interface is told at its place', async () => {
    const reading = await readCapture(join(ng.section(), good(1), ng.interface(), good(2)));
    expect(times(reading)).toContain(2);
    expect(reading.capture.notes).toMatchObject([{ offset: ng.section().length }]);
  });

  test('more captured than there was keeps both lengths', async () => {
    const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { original: 10 }));
    expect(times(reading)).toEqual([1, 2, 3]);
    expect(reading.packets[1]).toMatchObject({ size: 10, capturedLength: 46 });
    expect(reading.capture.notes).toMatchObject([{ offset: place, lost: false }]);
  });

  test.each([47 + 2, 0x7fffffff, 0x80000000, 0xffffffff])(
    'a captured length of %i, more than the block has room for',
    async (captured) => {
      const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { captured, original: captured }));
      expect(times(reading)).toContain(1);
      expect(times(reading)).toContain(3);
      expect(reading.capture.notes.map(({ offset }) => offset)).toContain(place);
      for (const packet of reading.packets) expect(packet.capturedLength).toBeLessThanOrEqual(48);
    },
  );

  test('a length on the wire of 2^32-1 is kept', async () => {
    const reading = await around(ng.enhanced(0, 2_000_000n, smallFrame, { original: 0xffffffff }));
    expect(reading.packets[1]).toMatchObject({ size: 0xffffffff, capturedLength: 46 });
  });

  test('a resolution of 255, which is 2^-127, gives times that are numbers', async () => {
    const options = ng.options(ng.option(OPTION.ifTsresol, Uint8Array.of(255)));
    const reading = await readCapture(
      join(ng.section(), ng.interface(1, 0, options), ng.enhanced(0, 2n ** 64n - 1n, smallFrame)),
    );
    expect(reading.packets).toHaveLength(1);
    expect(reading.packets[0].ts ?? 0).toBeCloseTo(2 ** -63, 30);
  });

  test.each([
    ['the year 2106', 4_294_967_296_500_000n, 4_294_967_296.5],
    ['the year 3000', 32_503_680_000_250_000n, 32_503_680_000.25],
    ['the last microsecond there is', 2n ** 64n - 1n, Number('18446744073709.551615')],
  ])('a time in %s', async (_, ticks, seconds) => {
    const reading = await readCapture(join(head, ng.enhanced(0, ticks, smallFrame)));
    expect(reading.packets[0].ts).toBe(seconds);
  });

  test('a section header whose byte order nobody can tell', async () => {
    const bad = join(u32(BLOCK.section), u32(28), u32(0x12345678), u16(1), u16(0), u32(0), u32(0), u32(28));
    const reading = await around(bad);
    expect(times(reading)).toContain(1);
    expect(reading.capture.notes[0]).toMatchObject({ offset: place });
  });

  test('a section of a version that is not known', async () => {
    const reading = await readCapture(join(head, good(1), ng.section(new Uint8Array(0), 7), ng.interface(), good(2)));
    expect(times(reading)).toContain(1);
    // Where the version stands.
    expect(reading.capture.notes[0]).toMatchObject({ offset: place + 12 });
  });

  test('a file that ends inside of a block', async () => {
    const whole = join(head, good(1), good(2));
    for (const cut of [1, 4, 40, BLOCK_BYTES - 12, BLOCK_BYTES - 1]) {
      const reading = await readCapture(whole.slice(0, whole.length - cut));
      expect(times(reading)).toEqual([1]);
      expect(lossesOf(reading)).toEqual([place]);
      expect(reading.capture.lostBytes).toBe(BLOCK_BYTES - cut);
    }
  });

  test('something else between two blocks', async () => {
    for (const length of [4, 8, 100, 101, 70_000]) {
      const reading = await around(new Uint8Array(length).fill(0x55));
      expect(times(reading)).toEqual([1, 3]);
      expect(lossesOf(reading)).toEqual([place]);
    }
  });

  test('a block that is too short for its kind', async () => {
    for (const type of [BLOCK.interface, BLOCK.enhanced, BLOCK.simple, BLOCK.obsolete]) {
      const reading = await around(ng.block(type, new Uint8Array(0)));
      expect(times(reading)).toEqual([1, 3]);
      expect(lossesOf(reading)).toEqual([place]);
      expect(reading.capture.notes[0].message).toContain(`0x0000000${type}`);
    }
  });

  test('a large block that is passed over and cut by the end of the file: what is missing is counted', async () => {
    const large = ng.custom(new Uint8Array(2_000_000 - 16));
    const { capture, packets } = await readCapture(join(head, good(1), large.subarray(0, 1_234_567)));
    expect(packets).toHaveLength(1);
    expect(capture.notes.map(({ message }) => message)).toEqual([expect.stringContaining('765,433 bytes are missing')]);
  });

  test('a file of blocks without any packet is refused in words', async () => {
    await expect(readCapture(head)).rejects.toBeInstanceOf(BatchError);
  });
});

describe.each(both)('pcap, $order', ({ bigEndian }) => {
  // Times tell records from what only looks like one, so they are those of our days.
  const DAY = 1_700_000_000;
  const record = (seconds: number) => ({ seconds: DAY + seconds, fraction: 0, data: smallFrame });
  const pcap = (...records: PcapRecord[]) => writePcap({ bigEndian, records });
  const place = PCAP_HEADER + RECORD_HEADER + 46;
  const times = ({ packets }: Reading) => packets.map(({ ts }) => ts! - DAY);

  test.each([0x40001, 0x7fffffff, 0x80000000, 0xffffffff])(
    'a record of %i bytes is left out, and the next one is found',
    async (captured) => {
      const reading = await readCapture(pcap(record(1), { ...record(2), captured }, record(3), record(4)));
      expect(times(reading)).toEqual([1, 3, 4]);
      expect(lossesOf(reading)).toEqual([place]);
      expect(reading.capture.lostBytes).toBe(RECORD_HEADER + 46);
    },
  );

  test('a last record that is cut off is told, and those before it stand', async () => {
    const whole = pcap(record(1), record(2));
    for (const cut of [1, 45, 46, 47, 61]) {
      const reading = await readCapture(whole.slice(0, whole.length - cut));
      expect(times(reading)).toEqual([1]);
      expect(lossesOf(reading)).toEqual([place]);
      expect(reading.capture.lostBytes).toBe(RECORD_HEADER + 46 - cut);
    }
  });

  test('more captured than there was keeps both lengths', async () => {
    const reading = await readCapture(pcap(record(1), { ...record(2), original: 10 }));
    expect(reading.packets[1]).toMatchObject({ size: 10, capturedLength: 46 });
    expect(reading.capture.notes).toMatchObject([{ offset: place, lost: false }]);
  });

  test('a length on the wire of 2^31 and more is kept', async () => {
    const reading = await readCapture(pcap({ ...record(1), original: 0x80000000 }, { ...record(2), original: 0xffffffff })); // prettier-ignore
    expect(reading.packets).toMatchObject([
      { size: 0x80000000, capturedLength: 46 },
      { size: 0xffffffff, capturedLength: 46 },
    ]);
  });

  test('the last second that a record can name, and a fraction of more than a second', async () => {
    const reading = await readCapture(pcap({ ...record(1), seconds: 0xffffffff, fraction: 0xffffffff }));
    expect(reading.packets[0].ts).toBe(4_294_967_295 + 4294.967295);
    expect(reading.capture.notes).toMatchObject([{ offset: PCAP_HEADER, lost: false }]);
  });

  test('a file that is only a header, or a piece of one, is refused in words', async () => {
    await expect(readCapture(pcap())).rejects.toBeInstanceOf(BatchError);
    for (const length of [4, 5, 23])
      await expect(readCapture(pcap().slice(0, length))).rejects.toBeInstanceOf(BatchError);
  });
});
