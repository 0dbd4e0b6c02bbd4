// What a transport carries, told by its content: TLS handshakes, HTTP/1, DHCP, multicast DNS.
import { describeDns } from './dns.ts';
import { addOptions, tableOf } from './options.ts';
import { layTable, makeHeader, writeNumber } from './rows.ts';
import type { Scene } from './scene.ts';
import type { Field } from './types.ts';

/** Header lines of HTTP that are looked at, and their bytes. */
const MOST_LINES = 64;
const MOST_HTTP_BYTES = 8192;
const DHCP_COOKIE = 0x63825363;

/** An extension of a ClientHello or ServerHello. RFC 8446 section 4.2, RFC 6066 section 3, RFC 7301 section 3.1. */
function addExtension(scene: Scene, type: number, at: number, end: number, into: Field): void {
  const add = (name: string, label: string, value: string, from: number, to: number) => {
    if (to <= end && !scene.full) into.fields.push(scene.field(`tls.handshake.extensions${name}`, label, value, from, to)); // prettier-ignore
  };
  if (type === 0 && end - at > 5) {
    const to = at + 5 + scene.number(at + 3, 2);
    add('_server_name', 'Server name', scene.text(at + 5, Math.min(to, end)), at + 5, to);
  } else if (type === 16 && end - at > 3) {
    for (let next = at + 2; next < end && !scene.full;) {
      const to = next + 1 + scene.number(next, 1);
      add('_alpn_str', 'Application protocol', scene.text(next + 1, Math.min(to, end)), next + 1, to);
      next = to;
    }
  } else if (type === 43) {
    // A server chooses one; a client lists its own behind their length.
    for (let next = end - at === 2 ? at : at + 1; next + 2 <= end && !scene.full; next += 2) {
      const version = writeNumber(scene.number(next, 2), 'tls', 4);
      add('.supported_version', 'Supported version', version, next, next + 2);
    }
  }
}

/** ClientHello and ServerHello. RFC 8446 section 4.1. */
function addHello(scene: Scene, client: boolean, at: number, end: number, into: Field): void {
  layTable(scene, tableOf('hello'), at, end, into);
  const add = (name: string, label: string, value: string, from: number, to: number) =>
    into.fields.push(scene.field(`tls.handshake.${name}`, label, value, from, to));
  let next = at + 38;
  next += 1 + scene.number(next, 1);
  if (next + 2 > end) return;
  if (client) {
    const bytes = scene.number(next, 2);
    add('cipher_suites_length', 'Cipher suites', `${bytes} bytes, ${bytes >> 1} suites`, next, next + 2);
    const suites = Math.min(end, next + 2 + bytes);
    for (let suite = next + 2; suite + 2 <= suites && !scene.full; suite += 2)
      add('ciphersuite', 'Cipher suite', writeNumber(scene.number(suite, 2), '', 4), suite, suite + 2);
    next += 2 + bytes;
    next += 1 + scene.number(next, 1);
  } else {
    add('ciphersuite', 'Cipher suite', writeNumber(scene.number(next, 2), '', 4), next, next + 2);
    next += 3;
  }
  next += 2;
  while (next + 4 <= end && !scene.full) {
    const to = next + 4 + scene.number(next + 2, 2);
    addExtension(scene, scene.number(next, 2), next + 4, Math.min(to, end), into);
    next = to;
  }
}

/** Records of TLS. RFC 8446 section 5.1; empty where the first is none. */
function describeTls(scene: Scene, start: number, end: number): Field[] {
  const found: Field[] = [];
  for (let at = start; at + 5 <= end && !scene.full;) {
    const content = scene.number(at, 1);
    const length = scene.number(at + 3, 2);
    if (content < 20 || content > 23 || scene.number(at + 1, 1) !== 3 || scene.number(at + 2, 1) > 4) break;
    const to = Math.min(end, at + 5 + length);
    const record = makeHeader(scene, tableOf('record'), at, to);
    found.push(record);
    const type = scene.number(at + 5, 1);
    // What is encrypted looks like other types; those two come first and in the clear.
    if (content === 22 && (type === 1 || type === 2) && scene.number(at + 6, 3) + 4 <= Math.max(length, to - at)) {
      const handshake = makeHeader(scene, tableOf('handshake'), at + 5, to);
      record.fields.push(handshake);
      addHello(scene, type === 1, at + 5, to, handshake);
    }
    at += 5 + length;
  }
  return found;
}

const request = /^([A-Z][A-Z-]{2,19}) (\S+) (HTTP\/1\.\d)\r?$/;
const response = /^(HTTP\/1\.\d) (\d{3})(?: (.*?))?\r?$/;

/** A request or response of HTTP/1 (RFC 9112) with its header lines, or null. */
function describeHttp(scene: Scene, start: number, end: number): Field | null {
  // A character each byte, so that places in the text are places in the packet.
  const text = Array.from(scene.slice(start, Math.min(end, start + MOST_HTTP_BYTES)), (byte) => String.fromCharCode(byte)).join(''); // prettier-ignore
  const lines = text.split('\n', MOST_LINES);
  const asked = request.exec(lines[0]);
  const answered = asked ? null : response.exec(lines[0]);
  const first = asked ?? answered;
  if (first === null) return null;
  const header = scene.field('http', 'Hypertext Transfer Protocol', lines[0].trimEnd(), start, end);
  header.value = scene.text(start, start + header.value.length);
  const names = asked
    ? ([['request.method', 'Method'], ['request.uri', 'URI'], ['request.version', 'Version']] as const) // prettier-ignore
    : ([['response.version', 'Version'], ['response.code', 'Status code'], ['response.phrase', 'Phrase']] as const); // prettier-ignore
  let place = start;
  for (const [index, [name, label]] of names.entries()) {
    const part = first[index + 1];
    if (part === undefined) continue;
    header.fields.push(scene.field(`http.${name}`, label, scene.text(place, place + part.length), place, place + part.length)); // prettier-ignore
    place += part.length + 1;
  }
  let at = start + lines[0].length + 1;
  for (const line of lines.slice(1)) {
    const words = line.replace(/\r$/, '');
    if (words === '' || scene.full) break;
    const [, key, gap] = /^([^:]*)(:?\s*)/.exec(words)!;
    const known = { host: 'http.host', 'user-agent': 'http.user_agent' }[key.toLowerCase()];
    const from = known === undefined ? at : at + key.length + gap.length;
    const name = known ?? (asked ? 'http.request.line' : 'http.response.line');
    header.fields.push(scene.field(name, known === undefined ? 'Line' : key, scene.text(from, at + words.length), from, at + words.length)); // prettier-ignore
    at += line.length + 1;
  }
  header.end = Math.min(header.end, at);
  return header;
}

function describeDhcp(scene: Scene, start: number, end: number): Field {
  const header = makeHeader(scene, tableOf('dhcp'), start, end);
  addOptions(scene, 'dhcp', start + 240, end, header);
  return header;
}

/** What a payload of bytes `start` to `end` is seen to be; empty where nothing is recognised. */
export function describeMessage(
  scene: Scene,
  overUdp: boolean,
  ports: readonly number[],
  start: number,
  end: number,
): Field[] {
  const isOn = (...some: number[]) => some.some((port) => ports.includes(port));
  if (overUdp) {
    if (isOn(67, 68) && scene.number(start + 236, 4) === DHCP_COOKIE) return [describeDhcp(scene, start, end)];
    return isOn(5353, 5355) && end - start >= 12 ? [describeDns(scene, start, end)] : [];
  }
  const http = describeHttp(scene, start, end);
  if (http !== null) return [http];
  return describeTls(scene, start, end);
}
