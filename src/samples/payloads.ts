// What packets carry: DNS messages, a TLS ClientHello, records that look encrypted, and HTTP/1.1, as short as they may be.
import { type Bytes, join, long, word } from './frames.ts';
import type { Seeded } from './seeded.ts';

/** Labels with their lengths, and the root (RFC 1035 section 3.1). */
function dnsName(name: string): Bytes {
  return join(...name.split('.').flatMap((label) => [[label.length], label]), [0]);
}

/**
 * A DNS message with one question (RFC 1035 section 4), and with its answers once `answers` stand.
 * @param type    of the question and of all answers, such as 1 (A) or 28 (AAAA)
 * @param answers data of the answers; an empty list says that there is no such name
 */
export function dnsMessage(id: number, name: string, type: number, answers: readonly Bytes[] | null): Bytes {
  const flags = answers === null ? 0x0100 : answers.length > 0 ? 0x8180 : 0x8183;
  const counts = [0, 1, ...word(answers?.length ?? 0), 0, 0, 0, 0];
  const record = (data: Bytes) => join([0xc0, 12, ...word(type), 0, 1, ...long(300), ...word(data.length)], data);
  const question = join(dnsName(name), [...word(type), 0, 1]);
  return join([...word(id), ...word(flags), ...counts], question, ...(answers ?? []).map(record));
}

/** `length` bytes without a pattern. */
export function noise(random: Seeded, length: number): Bytes {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = random.integer(0, 255);
  return bytes;
}

/** A TLS record (RFC 8446 section 5.1). `type` 22 is a handshake, 23 application data. */
export function tlsRecord(type: number, content: Uint8Array): Bytes {
  return join([type, 3, 3, ...word(content.length)], content);
}

/** An extension, or anything else with a length of two bytes after two bytes that say what it is. */
const extension = (type: number, content: Uint8Array | readonly number[]): Bytes =>
  join([...word(type), ...word(content.length)], content);

/** A handshake message (RFC 8446 section 4) of `type` in its record. */
const handshake = (type: number, body: Bytes): Bytes => tlsRecord(22, join([type, 0, ...word(body.length)], body));

/** ClientHello (RFC 8446 section 4.1.2) with the server's name (RFC 6066 section 3). */
export function clientHello(random: Seeded, server: string): Bytes {
  const name = join([0, ...word(server.length)], server);
  const extensions = join(
    extension(0, join(word(name.length), name)),
    extension(43, [2, 3, 4]),
    extension(10, [0, 2, 0, 29]),
    extension(13, [0, 4, 4, 3, 8, 4]),
    extension(51, join([0, 36, 0, 29, 0, 32], noise(random, 32))),
    extension(16, join([0, 12, 2], 'h2', [8], 'http/1.1')),
  );
  const suites = [0, 6, 0x13, 0x01, 0x13, 0x02, 0x13, 0x03];
  return handshake(
    1,
    join([3, 3], noise(random, 32), [32], noise(random, 32), suites, [1, 0], word(extensions.length), extensions),
  );
}

/** ServerHello of TLS 1.3 (RFC 8446 section 4.1.3). */
export function serverHello(random: Seeded): Bytes {
  const extensions = join(extension(43, [3, 4]), extension(51, join([0, 29, 0, 32], noise(random, 32))));
  return handshake(
    2,
    join([3, 3], noise(random, 32), [32], noise(random, 32), [0x13, 0x01, 0], word(extensions.length), extensions),
  );
}

/** A request of HTTP/1.1 (RFC 9112). */
export function httpRequest(host: string, path: string): Bytes {
  return join(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: office/1.0\r\nAccept: */*\r\n\r\n`);
}

/** An answer to it whose body has `length` bytes. */
export function httpResponse(length: number): Bytes {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`;
  return join(head, 'All is well.\r\n'.repeat(Math.ceil(length / 14)).slice(0, length));
}
