// Two traffics made by hand: who moved, ranked by terms that the test computes.
import { expect, test } from 'vitest';
import { doAtOnce } from '../base/pacer.ts';
import { makeTable } from '../engine/testing/tables.ts';
import type { Packet } from '../packets/table.ts';
import { compareTraffics } from './compare.ts';
import { protocolKey, serviceKey } from './keys.ts';

/** So many packets from a client to a server. */
const stream = (count: number, src: string, dst: string, dst_port: number, size = 100): Packet[] =>
  Array.from({ length: count }, (_, i) => ({ src, dst, size, proto: 6, src_port: 40_000 + i, dst_port }));

const before = [...stream(60, 'a', 'server', 443), ...stream(40, 'b', 'server', 22)];
const after = [...stream(50, 'a', 'server', 443), ...stream(30, 'new', 'server', 22), ...stream(120, 'new', 'a', 23)];

/** Shares with half a packet more each, over everything of the kind. */
function termsOf(counts: Record<string, [before: number, after: number]>): [string, number][] {
  const kinds = Object.entries(counts);
  const all = [0, 1].map((side) => kinds.reduce((sum, [, count]) => sum + count[side] + 0.5, 0));
  return kinds
    .map(([key, count]): [string, number] => {
      const [was, is] = count.map((packets, side) => (packets + 0.5) / all[side]);
      return [key, (is - was) * Math.log(is / was)];
    })
    .sort(([, a], [, b]) => b - a);
}

const compare = (first: Packet[], second: Packet[], count = 10) =>
  doAtOnce(compareTraffics({ table: makeTable(first), odd: null }, { table: makeTable(second), odd: null }, count));

test('hosts, services and protocols are ranked by their terms, with their packets before and after', () => {
  const { hosts, services, protocols } = compare(before, after);
  const expected = termsOf({ a: [60, 170], b: [40, 0], server: [100, 80], new: [0, 150] });
  expect(hosts.moves.map(({ key }) => key)).toEqual(expected.map(([key]) => key));
  hosts.moves.forEach(({ psi }, index) => expect(psi).toBeCloseTo(expected[index][1], 9));
  expect(hosts.psi).toBeCloseTo(
    expected.reduce((sum, [, term]) => sum + term, 0),
    9,
  );
  expect(hosts.total).toBe(4);
  const packets = Object.fromEntries(hosts.moves.map((move) => [move.key, [move.before.packets, move.after.packets]]));
  expect(packets).toEqual({ a: [60, 170], b: [40, 0], server: [100, 80], new: [0, 150] });

  const ofServices = termsOf({ 443: [60, 50], 22: [40, 30], 23: [0, 120] });
  expect(services.moves.map(({ key }) => key)).toEqual(ofServices.map(([port]) => serviceKey(6, Number(port))));
  services.moves.forEach(({ psi }, index) => expect(psi).toBeCloseTo(ofServices[index][1], 9));
  expect(services.moves[0].after.bytes).toBe(12_000);
  expect(protocols.moves).toMatchObject([{ key: protocolKey(6, 0), psi: 0 }]);
});

test('turned round, the same have moved as much', () => {
  const [there, back] = [compare(before, after), compare(after, before)];
  for (const kind of ['hosts', 'services', 'protocols'] as const) {
    const turned = back[kind].moves.map((move) => ({ ...move, before: move.after, after: move.before }));
    const byKey = (a: { key: unknown }, b: { key: unknown }) => String(a.key).localeCompare(String(b.key));
    const rounded = (moves: typeof turned) => moves.map((move) => ({ ...move, psi: move.psi.toFixed(9) })).sort(byKey);
    expect(rounded(turned)).toEqual(rounded(there[kind].moves));
  }
});

test('a traffic beside itself has not moved', () => {
  const { hosts, services, protocols } = compare(before, before);
  expect([hosts.psi, services.psi, protocols.psi]).toEqual([0, 0, 0]);
});

test('of many hosts only the most moved are told, and all are counted', () => {
  const crowd = (shift: number) =>
    Array.from({ length: 4000 }, (_, i) => stream(1 + ((i + shift) % 7), `10.${i >> 8}.${i & 255}.1`, 's', 80)).flat();
  const full = compare(crowd(0), crowd(3), 5000).hosts;
  const cut = compare(crowd(0), crowd(3), 10).hosts;
  expect(full.moves).toHaveLength(4001);
  expect(cut.moves).toEqual(full.moves.slice(0, 10));
  expect([cut.psi, cut.total]).toEqual([full.psi, 4001]);
});

test('packets without addresses are one entry without a name', () => {
  const nameless: Packet[] = [{ size: 60, proto: 17 }];
  expect(compare(nameless, before).hosts.moves.find(({ key }) => key === '')).toMatchObject({
    before: { packets: 1 },
    after: { packets: 0 },
  });
});
