// Which findings are listed for a selection, by findings made by hand.
import { expect, test } from 'vitest';
import { protocolKey, serviceKey } from '../survey/keys.ts';
import { EVERYTHING } from '../survey/types.ts';
import { fakeFinding } from '../views/testing/fake-alerts.ts';
import { meetsSelection, selectionOf } from './finding-selection.ts';

const finding = {
  ...fakeFinding(0),
  first: 100,
  last: 110,
  sources: [{ host: '10.0.0.2', packets: 3 }],
  sourceCount: 1,
  destinations: [{ host: '10.0.0.1', packets: 3 }],
  destinationCount: 1,
  services: [{ proto: 6, port: 22, ethertype: null, packets: 3 }],
  serviceCount: 1,
};
test('what is selected of a finding holds its first and its last packet, and the finding itself', () => {
  const selection = { ...EVERYTHING, ...selectionOf({ ...finding, hub: '10.0.0.2' }) };
  expect(selection.host).toBe('10.0.0.2');
  expect(selection.span!.from).toBeLessThanOrEqual(100);
  expect(selection.span!.to).toBeGreaterThan(110);
  expect(selection.span!.to - selection.span!.from).toBeLessThan(10.5);
  expect(meetsSelection(finding, selection)).toBe(true);
  expect(selectionOf({ ...finding, first: null, last: null })).toEqual({ span: null, host: finding.hub });
});

const meets = (change: Partial<typeof EVERYTHING>, of = finding) => meetsSelection(of, { ...EVERYTHING, ...change });

test('a span is half-open: its end is not in it, its beginning is', () => {
  expect(meets({})).toBe(true);
  expect(meets({ span: { from: 110, to: 120 } })).toBe(true);
  expect(meets({ span: { from: 110.001, to: 120 } })).toBe(false);
  expect(meets({ span: { from: 90, to: 100 } })).toBe(false);
  expect(meets({ span: { from: 90, to: 100.001 } })).toBe(true);
});

test('a host may stand at either end, a source and a destination only at theirs', () => {
  expect(meets({ host: '10.0.0.1' })).toBe(true);
  expect(meets({ host: '10.0.0.9' })).toBe(false);
  expect(meets({ source: '10.0.0.1' })).toBe(false);
  expect(meets({ source: '10.0.0.2', destination: '10.0.0.1' })).toBe(true);
});

test('of a finding with more hosts than it lists, any may be one', () => {
  expect(meets({ destination: '10.0.0.77' }, { ...finding, destinationCount: 400 })).toBe(true);
});

test('services and protocols are compared by what they are', () => {
  expect(meets({ service: serviceKey(6, 22) })).toBe(true);
  expect(meets({ service: serviceKey(6, 443) })).toBe(false);
  expect(meets({ service: serviceKey(17, 22) })).toBe(false);
  expect(meets({ protocol: protocolKey(6, 0) })).toBe(true);
  expect(meets({ protocol: protocolKey(255, 0x0806) })).toBe(false);
});
