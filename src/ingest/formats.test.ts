// Formats by their first bytes. Signatures are from the formats' own pages and file(1).
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { sniffFormat } from './formats.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

// https://www.ietf.org/archive/id/draft-gharris-opsawg-pcap-01.html and Wireshark's wiretap/libpcap.h
test.each(['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', 'a1b2cd34', '34cdb2a1', '0a0d0d0a'])(
  '%s begins a capture',
  (magic) => expect(sniffFormat(hex(`${magic} 0200 0400 0000 0000`)).reader).toBe('capture'),
);

test.each([
  [bytes('snoop\0\0\0\0\0\0\x02'), /a snoop capture/, /editcap/],
  [bytes('btsnoop\0\0\0\0\x01'), /btsnoop/, /editcap/],
  [bytes('GMBU\0\x02'), /Network Monitor/, /editcap/],
  [bytes('XCP\x00002.002\0'), /NetXRay/, /editcap/],
  [bytes('TRSNIFF data    \x1a'), /Sniffer/, /editcap/],
  [bytes('\x05VNF'), /Visual Networks/, /editcap/],
  [bytes('iptrace 2.0'), /iptrace/, /editcap/],
  [hex('28b52ffd 0000'), /Zstandard/, /zstd -d/],
  [hex('04224d18 6440'), /LZ4/, /lz4 -d/],
  [bytes('BZh91AY&SY'), /bzip2/, /bunzip2/],
  [bytes('\xfd7zXZ\0\0\x04'), /xz/, /unxz/],
  [hex('1f8b0800'), /gzip inside of gzip/, /gunzip/],
  [bytes('PK\x03\x04\x14\0'), /ZIP/, /unpack/],
  [bytes('7z\xbc\xaf\x27\x1c\0\x04'), /7z/, /unpack/],
  [bytes(`${'x'.repeat(100).padEnd(257, '\0')}ustar\x0000`), /tar archive/, /unpack/],
  [bytes('!<arch>\ndebian-binary'), /ar archive/, /unpack/],
  [bytes('%PDF-1.7'), /PDF/, /no traffic/],
  [bytes('\x7fELF\x02\x01'), /ELF/, /no traffic/],
  [bytes('MZ\x90\0'), /Windows program/, /no traffic/],
  [bytes('<!DOCTYPE html><html>'), /HTML/, /save the file/],
  [bytes('<?xml version="1.0"?><pdml>'), /XML/, /made from/],
  [bytes('[\n  {\n    "_index": "packets-2024-01-01",'), /tshark/, /made from/],
  [bytes('#separator \\x09\n#set_separator ,'), /Zeek/, /made from/],
  [bytes('0000  00 1b 21 3c 9d f8 00 1b  21 3c 9d f9 08 00 45 00\n'), /hex dump/, /text2pcap/],
  [bytes('13:02:10.120000 IP 10.0.0.2.5000 > 10.0.0.1.80: Flags [S]'), /tcpdump prints/, /tcpdump -w/],
  [bytes('__CURSOR=s=1234'), /systemd/, /editcap/],
])('%s has its name and a way out', (head, name, advice) => {
  const format = sniffFormat(head);
  expect(format.reader).toBeNull();
  expect(format.name).toMatch(name);
  expect(format.advice).toMatch(advice);
});

test('a capture that went through a transfer as text is told as such', () => {
  // The section header's first 12 bytes: 0A 0D 0D 0A, length 28, and the byte-order magic, in both orders.
  for (const block of [hex('0a0d0d0a 1c000000 4d3c2b1a 0100'), hex('0a0d0d0a 0000001c 1a2b3c4d 0001')]) {
    const text = Buffer.from(block).toString('latin1');
    for (const mangled of [text.replaceAll('\r\n', '\n'), text.replaceAll('\n', '\r\n'), text.replaceAll('\r', '\n')]) {
      expect(sniffFormat(bytes(mangled))).toMatchObject({ reader: null, advice: expect.stringContaining('as binary') });
    }
  }
  // What a text editor makes of D4 C3 B2 A1: as Latin-1 written as UTF-8, and as UTF-8 with replacement characters.
  const pcap = Buffer.from(hex('d4c3b2a1 0200 0400'));
  for (const mangled of [Buffer.from(pcap.toString('latin1')), Buffer.from(pcap.toString('utf8'))]) {
    expect(sniffFormat(mangled).name).toMatch(/pcap capture that was converted to UTF-8/);
  }
});

test('JSON in any dress is a batch, line ends before it too', () => {
  for (const text of ['{"items":[]}', '[]', '\n\r\n{"size":1}', '\xef\xbb\xbf[', '\n\n\n\n[', '', '7', 'MIME']) {
    expect(sniffFormat(bytes(text)).reader).toBe('batch');
  }
});

test('a model that is opened as traffic is known', async () => {
  const file = await readFile(new URL('../model/testing/format-2.netanomaly-model', import.meta.url));
  expect(sniffFormat(file)).toMatchObject({ reader: null, name: 'a model of this program' });
});
