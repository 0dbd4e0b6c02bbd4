// Fields of packets: against what tshark prints of the same frames, on hostile bytes, and with what is wrong said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { LAYERS, type Layer } from '../packets/layers.ts';
import { findLayers, type InspectorExports } from './layers.ts';
import { describePacket } from './packet.ts';
import { MOST_FIELDS } from './scene.ts';
import printed from './testing/printed-frames.json';
import type { Field, PacketFacts } from './types.ts';

/** A frame in hexadecimal, and the values of each field. */
interface PrintedFrame {
  name: string;
  bytes: string;
  printed: Record<string, string[]>;
}
const printedFrames = printed.frames as unknown as readonly PrintedFrame[];
const module = await compileCore();
const bytesOf = (hex: string) =>
  Uint8Array.from(hex.replace(/\s/g, '').match(/../g) ?? [], (byte) => parseInt(byte, 16));

function factsOf(bytes: Uint8Array, some: Partial<PacketFacts> = {}): PacketFacts {
  const length = bytes.length;
  return { linkType: 1, capturedLength: length, originalLength: length, fcs: 0, time: null, interface: '0', comments: [], ...some }; // prettier-ignore
}

function inspect(bytes: Uint8Array, some: Partial<PacketFacts> = {}): Field[] {
  const core = new WebAssembly.Instance(module).exports as unknown as InspectorExports;
  const facts = factsOf(bytes, some);
  const found = findLayers(core, bytes, facts.linkType, facts.originalLength, facts.fcs);
  return describePacket({ ...found, bytes: new Uint8Array(bytes), facts });
}

const flatten = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flatten(field.fields)]);
const frameNamed = (wanted: string) => bytesOf(printedFrames.find(({ name }) => name === wanted)!.bytes);

/** A value as `tshark -T fields` prints it, numbers in decimal. */
function plain(value: string): string {
  const number = /\((0x[0-9a-f]+|\d+)\)$/.exec(value)?.[1] ?? value.replaceAll(':', '');
  if (/^(?:Set|Not set)$/.test(number)) return number === 'Set' ? '1' : '0';
  return /^(?:0x[0-9a-f]+|\d+)$/.test(number) ? String(Number(number)) : number.toLowerCase();
}

test.each(printedFrames)(
  'every field that tshark prints of the $name frame has its value',
  ({ bytes, printed: values }) => {
    const found = flatten(inspect(bytesOf(bytes)));
    for (const [name, theirs] of Object.entries(values)) {
      const ours = found.filter((field) => field.name === name).map(({ value }) => plain(value));
      expect(ours, name).toEqual(theirs.map(plain));
    }
  },
);

test('a field stands on its bytes, and inside of its header', () => {
  const fields = inspect(frameNamed('tcp'));
  const place = (name: string) => flatten(fields).filter((field) => field.name === name).map(({ start, end }) => [start, end]); // prettier-ignore
  // Ethernet 14, tag 4, IPv4 24, TCP 40 bytes.
  expect(place('eth')).toEqual([[0, 14]]);
  expect(place('vlan.id')).toEqual([[14, 16]]);
  expect(place('ip')).toEqual([[18, 42]]);
  expect(place('ip.ttl')).toEqual([[26, 27]]);
  expect(place('tcp.options.mss_val')).toEqual([[64, 66]]);
  expect(place('tcp')).toEqual([[42, 82]]);
  expect(fields.map(({ name }) => name)).toEqual(['frame', 'eth', 'vlan', 'ip', 'tcp']);
});

test('numbers with a name are in words', () => {
  const values = new Map(flatten(inspect(frameNamed('dns'))).map(({ name, value }) => [name, value]));
  expect(values.get('eth.type')).toBe('IPv4 (0x0800)');
  expect(values.get('ip.proto')).toBe('UDP (17)');
  expect(values.get('ip.dsfield.dscp')).toBe('EF (46)');
  expect(values.get('dns.flags.rcode')).toBe('No error (0)');
  expect(values.get('dns.qry.type')).toBe('A (1)');
});

test('the frame tells time with all digits, lengths, interface and comments', () => {
  const bytes = new Uint8Array(20);
  const some = { time: '1725530000.123456789', originalLength: 60, interface: 'eth0', comments: ['odd\u202e'] };
  const [frame] = inspect(bytes, some);
  expect(Object.fromEntries(frame.fields.map(({ name, value }) => [name, value]))).toEqual({
    'frame.interface_name': 'eth0',
    'frame.time': '2024-09-05T09:53:20.123456789Z',
    'frame.time_epoch': '1725530000.123456789',
    'frame.len': '60',
    'frame.cap_len': '20',
    'frame.comment': 'odd\\u{202e}',
  });
  expect(frame.problem).toBe('40 bytes were not captured.');
});

