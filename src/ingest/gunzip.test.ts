// Gzip of several members: what comes out, and what is said where it cannot go on. Node's own zlib is the oracle.
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { openBytes, SourceError } from './bytes.ts';
import { GzipError, gunzipMembers } from './gunzip.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Bytes that repeat now and then, of any length. */
function makeBytes(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return index % 5 === 0 ? state >>> 24 : index & 0x3f;
  });
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

interface Outcome {
  output: Uint8Array;
  garbage: number | null;
  error: GzipError | null;
}

async function gunzip(file: Uint8Array, cut = 1 << 16): Promise<Outcome> {
  async function* input() {
    for (let at = 0; at < file.length; at += cut) yield file.subarray(at, at + cut);
  }
  const parts: Uint8Array[] = [];
  const members = gunzipMembers(input());
  try {
    while (true) {
      const { done, value } = await members.next();
      if (done) return { output: join(...parts), garbage: value.garbage, error: null };
      parts.push(value);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(GzipError);
    return { output: join(...parts), garbage: null, error: error as GzipError };
  }
}

/** A block of BGZF: a member that tells its own length in an extra field (SAM specification, section 4.1). */
function bgzfBlock(data: Uint8Array): Uint8Array {
  const body = deflateRawSync(data);
  const trailer = gzipSync(data).subarray(-8);
  const size = 18 + body.length + 8 - 1;
  const head = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0, size & 255, size >> 8];
  return join(Uint8Array.from(head), body, trailer);
}

test('members of any sizes, levels and strategies come out one after another, however the input is cut', async () => {
  const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];
  const member = fc.record({
    length: fc.oneof(fc.constantFrom(0, 1, 32_768, 262_144), fc.nat(2000), fc.nat(300_000)),
    seed: fc.nat(1000),
    level: fc.integer({ min: 0, max: 9 }),
    strategy: fc.constantFrom(...strategies),
    zeros: fc.constantFrom(0, 0, 0, 1, 511),
  });
  const cuts = fc.constantFrom(1000, 65_536, 1 << 22);
  await fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 5 }), cuts, async (members, cut) => {
      const plain = members.map(({ length, seed }) => makeBytes(length, seed));
      const file = members.map(({ level, strategy, zeros }, index) =>
        join(gzipSync(plain[index], { level, strategy }), new Uint8Array(zeros)),
      );
      const { output, garbage, error } = await gunzip(join(...file), cut);
      expect([garbage, error]).toEqual([null, null]);
      expect(Buffer.compare(output, join(...plain))).toBe(0);
    }),
    { numRuns: 25, seed: 1 },
  );
});

test('blocks as bgzip writes them come out whole, the empty one at their end included', async () => {
  const plain = Array.from({ length: 20 }, (_, index) => makeBytes(65_280, index));
  const file = join(...plain.map(bgzfBlock), bgzfBlock(new Uint8Array(0)));
  const { output, garbage, error } = await gunzip(file);
  expect(Buffer.compare(output, join(...plain))).toBe(0);
  expect([garbage, error]).toEqual([null, null]);
});

test('a header with every optional part is read (RFC 1952 section 2.3)', async () => {
  const plain = bytesOf('all parts');
  const head = [0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, ...bytesOf('name'), 0, ...bytesOf('note'), 0];
  const file = join(Uint8Array.from(head), deflateRawSync(plain), gzipSync(plain).subarray(-8));
  expect(await gunzip(file, 1)).toEqual({ output: plain, garbage: null, error: null });
});

test('cut at any byte, the file gives what came before the cut and says that it ends early', async () => {
  const first = bytesOf('the first member, '.repeat(9));
  const second = bytesOf('and the second one');
  const head = gzipSync(first);
  const file = join(head, gzipSync(second));
  const whole = join(first, second);
  for (let cut = 1; cut < file.length; cut++) {
    const { output, error } = await gunzip(file.subarray(0, cut), 16);
    expect(output).toEqual(whole.subarray(0, output.length));
    if (cut >= head.length - 8) expect(output.length).toBeGreaterThanOrEqual(first.length);
    if (cut >= file.length - 8) expect(output.length).toBe(whole.length);
    // Between two members nothing is missing.
    if (cut === head.length) expect(error).toBeNull();
    else expect(error).toMatchObject({ message: 'it ends early', offset: cut });
  }
});

