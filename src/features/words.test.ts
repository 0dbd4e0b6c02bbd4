// Values are told as what a person counts, worked out here from the formulas by hand; nothing is said where nothing was.
import { describe, expect, test } from 'vitest';
import { FEATURE_WORDS, type FeatureWords } from './words.ts';

const words: Readonly<Record<string, FeatureWords>> = FEATURE_WORDS;
const says = (id: string, value: number) => words[id].says(value);

describe('a value is turned back into what was counted', () => {
  test.each([
    // log2(1 + 212) and so on; damped sums are no whole numbers.
    ['half_open10', Math.log2(213), 'one of its hosts had 212 connections of the last 10 s that nobody answered'],
    ['half_open10', 1, 'one of its hosts had 1 connection of the last 10 s that nobody answered'],
    ['half_open10', Math.log2(3.44), 'one of its hosts had 2.4 connections of the last 10 s that nobody answered'],
    ['failed100', Math.log2(1235), 'one of its hosts opened 1,234 connections in the last 100 s that came to nothing'],
    ['new_pairs10', 10, 'came while 1,023 pairs of hosts were new within 10 s, in all the traffic'],
    ['one_way10', 6, 'its source sent 63 packets within 10 s to a destination that sends none back'],
    ['arp10', 5, 'its sender sent 31 packets of ARP within 10 s'],
    // L(bytes / 64), L(characters / 16), L(bytes / 32).
    ['icmp60', Math.log2(1 + 12_800 / 64), 'its hosts exchanged 12,800 bytes of ICMP within 60 s'],
    ['dns_names60', 5, 'new names under its domain held 496 characters more than short names do, within 60 s'],
    ['dns_long60', 3, 'its client’s DNS questions were 224 bytes longer than short ones are, within 60 s'],
    // log2 of one by a share.
    ['new_local', 5, 'its two local hosts have known one another for 3.13 % of the time only'],
    ['mac_changed', 6, 'its IP address came with this MAC address in 1.56 % of its packets only'],
    ['odd_gateway', Math.log2(1000), 'only 0.1 % of the packets of the Internet go through this MAC address'],
    [
      'repeat_new',
      2.43,
      'its client connects again and again to a service that is new to it and rare here: 2.4 points',
    ],
    ['rare_volume', 1, 'is of a stream between hosts to whom its service is new, by a service rare here: 1 point'],
    ['bad_flags', 1, 'has TCP flags that no connection has together'],
  ])('%s of %d', (id, value, sentence) => expect(says(id, value)).toBe(sentence));

  test.each([
    ['half_open10', Math.log2(213), '212 connections'],
    ['icmp60', Math.log2(1 + 1 / 64), '1 byte'],
    ['new_local', 2, '25 % of the time'],
    ['bad_flags', 0, 'none'],
  ])('in short, %s of %d is %s', (id, value, short) => expect(words[id].short(value)).toBe(short));
});

test.each(Object.entries(words))('%s says nothing of a packet where nothing of the kind was', (_, { says: say }) => {
  expect(say(0)).toBeNull();
});

test.each([
  ['half_open10', 3],
  ['failed100', 5],
  ['new_pairs10', 8],
  ['one_way10', 5],
  ['repeat_new', 1.5],
  ['rare_volume', 3],
  ['new_local', 4],
  ['mac_changed', 2],
  ['odd_gateway', 2.5],
  ['arp10', 3],
  ['icmp60', 4],
  ['bad_flags', 0],
  ['dns_names60', 2],
  ['dns_long60', 1.5],
])('what the catalogue calls usual of %s is the level %d below which it never counts', (id, floor) => {
  const { range, usually } = words[id];
  expect(usually(floor).replace(/^usually( at \w+)? /, '')).toBe(/^(?:up to )?(.*?)(?: [a-z].*)?$/.exec(range)![1]);
});

test('a level may stand above what is usual everywhere: then it is told as that', () => {
  expect(words.half_open10.usually(Math.log2(41))).toBe('usually at most 40');
  expect(words.new_local.usually(6)).toBe('usually at least 1.56 %');
});
