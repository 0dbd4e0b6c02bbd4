// SHA-256 of files: as FIPS 180-4 and Node's OpenSSL have it, in any parts, and never of half a file.
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { createDigests } from './digest.ts';

afterEach(() => vi.unstubAllGlobals());

const bytes = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
const expected = createHash('sha256').update(bytes).digest('hex');

/** Hashes in parts that end at the given places. */
async function hash(ends: number[]): Promise<(string | null)[]> {
  const { hashPart } = createDigests();
  const answers: (string | null)[] = [];
  for (const [i, end] of ends.entries()) {
    const from = ends[i - 1] ?? 0;
    answers.push(await hashPart('a', from, new Blob([bytes.slice(from, end)]), i === ends.length - 1));
  }
  return answers;
}

test('a small text has the digest of the standard’s example', async () => {
  // FIPS 180-2, appendix B.1.
  const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await createDigests().hashPart('a', 0, new Blob(['abc']), true)).toBe(digest);
});

test('the digest is the same at one go and in parts, with the browser’s own hashing and without', async () => {
  expect(await hash([5_000_000])).toEqual([expected]);
  expect(await hash([1, 3_000_000, 3_000_000, 5_000_000])).toEqual([null, null, null, expected]);
  vi.stubGlobal('crypto', {});
  expect(await hash([5_000_000])).toEqual([expected]);
});

test('a part that does not follow on the one before is refused, as after a worker that died', async () => {
  const { hashPart } = createDigests();
  const part = new Blob(['abc']);
  await expect(hashPart('a', 3, part, true)).rejects.toThrow('begin anew');
  await hashPart('a', 0, part, false);
  await expect(hashPart('a', 6, part, true)).rejects.toThrow('begin anew');
  await hashPart('b', 0, part, false);
  await expect(hashPart('a', 3, part, true)).rejects.toThrow('begin anew');
});
