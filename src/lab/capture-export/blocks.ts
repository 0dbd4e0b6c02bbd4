// A plain reader of pcapng as Wireshark's tools and our export write it: one byte order, blocks that are whole.

/** A packet as a pcapng tells it. */
export interface WrittenPacket {
  linkType: number;
  /** Nanoseconds since 1970, finer ones cut off as Wireshark does. */
  nanoseconds: bigint;
  originalLength: number;
  bytes: Buffer;
  comments: number;
}

interface Interface {
  linkType: number;
  /** Ticks a second. */
  rate: bigint;
  offset: bigint;
}

/** Code and value of each option from `at` on. */
function* readOptions(body: Buffer, at: number): Generator<[code: number, value: Buffer]> {
  while (at + 4 <= body.length) {
    const [code, length] = [body.readUInt16LE(at), body.readUInt16LE(at + 2)];
    if (code === 0) return;
    yield [code, body.subarray(at + 4, at + 4 + length)];
    at += 4 + Math.ceil(length / 4) * 4;
  }
}

function readInterface(body: Buffer): Interface {
  const found: Interface = { linkType: body.readUInt16LE(0), rate: 1_000_000n, offset: 0n };
  for (const [code, value] of readOptions(body, 8)) {
    if (code === 9) found.rate = (value[0] & 128 ? 2n : 10n) ** BigInt(value[0] & 127);
    if (code === 14) found.offset = value.readBigInt64LE();
  }
  return found;
}

/** What stands in a file. */
export interface Written {
  packets: WrittenPacket[];
  /** Whether there are records that are no packets, such as entries of a journal. */
  otherRecords: boolean;
}

/** Blocks that tell of packets: interfaces, packets, names, statistics, secrets, and the section itself. */
const AROUND_PACKETS = new Set([1, 4, 5, 6, 10, 0x0a0d0d0a]);

export const readPackets = (file: Buffer): WrittenPacket[] => readBlocks(file).packets;

/** Reads a little-endian pcapng with any number of sections. Throws RangeError where a block is not whole. */
export function readBlocks(file: Buffer): Written {
  const packets: WrittenPacket[] = [];
  let otherRecords = false;
  let interfaces: Interface[] = [];
  for (let at = 0; at < file.length;) {
    const [type, length] = [file.readUInt32LE(at), file.readUInt32LE(at + 4)];
    if (length % 4 !== 0 || file.readUInt32LE(at + length - 4) !== length) throw new RangeError(`block at ${at}`);
    const body = file.subarray(at + 8, at + length - 4);
    otherRecords ||= !AROUND_PACKETS.has(type);
    if (type === 0x0a0d0d0a) interfaces = [];
    else if (type === 1) interfaces.push(readInterface(body));
    else if (type === 6) {
      const { linkType, rate, offset } = interfaces[body.readUInt32LE(0)];
      const captured = body.readUInt32LE(12);
      const ticks = (BigInt(body.readUInt32LE(4)) << 32n) | BigInt(body.readUInt32LE(8));
      const options = [...readOptions(body, 20 + Math.ceil(captured / 4) * 4)];
      packets.push({
        linkType,
        nanoseconds: (ticks * 1_000_000_000n) / rate + offset * 1_000_000_000n,
        originalLength: body.readUInt32LE(16),
        bytes: body.subarray(20, 20 + captured),
        comments: options.filter(([code]) => code === 1).length,
      });
    }
    at += length;
  }
  return { packets, otherRecords };
}
