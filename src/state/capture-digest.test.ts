// Digests of what is open: one a file, in slices where it is large, one of all where there are many, and given up at once.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDigests } from '../alerts/digest.ts';
import { CancelledError } from '../base/errors.ts';
import { digestSources } from './capture-digest.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const source = (text: string) => ({ name: 'a.pcap', data: new Blob([text]) });
const quiet = async () => undefined;
const plain = { signal: new AbortController().signal, onProgress: () => undefined, quiet };

test('each source has its digest, in the order in which they were opened', async () => {
  const sources = ['one', '', 'one', 'two'].map(source);
  expect(await digestSources(createDigests(), sources, plain)).toEqual(['one', '', 'one', 'two'].map(hashOf));
});

test('of more than eight sources there is one digest, of the lines of theirs', async () => {
  const texts = Array.from({ length: 9 }, (_, i) => `file ${i}`);
  const lines = texts.map((text) => `${hashOf(text)}\n`).join('');
  expect(await digestSources(createDigests(), texts.map(source), plain)).toEqual([hashOf(lines)]);
  expect(await digestSources(createDigests(), texts.slice(1).map(source), plain)).toHaveLength(8);
});

test('a large file goes in slices, with progress, between which it waits and can be given up', async () => {
  const bytes = new Uint8Array(70_000_000).fill(7);
  const data = new Blob([bytes]);
  const done: number[] = [];
  const parts: number[] = [];
  const { hashPart } = createDigests();
  const service = {
    hashPart: (...[of, from, part, isLast]: Parameters<typeof hashPart>) => {
      parts.push(part.size);
      return hashPart(of, from, part, isLast);
    },
  };
  const controller = new AbortController();
  const options = { signal: controller.signal, onProgress: (bytesDone: number) => done.push(bytesDone), quiet };
  const whole = await digestSources(service, [{ name: 'big.pcap', data }], options);
  expect(whole).toEqual([createHash('sha256').update(bytes).digest('hex')]);
  expect(done.at(-1)).toBe(70_000_000);
  expect(Math.max(...parts)).toBeLessThan(5_000_000);

  const waiting = digestSources(service, [{ name: 'big.pcap', data }], {
    ...options,
    quiet: async () => controller.abort(),
  });
  await expect(waiting).rejects.toThrow(CancelledError);
});

test('a file that cannot be read any more is named', async () => {
  const hashPart = async () => {
    throw new Error('The file was moved.');
  };
  await expect(digestSources({ hashPart }, [source('x')], plain)).rejects.toThrow(/^a\.pcap .*: The file was moved\./);
});
