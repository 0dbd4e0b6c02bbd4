// What a batch document must be read as, by JSON.parse and the payload's rules: the oracle for the batch reader.
import type { Packet } from '../packets/table.ts';

export interface Verdict {
  /** Whether the document is JSON, or JSON objects a line. */
  accepted: boolean;
  packets: Packet[];
  rejected: number;
}

const INTEGERS: Readonly<Record<string, number>> = {
  size: 2 ** 32 - 1,
  proto: 255,
  src_port: 65535,
  dst_port: 65535,
  tcp_flags: 255,
};
const ORDER = ['src', 'dst', 'size', 'proto', 'ts', 'src_port', 'dst_port', 'tcp_flags'] as const;

/** The packet of an item, or null where a rule of the payload is broken. */
function packetOf(item: unknown): Packet | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  const fields = item as Record<string, unknown>;
  const packet: Record<string, unknown> = {};
  for (const name of ORDER) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value === undefined || value === null) {
      if (name === 'size' || name === 'proto') return null;
      continue;
    }
    if (name === 'src' || name === 'dst') {
      if (typeof value !== 'string') return null;
      packet[name] = value.toWellFormed();
    } else {
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      if (name !== 'ts' && !(Number.isInteger(value) && value >= 0 && value <= INTEGERS[name])) return null;
      packet[name] = name === 'ts' ? value : value + 0;
    }
  }
  return packet as unknown as Packet;
}

function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  if (!Object.hasOwn(value, 'items')) return [value];
  const { items } = value as { items: unknown };
  // Not a list: nothing that can be used, as an item that is null.
  return Array.isArray(items) ? items : [null];
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null; // Not JSON, which is an answer here.
  }
}

/** Where the object that begins at `from` ends, by its brackets alone; -1 where it does not. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return -1;
}

/** Objects, each on a line of its own (or on several, as jq prints them); null where anything else stands. */
function parseLines(text: string): unknown[] | null {
  const values: unknown[] = [];
  let from = 0;
  while (true) {
    const space = /^[ \t\r\n]*/.exec(text.slice(from))![0];
    if (values.length > 0 && from + space.length === text.length) return values;
    if (values.length > 0 && !space.includes('\n')) return null;
    from += space.length;
    const end = text[from] === '{' ? endOfObject(text, from) : -1;
    const parsed = end < 0 ? null : parse(text.slice(from, end));
    if (parsed === null) return null;
    values.push(parsed.value);
    from = end;
  }
}

/** What `text` must be read as. */
export function judge(text: string): Verdict {
  const whole = parse(text);
  const values = whole === null ? parseLines(text) : [whole.value];
  if (values === null) return { accepted: false, packets: [], rejected: 0 };
  const packets: Packet[] = [];
  let rejected = 0;
  for (const item of values.flatMap(itemsOf)) {
    const packet = packetOf(item);
    if (packet === null) rejected++;
    else packets.push(packet);
  }
  return { accepted: true, packets, rejected };
}
