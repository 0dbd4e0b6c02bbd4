// Pseudonyms: which text becomes what, that the same becomes the same, and that no sentence keeps an address.
import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainAddress, Pseudonyms } from './names.ts';
import { SAMPLE_KEY } from '../../base/testing/sample-key.ts';

test('addresses of the authors’ sample have their pseudonyms, in lists and in sentences', async () => {
  const pseudonyms = await Pseudonyms.draw(SAMPLE_KEY);
  const told = await pseudonyms.use((names) => [
    names.host('24.0.250.221'),
    names.host('2001:db8::1'),
    names.host('2001:0DB8:0::0001'),
    names.sentence('128.11.68.132 contacted 38 ports on 4.3.88.225, in 1.2 s at 13:02:10. Also ::1: 2001:db8::2.'),
    names.host(''),
  ]);
  expect(told).toEqual([
    '100.15.198.226',
    '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e',
    '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e',
    '135.242.180.132 contacted 38 ports on 124.60.155.63, in 1.2 s at 13:02:10. Also 78ff:f001:9fc0:20df:8380:b1f1:704:ed: 4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c.',
    '',
  ]);
});

test('MAC addresses lose their manufacturer and are locally administered; names are counted', async () => {
  const pseudonyms = await Pseudonyms.draw();
  const hosts = [
    '00:1b:44:11:3a:b7',
    '00-1B-44-11-3A-B7',
    '00:1b:44:11:3a:b8',
    'printer',
    'ns.example.com',
    'printer',
    'fe80::1%eth0',
    'fe80::1%wlan0',
  ];
  const told = await pseudonyms.use((names) => hosts.map((host) => names.host(host)));
  const [mac, same, other, ...rest] = told;
  expect(mac).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
  expect(same).toBe(mac);
  expect(other).not.toBe(mac);
  expect(rest.slice(0, 3)).toEqual(['host-1', 'host-2', 'host-1']);
  expect(rest[3].replace(/%1$/, '')).toBe(rest[4].replace(/%2$/, ''));
  // Another report by the same pseudonyms can be compared; by others it cannot.
  expect(await pseudonyms.use((names) => hosts.map((host) => names.host(host)))).toEqual(told);
  const others = await Pseudonyms.draw();
  expect(await others.use((names) => names.host(hosts[0]))).not.toBe(mac);
});

test('files and what a person has named are called by what they are', async () => {
  const pseudonyms = await Pseudonyms.draw();
  const told = await pseudonyms.use((names) => [
    names.file('10.0.0.1 monday.pcap', true),
    names.file('b.json', false),
    names.file('10.0.0.1 monday.pcap', true),
    names.label('LAN of 10.0.0.1', 'the model'),
  ]);
  expect(told).toEqual(['capture-1', 'batch-2', 'capture-1', 'the model']);
});

test('no sentence keeps any address that Node knows, whatever stands around it', async () => {
  const pseudonyms = await Pseudonyms.draw();
  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  const around = fc.constantFrom('', ' ', ', ', '. ', ' (', ') ', ': ', ' → ', '; ');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(around, address), { minLength: 1, maxLength: 5 }),
      around,
      async (parts, end) => {
        const sentence = parts.map(([before, one], i) => (i === 0 ? one : `${before.trim()} ${one}`)).join('') + end;
        const told = await pseudonyms.use((names) => names.sentence(sentence));
        const left = told.split(/[\s(),;→]+/).map((word) => word.replace(/(?<!:)[.:]$/, ''));
        for (const [, one] of parts) {
          expect(isPlainAddress(one)).toBe(true);
          expect(left).not.toContain(one);
        }
        expect(left.filter((word) => isIPv4(word) || isIPv6(word))).toHaveLength(parts.length);
      },
    ),
    { numRuns: 60 },
  );
});
