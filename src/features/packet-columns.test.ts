// The basic features' columns are the packets' own values.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { tableOf } from '../model/testing/forests.ts';
import { packetColumns } from './packet-columns.ts';

const { chunks } = tableOf([[60, 6], [4294967295, 255], [16777217, 0]]); // prettier-ignore

test('columns come in the order of the ids, as they stand in the table', () => {
  expect(packetColumns(chunks[0], ['proto', 'size'])).toEqual([
    Uint8Array.of(6, 255, 0),
    Uint32Array.of(60, 4294967295, 16777217),
  ]);
});

test('a feature that is no value of the packet itself is refused by its name', () => {
  expect(() => packetColumns(chunks[0], ['size', 'arp10'])).toThrow(InputError);
  expect(() => packetColumns(chunks[0], ['size', 'arp10'])).toThrow('"arp10"');
});
