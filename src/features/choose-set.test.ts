// Which features a traffic allows, told by what its packets have.
import { expect, test } from 'vitest';
import { InputError } from '../base/errors.ts';
import { doAtOnce } from '../base/pacer.ts';
import { makeTable } from '../engine/testing/tables.ts';
import { MARK_CAPTURED } from '../packets/capture.ts';
import { PacketTable, type Packet } from '../packets/table.ts';
import { checkModelFits, chooseSet, findLacking } from './choose-set.ts';
import { FEATURE_SETS } from './sets.ts';

const lackingOf = (table: PacketTable) => doAtOnce(findLacking(table));
const talk = { src: '10.0.0.1', dst: '10.0.0.2', size: 60, proto: 6, ts: 1 };
const capture = ['arp', 'icmp', 'dns'];

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
  expect([...lacking].toSorted()).toEqual(['arp', 'dns', 'dst', 'icmp', 'mac', 'src', 'ts']);
  const { choice, groups } = chooseSet(lacking);
  expect(choice).toEqual({
    set: { id: 'basic', version: 1 },
    features: ['size', 'proto'],
    omitted: [],
    reason: 'most packets have no ts, src, dst',
  });
  expect(groups.map(({ features }) => features)).toEqual([['size', 'proto']]);
  expect(() => chooseSet(lacking, 'traffic')).toThrow(InputError);
  expect(() => chooseSet(lacking, 'traffic')).toThrow(
    /most packets here have no ts, src, dst\. Use the basic features/,
  );
});

test('a batch with times and addresses gets the traffic features that need no more, and the others are named', () => {
  const { choice, groups } = chooseSet(lackingOf(makeTable([talk])));
  expect(choice.set).toEqual({ id: 'traffic', version: 1 });
  expect(choice.features).toContain('conn_rate10');
  expect(choice.omitted.find(({ feature }) => feature === 'portmax10')).toEqual({
    feature: 'portmax10',
    label: 'New services asked for',
    lacks: 'src_port and dst_port',
  });
  expect(choice.omitted.find(({ feature }) => feature === 'macbind')?.lacks).toBe('MAC addresses (captures only)');
  expect([...choice.features, ...choice.omitted.map(({ feature }) => feature)].length).toBe(
    FEATURE_SETS.traffic.groups.flatMap(({ features }) => features).length,
  );
  expect(groups.every(({ features }) => features.length > 0)).toBe(true);
  expect(chooseSet(lackingOf(makeTable([talk])), 'basic').choice).toMatchObject({
    features: ['size', 'proto'],
    reason: '',
  });
});

test('ports count among packets that have ports, and half of them is enough', () => {
  const withPorts = { ...talk, src_port: 1, dst_port: 2 };
  const ping = { ...talk, proto: 1 };
  expect([...lackingOf(makeTable([withPorts, talk, ping, ping]))]).toEqual(['mac', ...capture]);
  expect([...lackingOf(makeTable([withPorts, talk, talk]))]).toContain('ports');
  expect([...lackingOf(makeTable([ping]))]).not.toContain('ports');
});

test('an Ethernet capture lacks nothing, one of raw IP the MAC addresses', () => {
  const packets = [{ ...talk, src_port: 1, dst_port: 2 }, { size: 42, proto: 255, ts: 2 }]; // prettier-ignore
  expect([...lackingOf(capturedTable(packets, true))]).toEqual([]);
  expect(chooseSet(lackingOf(capturedTable(packets, true))).choice.omitted).toEqual([]);
  expect([...lackingOf(capturedTable(packets, false))]).toEqual(['mac']);
});

test('a model does not score traffic that lacks what its features are made of', () => {
  const lacking = lackingOf(makeTable([talk]));
  const { features } = chooseSet(lacking).choice;
  expect(() => checkModelFits(lacking, FEATURE_SETS.traffic, features)).not.toThrow();
  expect(() => checkModelFits(lacking, FEATURE_SETS.traffic, ['un2', 'portmax10', 'macbind'])).toThrow(
    'This model (traffic@1) looks at portmax10, macbind, and most packets here have no src_port and dst_port, ' +
      'MAC addresses (captures only). Choose a model',
  );
});
