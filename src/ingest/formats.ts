// Which reader takes these bytes. Formats that are known but not read are refused by name, with a way out.

export interface Format {
  name: string;
  /** Whether the document begins as this format does; at least 8 bytes unless the document is shorter. */
  sniff(head: Uint8Array): boolean;
  /** Which reader takes it, or what to do instead. */
  reader: 'batch' | 'capture' | null;
  advice: string;
}

function begins(...signature: number[]): Format['sniff'] {
  return (head) => signature.every((byte, index) => head[index] === byte);
}

const ARCHIVE = 'unpack it and open what is in it';

const FORMATS: readonly Format[] = [
  { name: 'a pcapng capture', sniff: begins(0x0a, 0x0d, 0x0d, 0x0a), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0xd4, 0xc3, 0xb2, 0xa1), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0xa1, 0xb2, 0xc3, 0xd4), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0x4d, 0x3c, 0xb2, 0xa1), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0xa1, 0xb2, 0x3c, 0x4d), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0x34, 0xcd, 0xb2, 0xa1), reader: 'capture', advice: '' },
  { name: 'a pcap capture', sniff: begins(0xa1, 0xb2, 0xcd, 0x34), reader: 'capture', advice: '' },
  { name: 'a ZIP archive', sniff: begins(0x50, 0x4b, 0x03, 0x04), reader: null, advice: ARCHIVE },
  {
    name: 'Zstandard data',
    sniff: begins(0x28, 0xb5, 0x2f, 0xfd),
    reader: null,
    advice: 'decompress it (zstd -d) and open the result',
  },
  {
    name: 'bzip2 data',
    sniff: begins(0x42, 0x5a, 0x68),
    reader: null,
    advice: 'decompress it (bunzip2) and open the result',
  },
  {
    name: 'xz data',
    sniff: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a),
    reader: null,
    advice: 'decompress it (unxz) and open the result',
  },
  {
    name: 'gzip inside of gzip',
    sniff: begins(0x1f, 0x8b, 0x08),
    reader: null,
    advice: 'decompress it (gunzip) and open the result',
  },
  { name: 'a JSON batch', sniff: () => true, reader: 'batch', advice: '' },
];

/** The format of a document by its first bytes, after decompression. */
export function sniffFormat(head: Uint8Array): Format {
  return FORMATS.find((format) => format.sniff(head))!;
}