test('a checksum or length that does not match is told with its place, and the data stands', async () => {
  const plain = bytesOf('checked');
  const good = gzipSync(plain);
  for (const [fromEnd, message] of [
    [8, 'the checksum does not match'],
    [4, 'the length does not match'],
  ] as const) {
    const bad = Uint8Array.from(good);
    bad[bad.length - fromEnd] ^= 1;
    const { output, error } = await gunzip(join(good, bad, good));
    expect(output).toEqual(join(plain, plain));
    expect(error!.message).toBe(message);
    expect(error!.offset).toBe(2 * good.length - fromEnd + 4);
  }
});

test('damage in the deflate data is told near its place, and all before it is given', async () => {
  // Stored blocks of 1,000 bytes, each with a header of 5 (RFC 1951 section 3.2.4); the third has a type that is none.
  const plain = makeBytes(3000, 3);
  const header = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const block = (type: number) => join(Uint8Array.from([type, 0xe8, 0x03, 0x17, 0xfc]), plain.subarray(0, 1000));
  const file = join(header, block(0), block(0), block(0xff), block(0));
  const place = header.length + 2 * 1005;
  const { output, error } = await gunzip(file);
  expect(output).toEqual(join(plain.subarray(0, 1000), plain.subarray(0, 1000)));
  expect(error).toMatchObject({ message: 'invalid block type' });
  expect(error!.offset).toBeGreaterThanOrEqual(place);
  expect(error!.offset).toBeLessThan(place + 4);
});

test('zeros behind the last member are padding; anything else is told and costs nothing', async () => {
  const plain = bytesOf('kept');
  const file = gzipSync(plain);
  const zeros = new Uint8Array(1000);
  expect(await gunzip(join(file, zeros))).toEqual({ output: plain, garbage: null, error: null });
  for (const rest of ['trailing words', '\x1ftail']) {
    expect(await gunzip(join(file, zeros, bytesOf(rest)))).toEqual({
      output: plain,
      garbage: file.length + 1000,
      error: null,
    });
  }
});

test('any damage at all ends in an answer, with a beginning of the data or what the damage made of it', async () => {
  const file = join(gzipSync(makeBytes(3000, 1)), gzipSync(makeBytes(500, 2)));
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bad = Uint8Array.from(file);
      bad[at] ^= flip;
      const { error, garbage } = await gunzip(bad, 100);
      for (const place of [error?.offset ?? 0, garbage ?? 0]) expect(place).toBeLessThanOrEqual(file.length);
    }),
    { numRuns: 500, seed: 2 },
  );
});

test('a source of several members is read as one, and one that ends early gives all that it has', async () => {
  const plain = makeBytes(900_000, 5);
  const file = join(gzipSync(plain.subarray(0, 500_000)), gzipSync(plain.subarray(500_000)));
  const read = async (data: Uint8Array<ArrayBuffer>) => {
    const source = await openBytes(new Blob([data]));
    const parts: Uint8Array[] = [];
    let message = '';
    try {
      for await (const chunk of source.chunks()) parts.push(chunk);
    } catch (error) {
      expect(error).toBeInstanceOf(SourceError);
      message = (error as Error).message;
    }
    return { source, output: join(...parts), message };
  };
  const { source, output, message } = await read(file);
  expect(Buffer.compare(output, plain)).toBe(0);
  expect([source.gzip, source.taken(), message]).toEqual([true, file.length, '']);

  const cut = await read(file.slice(0, -20));
  expect(cut.output.length).toBeGreaterThan(890_000);
  expect(Buffer.compare(cut.output, plain.subarray(0, cut.output.length))).toBe(0);
  const place = (file.length - 20).toLocaleString('en-US');
  expect(cut.message).toContain(`damaged at byte ${place}`);
});
