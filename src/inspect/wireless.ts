// Headers of 802.11 and of radiotap, which drivers put before them.
import type { Place } from './headers.ts';
import { nameOf } from './names.ts';
import { findTable, tableOf } from './options.ts';
import { layTable, writeNumber } from './rows.ts';

/** Alignment and bytes of radiotap's fields 0 to 14. https://www.radiotap.org/fields/defined */
const radiotapFields = '88 11 11 24 22 11 11 22 22 22 11 11 11 11 22'.split(' ').map((pair) => [...pair].map(Number));

export function addRadiotap({ scene, start, end, header }: Place): void {
  const present = scene.number(start + 4, 4, true);
  let at = start + 8;
  // Further words of flags come first, as long as the highest bit is set.
  for (let word = start + 4; scene.number(word + 3, 1) & 0x80 && at < end; word += 4) at += 4;
  for (const [bit, [align, size]] of radiotapFields.entries()) {
    if (!(present & (1 << bit))) continue;
    at = start + Math.ceil((at - start) / align) * align;
    const table = findTable(`radiotap:${bit}`);
    if (table !== undefined) layTable(scene, table, at, Math.min(end, at + size), header);
    // In units of 500 kb/s.
    if (bit === 2 && at < scene.bytes.length) header.fields.at(-1)!.value = String(scene.number(at, 1) / 2);
    at += size;
  }
}

/** Roles of the addresses at 4, 10, 16 and 24, by "to DS" and "from DS". IEEE 802.11-2020 table 9-30. */
const dataRoles = ['da sa bssid', 'bssid sa da', 'da bssid sa', '- - da sa'];
const places = [4, 10, 16, 24];
/** Control frames by subtype, those with more than a receiver. */
const controlRoles: Record<number, string> = { 8: 'ra ta', 9: 'ra ta', 10: 'bssid ta', 11: 'ra ta' };
/** Where the elements of management frames begin that name a network, by subtype. */
const elements: Record<number, number> = { 0: 28, 4: 24, 5: 36, 8: 36 };
const labels: Record<string, string> = {
  ra: 'Receiver address',
  ta: 'Transmitter address',
  da: 'Destination address',
  sa: 'Source address',
  bssid: 'BSS identifier',
};

export function addWlan({ scene, start, end, reach, header }: Place): void {
  const control = scene.number(start, 1);
  const [type, subtype] = [(control >> 2) & 3, control >> 4];
  const frame = type * 16 + subtype;
  header.value = nameOf('frame', frame) ?? '';
  const first = header.fields[0];
  if (first !== undefined && !scene.full) first.fields.push(scene.field('wlan.fc.type_subtype', 'Type and subtype', writeNumber(frame, 'frame', 4), start, start + 1)); // prettier-ignore
  const roles = type === 1 ? (controlRoles[subtype] ?? 'ra') : type === 2 ? dataRoles[scene.number(start + 1, 1) & 3] : dataRoles[0]; // prettier-ignore
  // Every frame has a receiver; who it is for is another matter.
  const named = roles.split(' ').map((role, index) => [role, places[index]] as const);
  const hops = type === 1 ? [] : ([['ra', 4], ['ta', 10]] as const); // prettier-ignore
  for (const [role, place] of type > 2 ? [] : [...hops, ...named]) {
    const at = start + place;
    if (role === '-' || at + 6 > Math.min(end, scene.bytes.length) || scene.full) continue;
    header.fields.push(scene.field(`wlan.${role}`, labels[role], scene.hex(at, at + 6), at, at + 6));
  }
  if (type !== 1 && end - start >= 24) layTable(scene, tableOf('wlanSequence'), start, Math.min(end, scene.bytes.length), header); // prettier-ignore
  if (type !== 0 || elements[subtype] === undefined || scene.number(start + 1, 1) & 0x40) return;
  const at = start + elements[subtype];
  const to = at + 2 + scene.number(at + 1, 1);
  if (to > Math.min(reach, scene.bytes.length) || scene.number(at, 1) !== 0 || scene.full) return;
  header.fields.push(scene.field('wlan.ssid', 'Network name', scene.text(at + 2, to), at + 2, to));
}
