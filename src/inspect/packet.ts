// One packet's fields for the eye: the frame itself, then each header, then what the last one carries.
import { visibleText } from '../base/visible.ts';
import { MARK_MALFORMED, MARK_TRUNCATED } from '../packets/capture.ts';
import type { Layer } from '../packets/layers.ts';
import { describeDns } from './dns.ts';
import { describeHeader } from './headers.ts';
import { describeMessage } from './messages.ts';
import { blame, Scene } from './scene.ts';
import type { Field, Inspection, PacketFacts } from './types.ts';

/** ISO 8601 in UTC with all digits; '' where a year has more than four. */
function timeText(epoch: string): string {
  const [seconds, fraction] = epoch.split('.');
  const date = new Date(Number(seconds) * 1000);
  if (epoch.startsWith('-') || !(date.getTime() < 253_402_300_800_000)) return '';
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}

function describeFrame(scene: Scene, facts: PacketFacts): Field {
  const { capturedLength, originalLength, time } = facts;
  const most = scene.bytes.length;
  const frame = scene.field(
    'frame',
    'Frame',
    `${originalLength} bytes on the wire, ${capturedLength} captured`,
    0,
    most,
  );
  const add = (name: string, label: string, value: string) => {
    const field = scene.field(`frame.${name}`, label, value, 0, 0);
    frame.fields.push(field);
    return field;
  };
  add('interface_name', 'Interface', visibleText(facts.interface));
  const date = time === null ? '' : timeText(time);
  if (date !== '') add('time', 'Arrival time', date);
  if (time !== null) add('time_epoch', 'Epoch time, s', time);
  const wire = add('len', 'Length on the wire', String(originalLength));
  add('cap_len', 'Length captured', String(capturedLength));
  if (capturedLength > originalLength) blame(wire, 'Fewer bytes than were captured.');
  if (capturedLength < originalLength) blame(frame, `${originalLength - capturedLength} bytes were not captured.`);
  for (const comment of facts.comments.slice(0, 100)) add('comment', 'Comment', visibleText(comment));
  return frame;
}

const bytesText = (length: number) => `${length} ${length === 1 ? 'byte' : 'bytes'}`;

/** What is behind the end that the headers tell. */
function describeTrailer(scene: Scene, layers: readonly Layer[], { start, end }: Layer, fcs: number): Field[] {
  const link = layers[0].name === 'ethernet' ? 'eth' : layers.some(({ name }) => name === 'wlan') ? 'wlan' : '';
  if (link === '') return [scene.field('data', 'Trailer', bytesText(end - start), start, end)];
  const check = Math.max(start, end - fcs);
  const found: Field[] = [];
  if (check > start) {
    const padding = scene.slice(start, check).every((byte) => byte === 0);
    const name = link === 'eth' ? (padding ? 'eth.padding' : 'eth.trailer') : 'data';
    found.push(scene.field(name, padding ? 'Padding' : 'Trailer', scene.hex(start, check), start, check));
  }
  if (end > check) found.push(scene.field(`${link}.fcs`, 'Frame check sequence', `0x${scene.hex(check, end, '')}`, check, end)); // prettier-ignore
  return found;
}

/** Bytes that a message of this layer goes on for: its body is a layer of its own, or none. */
function reachOf(layers: readonly Layer[], index: number): number {
  return layers.slice(index).reduce((reach, { name, end }) => (name === 'trailer' ? reach : Math.max(reach, end)), 0);
}

/**
 * The fields of a packet whose layers are known. Whatever stands in its bytes, nothing is thrown, fields and texts are
 * bounded, and every field lies within the bytes.
 */
export function describePacket({
  layers,
  marks,
  bytes,
  facts,
}: Pick<Inspection, 'layers' | 'marks' | 'bytes' | 'facts'>): Field[] {
  const scene = new Scene(bytes);
  const fields = [describeFrame(scene, facts)];
  let transport = '';
  let ports: number[] = [];
  for (const [index, layer] of layers.entries()) {
    const { name, start } = layer;
    const end = Math.min(layer.end, bytes.length);
    if (name === 'none' || start > end || scene.full) continue;
    if (name === 'payload' || name === 'data') {
      const carried = name === 'payload' && (transport === 'tcp' || transport === 'udp');
      const messages = carried ? describeMessage(scene, transport === 'udp', ports, start, end) : [];
      fields.push(...messages);
      const rest = Math.max(start, ...messages.map((message) => message.end));
      if (rest < end) fields.push(scene.field(carried ? `${transport}.payload` : 'data', carried ? 'Payload' : 'Data', bytesText(end - rest), rest, end)); // prettier-ignore
    } else if (name === 'trailer') {
      fields.push(...describeTrailer(scene, layers, { ...layer, end }, facts.fcs));
    } else if (name === 'dns') {
      fields.push(describeDns(scene, start, end));
    } else {
      fields.push(describeHeader(scene, name, start, end, reachOf(layers, index)));
      transport = name;
      ports = [scene.number(start, 2), scene.number(start + 2, 2)];
    }
  }
  judge(scene, fields, marks);
  return fields;
}

const isBlamed = ({ problem, fields }: Field): boolean => problem !== null || fields.some(isBlamed);

/** What the core found wrong stands at the last header, unless a field of it says more. */
function judge(scene: Scene, fields: Field[], marks: number): void {
  const headers = fields.slice(1);
  const last = headers.findLast(({ fields: inner }) => inner.length > 0) ?? headers.at(-1) ?? fields[0];
  if (scene.full) blame(last, 'It has more fields than are shown here.');
  if (headers.some(isBlamed)) return;
  if (marks & MARK_TRUNCATED) blame(last, 'The captured bytes end within a header.');
  else if (marks & MARK_MALFORMED) blame(last, 'A header contradicts itself or what it stands in.');
}
