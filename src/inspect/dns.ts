// DNS messages for the eye: names with compression, records with their values. RFC 1035 section 4.
import { visibleText } from '../base/visible.ts';
import { nameOf } from './names.ts';
import { tableOf } from './options.ts';
import { makeHeader, writeNumber } from './rows.ts';
import { blame, type Scene } from './scene.ts';
import type { Field } from './types.ts';

/** Labels and pointers that are followed in one name: a name has at most 127 labels. */
const MOST_LABELS = 128;
const ROOT = '<Root>';

interface Name {
  text: string;
  /** Behind it where it stands. */
  end: number;
  problem: string | null;
}

/** A name at `at`; pointers count from `message`. */
function readName(scene: Scene, message: number, at: number, most: number): Name {
  const labels: string[] = [];
  let end = -1;
  let place = at;
  const stop = (problem: string | null): Name => ({
    text: labels.join('.') || ROOT,
    end: Math.min(most, end < 0 ? place : end),
    problem,
  });
  for (let step = 0; step < MOST_LABELS; step++) {
    if (place >= most) return stop('The name goes on behind the end of the message.');
    const length = scene.number(place, 1);
    if (length >= 192) {
      if (end < 0) end = place + 2;
      place = message + (scene.number(place, 2) & 0x3fff);
    } else if (length >= 64) {
      return stop('The name has a label of a kind that does not exist.');
    } else {
      place += 1 + length;
      if (length === 0) return stop(null);
      const bytes = scene.slice(place - length, Math.min(place, most));
      labels.push(visibleText(new TextDecoder().decode(bytes)));
      if (labels.length > 1 && labels.join('.').length > 255) return stop('The name is longer than 255 characters.');
    }
  }
  return stop('The name refers to itself, or has more labels than a name can have.');
}

/** What stands in the data of the common types: field name, label, kind of value, bytes before it. */
const data: Record<number, readonly (readonly [name: string, label: string, kind: string, at: number])[]> = {
  1: [['a', 'Address', '4', 0]],
  2: [['ns', 'Name server', 'n', 0]],
  5: [['cname', 'Canonical name', 'n', 0]],
  6: [['soa.mname', 'Primary name server', 'n', 0]],
  12: [['ptr.domain_name', 'Domain name', 'n', 0]],
  15: [
    ['mx.preference', 'Preference', 'u', 0],
    ['mx.mail_exchange', 'Mail exchange', 'n', 2],
  ],
  16: [['txt', 'Text', 't', 0]],
  28: [['aaaa', 'Address', '6', 0]],
  33: [
    ['srv.priority', 'Priority', 'u', 0],
    ['srv.weight', 'Weight', 'u', 2],
    ['srv.port', 'Port', 'u', 4],
    ['srv.target', 'Target', 'n', 6],
  ],
};

const widths: Record<string, number> = { 4: 4, 6: 16, u: 2 };

function addData(scene: Scene, message: number, type: number, start: number, end: number, into: Field): void {
  for (const [name, label, kind, before] of data[type] ?? []) {
    const at = start + before;
    const width = widths[kind];
    if (scene.full || at + (width ?? 1) > end) return;
    const add = (value: string, to: number) => {
      const field = scene.field(`dns.${name}`, label, value, at, to);
      into.fields.push(field);
      return field;
    };
    if (kind === 'n') {
      const found = readName(scene, message, at, end);
      const field = add(found.text, found.end);
      if (found.problem !== null) blame(field, found.problem);
    } else if (kind === 't') {
      const to = Math.min(end, at + 1 + scene.number(at, 1));
      add(scene.text(at + 1, to), to);
    } else {
      add(kind === '4' ? scene.ipv4(at) : kind === '6' ? scene.ipv6(at) : String(scene.number(at, 2)), at + width);
    }
  }
}

/** A question or a record; answers where the next one begins, or -1 where none can be found. */
function addRecord(scene: Scene, message: number, at: number, most: number, question: boolean, into: Field): number {
  const group = question ? 'dns.qry' : 'dns.resp';
  const name = readName(scene, message, at, most);
  const record = scene.field('dns', question ? 'Question' : 'Record', name.text, at, most);
  into.fields.push(record);
  const add = (part: string, label: string, value: string, from: number, to: number) => {
    const field = scene.field(`${group}.${part}`, label, value, from, to);
    record.fields.push(field);
    return field;
  };
  const named = add('name', 'Name', name.text, at, name.end);
  if (name.problem !== null) {
    blame(named, name.problem);
    return -1;
  }
  const rest = name.end;
  const head = question ? 4 : 10;
  if (rest + head > most) {
    blame(record, 'It goes on behind the end of the message.');
    return -1;
  }
  const type = scene.number(rest, 2);
  record.value = `${name.text} ${nameOf('dns', type) ?? type}`;
  add('type', 'Type', writeNumber(type, 'dns'), rest, rest + 2);
  const sender = type === 41 && !question;
  const code = scene.number(rest + 2, 2);
  if (sender)
    record.fields.push(scene.field('dns.rr.udp_payload_size', 'UDP payload size', String(code), rest + 2, rest + 4)); // prettier-ignore
  // The highest bit is multicast DNS's own: RFC 6762 sections 5.4 and 10.2.
  else add('class', 'Class', writeNumber(code & 0x7fff, 'dnsClass', 4), rest + 2, rest + 4);
  const length = question ? 0 : scene.number(rest + 8, 2);
  const end = rest + head + length;
  if (!question) {
    if (!sender) add('ttl', 'Time to live, s', String(scene.number(rest + 4, 4)), rest + 4, rest + 8);
    const told = add('len', 'Data length', String(length), rest + 8, rest + 10);
    if (end > most) blame(told, 'The data goes on behind the end of the message.');
    addData(scene, message, type, rest + head, Math.min(end, most), record);
  }
  record.end = Math.min(end, most);
  return end > most ? -1 : end;
}

const sections = ['Questions', 'Answers', 'Authority records', 'Additional records'];

/** A DNS message of bytes `start` to `end`. */
export function describeDns(scene: Scene, start: number, end: number): Field {
  const most = Math.min(end, scene.bytes.length);
  const header = makeHeader(scene, tableOf('dns'), start, most);
  let at = start + 12;
  for (const [index, label] of sections.entries()) {
    const count = at > most ? 0 : scene.number(start + 4 + 2 * index, 2);
    if (count === 0 || scene.full) continue;
    const section = scene.field('dns', label, '', at, most);
    header.fields.push(section);
    for (let record = 0; record < count && !scene.full; record++) {
      if (at >= most) {
        blame(section, `${count} are told, and the message ends behind ${record}.`);
        return header;
      }
      const next = addRecord(scene, start, at, most, index === 0, section);
      if (next < 0) return header;
      at = next;
    }
    section.end = at;
  }
  return header;
}
