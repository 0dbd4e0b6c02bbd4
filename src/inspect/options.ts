// Options, tags and chunks: things that tell their own kind and length, one behind the other.
import { linkTables } from './link-tables.ts';
import { networkTables } from './network-tables.ts';
import { layTable, writeNumber, type Table } from './rows.ts';
import { blame, type Scene } from './scene.ts';
import { transportTables } from './transport-tables.ts';
import type { Field } from './types.ts';

const tables = new Map([...linkTables, ...networkTables, ...transportTables]);

/** The table of a key, which is one of those that stand in the three files. */
export function tableOf(key: string): Table {
  return tables.get(key)!;
}

export function findTable(key: string): Table | undefined {
  return tables.get(key);
}

/** How a kind of option tells its kind and length: place and bytes of each. */
interface OptionForm {
  kind: readonly [at: number, width: number];
  length: readonly [at: number, width: number];
  /** Bytes that the length counts in. */
  unit: number;
  /** Bytes before the value that the length does not count. */
  extra: number;
  /** Each begins at a multiple of so many bytes. */
  align: number;
  little: boolean;
  /** Kinds of one byte, and the one behind which there are no more. */
  singles: readonly number[];
  last: number;
  /** Field names of kind and length, and of the option where its table has none. */
  kindName: string;
  lengthName: string;
  name: string;
  /** Names of the kinds. */
  list: string;
}

function form(kindName: string, lengthName: string, rest: Partial<OptionForm> = {}): OptionForm {
  const usual = { unit: 1, extra: 0, align: 1, little: false, singles: [0, 1], last: 0, name: kindName, list: '' };
  return { kind: [0, 1], length: [1, 1], ...usual, kindName, lengthName, ...rest };
}

const wide = { kind: [0, 2], length: [2, 2], singles: [] } as const;

const forms = {
  ip: form('ip.opt.type', 'ip.opt.len'),
  tcp: form('tcp.option_kind', 'tcp.option_len'),
  ipv6: form('ipv6.opt.type', 'ipv6.opt.length', { extra: 2, singles: [0], last: -1 }),
  nd: form('icmpv6.opt.type', 'icmpv6.opt.length', { unit: 8, singles: [], last: -1 }),
  pppoeTag: form('pppoed.tag', 'pppoed.tag_length', { ...wide, extra: 4 }),
  nflogTlv: form('nflog.tlv_type', 'nflog.tlv_length', { kind: [2, 2], length: [0, 2], align: 4, little: true, singles: [], last: -1 }), // prettier-ignore
  chunk: form('sctp.chunk_type', 'sctp.chunk_length', { length: [2, 2], align: 4, singles: [], last: -1, list: 'chunk' }), // prettier-ignore
  dhcp: form('dhcp.option.type', 'dhcp.option.length', { extra: 2, singles: [0, 255], last: 255, list: 'dhcpOption' }),
};

/** Adds the options between `start` and `end` to a header; the first that does not fit is said to be wrong. */
export function addOptions(scene: Scene, key: keyof typeof forms, start: number, end: number, into: Field): void {
  const { kind, length, unit, extra, align, little, singles, last, kindName, lengthName, name, list } = forms[key];
  const most = Math.min(end, scene.bytes.length);
  for (let at = start; at < most && !scene.full;) {
    const type = scene.number(at + kind[0], kind[1], little);
    const single = singles.includes(type);
    const table = findTable(`${key}:${type}`) ?? findTable(`${key}:*`) ?? findTable(key)!;
    const size = single ? 1 : scene.number(at + length[0], length[1], little) * unit + extra;
    const to = Math.min(most, at + size);
    const isNamed = table.name !== '-';
    const field = scene.field(isNamed ? table.name : name, table.label, '', at, to);
    into.fields.push(field);
    if (!isNamed) field.value = writeNumber(type, list);
    else
      field.fields.push(scene.field(kindName, 'Kind', writeNumber(type, list), at + kind[0], at + kind[0] + kind[1]));
    if (!single) {
      const from = at + length[0];
      if (from + length[1] <= most) {
        const told = scene.number(from, length[1], little);
        field.fields.push(scene.field(lengthName, 'Length', String(told), from, from + length[1]));
      }
      if (at + size > most || size < Math.max(kind[0] + kind[1], length[0] + length[1])) {
        const cut = at + size > most && most >= scene.bytes.length;
        blame(field, cut ? 'The captured bytes end within it.' : 'Its length does not fit into what it stands in.');
        return;
      }
      layTable(scene, table, at, to, field);
    }
    if (type === last) return;
    at = at + Math.ceil(size / align) * align;
  }
}
