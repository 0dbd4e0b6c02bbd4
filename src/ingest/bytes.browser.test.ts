// Gzip as Chromium's DecompressionStream has it, which refuses everything behind the first member.
import { expect, test } from 'vitest';
import { openBytes } from './bytes.ts';

async function gzip(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function makeBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed + 1;
  return Uint8Array.from({ length }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return index % 5 === 0 ? state >>> 24 : index & 0x3f;
  });
}

async function read(...parts: BlobPart[]) {
  const source = await openBytes(new Blob(parts));
  const chunks: BlobPart[] = [];
  for await (const chunk of source.chunks()) chunks.push(chunk.slice());
  return { bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()), remark: source.remark() };
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, index) => byte === b[index]);

test('members behind the first one are read, with no byte twice and none left out', async () => {
  const plain = [3_000_000, 0, 1, 200_000].map(makeBytes);
  const members = await Promise.all(plain.map(gzip));
  const whole = new Uint8Array(await new Blob(plain).arrayBuffer());
  const { bytes, remark } = await read(...members);
  expect(isSame(bytes, whole)).toBe(true);
  expect(remark).toBeNull();
});

test('what is not gzip behind the last member is told and costs nothing, and zeros are not even told', async () => {
  const plain = makeBytes(100_000, 1);
  const member = await gzip(plain);
  const padded = await read(member, new Uint8Array(512));
  expect(isSame(padded.bytes, plain)).toBe(true);
  expect(padded.remark).toBeNull();
  const { bytes, remark } = await read(member, 'tail');
  expect(isSame(bytes, plain)).toBe(true);
  expect(remark).toMatch(`byte ${member.length.toLocaleString('en-US')} (0x`);
});