describe('what is wrong stands at its field', () => {
  const problemsOf = (bytes: Uint8Array) =>
    flatten(inspect(bytes)).flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]));

  test('a sound packet has nothing wrong', () => {
    for (const { bytes } of printedFrames) expect(problemsOf(bytesOf(bytes))).toEqual([]);
  });

  test('the checksum of an IPv4 header', () => {
    const bytes = frameNamed('echo');
    const right = (bytes[24] << 8) | bytes[25];
    bytes[24] ^= 0xff;
    expect(problemsOf(bytes)).toEqual([`ip.checksum: Wrong: 0x${right.toString(16).padStart(4, '0')} would be right.`]);
  });

  test('a header that the capture has cut', () => {
    const bytes = frameNamed('tcp').slice(0, 60);
    expect(flatten(inspect(bytes, { originalLength: 82 })).filter(({ problem }) => problem).map(({ name }) => name)).toEqual(['frame', 'tcp']); // prettier-ignore
  });

  test('an option that reaches behind its header', () => {
    const bytes = frameNamed('tcp');
    bytes[63] = 40;
    expect(problemsOf(bytes).join()).toMatch(/tcp\.options\.mss: /);
  });

  test('a DNS name that refers to itself', () => {
    const bytes = frameNamed('dns');
    const question = 14 + 20 + 8 + 12;
    bytes.set([0xc0, 0x0c], question);
    expect(problemsOf(bytes)).toContainEqual(expect.stringMatching(/dns\.qry\.name: The name refers to itself/));
  });

  test('a message that tells more records than it has', () => {
    const bytes = frameNamed('dns');
    bytes[14 + 20 + 8 + 7] += 3;
    expect(problemsOf(bytes).join()).toMatch(/dns: 8 are told, and the message ends behind 6\./);
  });
});

test('a host name with control and bidirectional characters is written out', () => {
  const bytes = frameNamed('http');
  const at = new TextDecoder('latin1').decode(bytes).indexOf('www.example.com');
  bytes.set([0xe2, 0x80, 0xae, 0x1b], at);
  const host = flatten(inspect(bytes)).find(({ name }) => name === 'http.host')!;
  expect(host.value).toBe('\\u{202e}\\u{1b}example.com');
  expect([host.start, host.end]).toEqual([at, at + 15]);
});

/** What holds of the fields of any bytes. */
function hold(fields: Field[], length: number): void {
  const all = flatten(fields);
  expect(all.length).toBeLessThanOrEqual(MOST_FIELDS + 200);
  for (const { start, end, value, label, name } of all) {
    if (!(start >= 0 && start <= end && end <= length)) expect.fail(`${name} on ${start} to ${end} of ${length}`);
    if (value.length > 400 || label === '' || name === '') expect.fail(`${name} ${label} ${value}`);
    if (/[\p{Cc}\p{Cf}]/u.test(value)) expect.fail(`${name} has something unseen`);
  }
}

describe('hostile bytes', () => {
  const layer = fc.record({ name: fc.constantFrom(...LAYERS), start: fc.nat(300), end: fc.nat(400) });

  test('any bytes under any layers give fields within them, and nothing is thrown', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(layer, { maxLength: 20 }),
        fc.nat(0xffff),
        (bytes, layers, marks) => {
          // prettier-ignore
          hold(describePacket({ layers: layers as Layer[], marks, bytes, facts: factsOf(bytes) }), bytes.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('sound frames with bytes changed, cut anywhere, of any link type', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...printedFrames),
        fc.array(change, { maxLength: 6 }),
        fc.nat(400),
        fc.option(fc.nat(300)),
        (frame, changes, cut, linkType) => {
          // prettier-ignore
          const bytes = bytesOf(frame.bytes).slice(0, cut);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          hold(inspect(bytes, { linkType: linkType ?? 1, fcs: 4 }), bytes.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('tens of thousands of options give a bounded number of fields', () => {
    const bytes = new Uint8Array(60_000).fill(1);
    const fields = describePacket({
      layers: [{ name: 'tcp', start: 0, end: bytes.length }],
      marks: 0,
      bytes,
      facts: factsOf(bytes),
    });
    hold(fields, bytes.length);
    expect(flatten(fields).some(({ problem }) => problem === 'It has more fields than are shown here.')).toBe(true);
  });
});
