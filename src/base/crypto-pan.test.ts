// Crypto-PAn against the authors' own sample trace, and what the paper promises of any addresses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CryptoPan } from './crypto-pan.ts';
import { SAMPLE_KEY } from './testing/sample-key.ts';

const quad = (text: string) => Uint8Array.from(text.split('.'), Number);
/** Of eight groups. */
const groups = (text: string) =>
  Uint8Array.from(text.split(':').flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]));

// sample_trace_raw.dat and sample_trace_sanitized.dat of the distribution.
const SAMPLE = `
128.11.68.132 135.242.180.132
129.118.74.4 134.136.186.123
130.132.252.244 133.68.164.234
141.223.7.43 141.167.8.160
141.233.145.108 141.129.237.235
152.163.225.39 151.140.114.167
156.29.3.236 147.225.12.42
165.247.96.84 162.9.99.234
192.102.249.13 252.138.62.131
192.215.32.125 252.43.47.189
207.33.151.131 241.1.233.131
216.35.217.178 235.195.157.81
24.0.250.221 100.15.198.226
24.7.198.88 100.10.6.25
4.3.88.225 124.60.155.63
64.39.15.238 0.219.7.41`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

// What the implementations in Go (Yawning/cryptopan) and Rust agree on for this key.
const SAMPLE_IPV6 = [
  ['0:0:0:0:0:0:0:1', '78ff:f001:9fc0:20df:8380:b1f1:704:ed'],
  ['0:0:0:0:0:0:0:2', '78ff:f001:9fc0:20df:8380:b1f1:704:ef'],
  ['0:0:0:0:0:0:0:ffff', '78ff:f001:9fc0:20df:8380:b1f1:704:f838'],
  ['2001:db8:0:0:0:0:0:1', '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e'],
  ['2001:db8:0:0:0:0:0:2', '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c'],
];

test('the sample of the authors comes out as theirs', async () => {
  const pan = await CryptoPan.open(SAMPLE_KEY);
  const mapped = await pan.map(SAMPLE.map(([raw]) => quad(raw)));
  expect(mapped.map((address) => address.join('.'))).toEqual(SAMPLE.map(([, sanitized]) => sanitized));
  const longer = await pan.map(SAMPLE_IPV6.map(([raw]) => groups(raw)));
  expect(longer).toEqual(SAMPLE_IPV6.map(([, sanitized]) => groups(sanitized)));
});

function commonBits(a: Uint8Array, b: Uint8Array): number {
  let bit = 0;
  while (bit < 8 * a.length && ((a[bit >> 3] ^ b[bit >> 3]) & (0x80 >> (bit & 7))) === 0) bit += 1;
  return bit;
}

test.each([4, 16])('any two addresses of %d bytes keep the length of their common prefix', async (bytes) => {
  const address = fc.uint8Array({ minLength: bytes, maxLength: bytes });
  // The second is like the first up to some bit, or prefixes would be short.
  const pair = fc.tuple(address, address, fc.nat(8 * bytes)).map(([a, b, same]) => {
    const near = a.map((byte, i) => {
      const mask = 0xff >> Math.min(8, Math.max(0, same - 8 * i));
      return (byte & ~mask) | (b[i] & mask);
    });
    return [a, near];
  });
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  await fc.assert(
    fc.asyncProperty(key, fc.array(pair, { minLength: 1, maxLength: 4 }), async (secret, pairs) => {
      const pan = await CryptoPan.open(secret);
      const mapped = await pan.map(pairs.flat());
      pairs.forEach(([a, b], i) => expect(commonBits(mapped[2 * i], mapped[2 * i + 1])).toBe(commonBits(a, b)));
      // One at a time, and asked again, they are the same.
      expect(await pan.map([pairs[0][1]])).toEqual([mapped[1]]);
    }),
    { numRuns: 40 },
  );
});

test('a whole block of addresses becomes a whole block: one to one', async () => {
  const pan = await CryptoPan.open(crypto.getRandomValues(new Uint8Array(32)));
  const block = Array.from({ length: 1024 }, (_, i) => Uint8Array.of(10, 0, i >> 8, i & 255));
  const mapped = await pan.map(block);
  expect(new Set(mapped.map((address) => address.join('.'))).size).toBe(1024);
  expect(new Set(mapped.map(([a, b, c]) => `${a}.${b}.${c >> 2}`)).size).toBe(1);
});

test('another key gives others, and a key of another length is refused', async () => {
  const [one, two] = await Promise.all([CryptoPan.open(SAMPLE_KEY), CryptoPan.open(SAMPLE_KEY.toReversed())]);
  expect(await one.map([quad('10.0.0.1')])).not.toEqual(await two.map([quad('10.0.0.1')]));
  await expect(CryptoPan.open(new Uint8Array(16))).rejects.toThrow('32 bytes');
});
