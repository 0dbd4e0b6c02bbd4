// Which reader takes these bytes, by their content and never by a name. What is known but not read is refused by its
// name, with a way out.

export interface Format {
  name: string;
  /** Which reader takes it; null: none, and `advice` says what to do instead. */
  reader: 'batch' | 'capture' | null;
  advice: string;
}

/** Bytes that tell the format, where the document has as many. */
export const FORMAT_HEAD = 512;

const BATCH: Format = { name: 'a JSON batch', reader: 'batch', advice: '' };
const PCAPNG: Format = { name: 'a pcapng capture', reader: 'capture', advice: '' };
const PCAP: Format = { name: 'a pcap capture', reader: 'capture', advice: '' };

/** Signatures, a character a byte (`^` stands for any), at an offset; from tcpdump.org, Wireshark's wiretap, and file(1). */
type Signature = readonly [name: string, text: string, offset?: number];

/** Magic numbers of pcap: microseconds, nanoseconds, and Kuznetzov's variant, in both byte orders. */
const PCAP_MAGICS = ['\xd4\xc3\xb2\xa1', '\x4d\x3c\xb2\xa1', '\x34\xcd\xb2\xa1'];

const OTHERS: readonly (readonly [advice: string, signatures: readonly Signature[]])[] = [
  [
    'convert it with: editcap -F pcapng IN OUT',
    [
      ['a snoop capture', 'snoop\0\0\0'],
      ['a btsnoop capture', 'btsnoop\0'],
      ['a Microsoft Network Monitor capture', 'GMBU'],
      ['a Microsoft Network Monitor 1 capture', 'RTSS'],
      ['a NetXRay or Sniffer (Windows) capture', 'XCP\0'],
      ['a Sniffer (DOS) capture', 'TRSNIFF data'],
      ['a LANalyzer capture', '\x01\x10\x4c\0'],
      ['a Visual Networks capture', '\x05VNF'],
      ['an iptrace capture', 'iptrace '],
      ['an InfoVista 5View capture', '\xaa\xaa\xaa\xaa'],
      ['an HP-UX nettl trace', 'TR\0'],
      ['a systemd journal export', '__CURSOR='],
      ['an OmniPeek capture', '\x7fver'],
      ['an Observer capture', 'ObserverPktBuffer'],
      ['a Tektronix K12 trace', '\0\0\x02\0\x12\x05\0\x10'],
      ['an EyeSDN trace', 'EyeSDN'],
      ['a Catapult DCT2000 trace', 'Session Transcript'],
    ],
  ],
  [
    'convert it with: pktmon etl2pcap IN --out OUT, or with etl2pcapng',
    [
      ['a Windows event trace (ETL)', '\x02\0\x02\xc0', 0x48],
      ['a Windows event trace (ETL)', '\x02\0\x01\xc0', 0x48],
    ],
  ],
  ['decompress it (zstd -d) and open the result', [['Zstandard data', '\x28\xb5\x2f\xfd']]],
  ['decompress it (lz4 -d) and open the result', [['LZ4 data', '\x04\x22\x4d\x18']]],
  ['decompress it (bunzip2) and open the result', [['bzip2 data', 'BZh^1AY&SY']]],
  ['decompress it (unxz) and open the result', [['xz data', '\xfd7zXZ\0']]],
  ['decompress it (uncompress) and open the result', [['compress data', '\x1f\x9d']]],
  ['decompress it (gunzip) and open the result', [['gzip inside of gzip', '\x1f\x8b\x08']]],
  [
    'unpack it and open what is in it',
    [
      ['a ZIP archive', 'PK\x03\x04'],
      ['a 7z archive', '7z\xbc\xaf\x27\x1c'],
      ['a RAR archive', 'Rar!\x1a\x07'],
      ['a tar archive', 'ustar', 257],
      ['an ar archive', '!<arch>\n'],
      ['an RPM package', '\xed\xab\xee\xdb'],
      ['a Windows cabinet', 'MSCF\0\0\0\0'],
    ],
  ],
  [
    'this is no traffic; open a capture (pcap, pcapng) or a JSON batch',
    [
      ['a PDF document', '%PDF-'],
      ['an ELF program', '\x7fELF'],
      ['a Windows program', 'MZ'],
      ['a PNG image', '\x89PNG\r\n'],
      ['a JPEG image', '\xff\xd8\xff'],
      ['a SQLite database', 'SQLite format 3\0'],
      ['an Office document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ],
  ],
  ['open it at the Models page', [['a model of this program', '\x89NAM\r\n\x1a\n']]],
  [
    'it was taken for text on its way, and its bytes are lost: transfer the capture once more, as binary',
    [
      ['a pcap capture that was converted to UTF-8', '\xc3\x94\xc3\x83\xc2\xb2\xc2\xa1'],
      ['a pcap capture that was converted to UTF-8', '\xef\xbf\xbd\xc3\xb2\xef\xbf\xbd'],
    ],
  ],
];

const CAPTURE_NEEDED = 'it does not hold the packets themselves: open the capture that it was made from';

/** Text that tells itself by its first words. */
const TEXTS: readonly (readonly [name: string, pattern: RegExp, advice: string])[] = [
  ['a hex dump of packets', /^\s*0{4,8}:?\s+([0-9a-f]{2,4}\s){4}/i, 'convert it with: text2pcap IN OUT'],
  ['what tcpdump prints', /^\d\d:\d\d:\d\d\.\d+ (IP|ARP)/, 'write the packets with: tcpdump -w FILE'],
  ['what tshark prints as JSON', /^\s*\[\s*\{\s*"_index"/, CAPTURE_NEEDED],
  ['a Zeek log', /^#separator /, CAPTURE_NEEDED],
  ['an HTML page', /^\s*<(!doctype html|html)/i, 'save the file itself, not the page around it'],
  ['XML', /^\s*<\?xml/, CAPTURE_NEEDED],
  ['a MIME message', /^(MIME-Version|Content-Type|Received): /i, 'save what is attached to it and open that'],
];

/**
 * pcapng begins with line ends of both kinds, so that a transfer as text shows: they are others than 0A 0D 0D 0A before
 * the byte-order magic (draft-ietf-opsawg-pcapng, section 4.1).
 */
function isMangled(text: string): boolean {
  const ends = /^[\r\n]{3,8}/.exec(text)?.[0].length ?? 0;
  const magic = text.slice(ends, ends + 12).search('\x1a\\+<M|M<\\+\x1a');
  return ends > 0 && magic >= 0;
}

function stands(text: string, at: number, signature: string): boolean {
  for (let index = 0; index < signature.length; index++) {
    if (signature[index] !== '^' && text[at + index] !== signature[index]) return false;
  }
  return true;
}

/** The format of a document by its first FORMAT_HEAD bytes, after decompression; fewer where it has no more. */
export function sniffFormat(head: Uint8Array): Format {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_HEAD));
  if (text.startsWith('\n\r\r\n')) return PCAPNG;
  const magic = text.slice(0, 4);
  if (PCAP_MAGICS.some((one) => magic === one || magic === [...one].reverse().join(''))) return PCAP;
  if (isMangled(text)) {
    const advice =
      'its line ends were converted on the way, and so were bytes of the packets: transfer it once more, as binary';
    return { name: 'a pcapng capture that was damaged by a transfer as text', reader: null, advice };
  }
  for (const [advice, signatures] of OTHERS) {
    for (const [name, signature, offset = 0] of signatures) {
      if (stands(text, offset, signature)) return { name, reader: null, advice };
    }
  }
  const found = TEXTS.find(([, pattern]) => pattern.test(text));
  return found === undefined ? BATCH : { name: found[0], reader: null, advice: found[2] };
}
