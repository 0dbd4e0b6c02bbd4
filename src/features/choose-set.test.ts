// Which features a traffic allows, told by what its packets have.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { doAtOnce } from '../base/pacer.ts';
import { makeTable } from '../engine/testing/tables.ts';
import { MARK_CAPTURED } from '../packets/capture.ts';
import { PacketTable, type Packet } from '../packets/table.ts';
import { checkModelFits, chooseSet, findLacking } from './choose-set.ts';
import { EXTRACTED_FEATURES } from './extract.ts';
import { FEATURE_IDS } from './ids.ts';
import { FEATURE_SETS, findFeatures, findSet } from './sets.ts';

const lackingOf = (table: PacketTable) => doAtOnce(findLacking(table));
const talk = { src: '10.0.0.1', dst: '10.0.0.2', size: 60, proto: 6, ts: 1 };
const whole = { ...talk, src_port: 1, dst_port: 2, tcp_flags: 16 };
const capture = ['arp', 'dns', 'payload'];

/** The packets as a capture gives them; a frame of Ethernet has MAC addresses. */
function capturedTable(packets: readonly Packet[], ethernet: boolean): PacketTable {
  const table = makeTable(packets);
  const ids = ethernet ? new Uint32Array(packets.length).fill(1) : null;
  const chunks = table.chunks.map((chunk) => ({
    ...chunk,
    marks: new Uint16Array(chunk.length).fill(MARK_CAPTURED),
    srcMac: ids,
    dstMac: ids,
  }));
  return new PacketTable(chunks, table.addresses);
}

test('a batch of sizes and protocols allows the basic features only, and says why', () => {
  const lacking = lackingOf(makeTable([{ size: 60, proto: 1 }]));
  expect([...lacking].toSorted()).toEqual(['arp', 'dns', 'dst', 'mac', 'payload', 'src', 'ts']);
  expect(chooseSet(lacking)).toEqual({
    set: { id: 'basic', version: 1 },
    features: ['size', 'proto'],
    omitted: [],
    reason: 'most packets have no ts, src, dst',
  });
  expect(() => chooseSet(lacking, 'traffic')).toThrow(InputError);
  expect(() => chooseSet(lacking, 'traffic')).toThrow(
    /most packets here have no ts, src, dst\. Use the basic features/,
  );
  expect(() => chooseSet(lacking, 'other' as 'basic')).toThrow(
    'Unknown feature set "other": there are basic, traffic.',
  );
  expect(() => chooseSet(lacking, 'constructor' as 'basic')).toThrow(InputError);
});

test('a batch with times and addresses gets the traffic features that need no more, and the others are named', () => {
  const choice = chooseSet(lackingOf(makeTable([talk])));
  expect(choice.set).toEqual({ id: 'traffic', version: 1 });
  expect(choice.features).toEqual([
    'half_open10',
    'failed100',
    'new_pairs10',
    'one_way10',
    'repeat_new',
    'rare_volume',
    'new_local',
    'icmp60',
  ]);
  const lacks = Object.fromEntries(choice.omitted.map((one) => [one.feature, one.lacks]));
  expect(lacks).toEqual({
    mac_changed: 'MAC addresses (captures only)',
    odd_gateway: 'MAC addresses (captures only)',
    arp10: 'ARP (captures only)',
    bad_flags: 'tcp_flags',
    dns_names60: 'DNS names (captures only)',
    dns_long60: 'src_port and dst_port, length of the payload (captures only)',
  });
  expect(chooseSet(lackingOf(makeTable([whole]))).features).toContain('bad_flags');
  expect(chooseSet(lackingOf(makeTable([talk])), 'basic')).toMatchObject({ features: ['size', 'proto'], reason: '' });
});

test('ports and flags count among packets that have some, and half of them is enough', () => {
  const ping = { ...talk, proto: 1 };
  expect([...lackingOf(makeTable([whole, talk, ping, ping]))]).toEqual(['mac', ...capture]);
  expect([...lackingOf(makeTable([whole, talk, talk]))]).toEqual(['ports', 'mac', 'flags', ...capture]);
  expect([...lackingOf(makeTable([ping]))]).toEqual(['mac', ...capture]);
});

test('an Ethernet capture lacks nothing, one of raw IP the MAC addresses', () => {
  const packets = [whole, { size: 42, proto: 255, ts: 2 }];
  expect([...lackingOf(capturedTable(packets, true))]).toEqual([]);
  expect(chooseSet(lackingOf(capturedTable(packets, true)))).toMatchObject({ omitted: [], reason: '' });
  expect([...lackingOf(capturedTable(packets, false))]).toEqual(['mac']);
});

test('a model does not score traffic that lacks what its features are made of', () => {
  const lacking = lackingOf(makeTable([talk]));
  const { features } = chooseSet(lacking);
  expect(() => checkModelFits(lacking, FEATURE_SETS.traffic, features)).not.toThrow();
  expect(() => checkModelFits(lacking, FEATURE_SETS.traffic, ['failed100', 'bad_flags', 'arp10'])).toThrow(
    'This model (traffic@1) looks at bad_flags, arp10, and most packets here have no tcp_flags, ARP (captures only). ' +
      'Choose a model',
  );
});

test('the traffic features are those that the core extracts, and each says from where on it counts', () => {
  expect(FEATURE_IDS.traffic).toEqual(EXTRACTED_FEATURES);
  for (const { bound, needs, label } of findFeatures(FEATURE_IDS.traffic, 'traffic')) {
    expect(bound!.floor).toBeGreaterThanOrEqual(0);
    expect(bound!.cap).toBeGreaterThan(0);
    expect(needs.length * label.length).toBeGreaterThan(0);
  }
});

test('a set of another version, and a feature of another set, are refused by their names', () => {
  expect(findSet({ id: 'traffic', version: 1 })).toBe(FEATURE_SETS.traffic);
  expect(() => findSet({ id: 'traffic', version: 2 })).toThrow('traffic@2, and this page knows basic@1, traffic@1');
  expect(() => findSet({ id: '__proto__', version: 1 })).toThrow(InputError);
  expect(() => findFeatures(['size', 'arp10'], 'basic')).toThrow('Unknown feature "arp10"');
  expect(() => findFeatures(['entropy'])).toThrow(InputError);
});
