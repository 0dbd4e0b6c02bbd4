// Which reader takes these bytes. Formats that are known but not read are refused by name, with a way out.

export interface Format {
  name: string;
  /** Whether the document begins as this format does; at least 8 bytes unless the document is shorter. */
  sniff(head: Uint8Array): boolean;
  /** What to do instead; null = src/ingest/batch reads it. */
  advice: string | null;
}

function begins(...signature: number[]): Format['sniff'] {
  return (head) => signature.every((byte, index) => head[index] === byte);
}

const CAPTURE = 'packet captures are not read yet; export the packets as a JSON batch and open that';
const ARCHIVE = 'unpack it and open what is in it';

const FORMATS: readonly Format[] = [
  { name: 'a pcapng capture', sniff: begins(0x0a, 0x0d, 0x0d, 0x0a), advice: CAPTURE },
  { name: 'a pcap capture', sniff: begins(0xd4, 0xc3, 0xb2, 0xa1), advice: CAPTURE },
  { name: 'a pcap capture', sniff: begins(0xa1, 0xb2, 0xc3, 0xd4), advice: CAPTURE },
  { name: 'a pcap capture', sniff: begins(0x4d, 0x3c, 0xb2, 0xa1), advice: CAPTURE },
  { name: 'a pcap capture', sniff: begins(0xa1, 0xb2, 0x3c, 0x4d), advice: CAPTURE },
  { name: 'a ZIP archive', sniff: begins(0x50, 0x4b, 0x03, 0x04), advice: ARCHIVE },
  {
    name: 'Zstandard data',
    sniff: begins(0x28, 0xb5, 0x2f, 0xfd),
    advice: 'decompress it (zstd -d) and open the result',
  },
  { name: 'bzip2 data', sniff: begins(0x42, 0x5a, 0x68), advice: 'decompress it (bunzip2) and open the result' },
  { name: 'xz data', sniff: begins(0xfd, 0x37, 0x7a, 0x58, 0x5a), advice: 'decompress it (unxz) and open the result' },
  {
    name: 'gzip inside of gzip',
    sniff: begins(0x1f, 0x8b, 0x08),
    advice: 'decompress it (gunzip) and open the result',
  },
  { name: 'a JSON batch', sniff: () => true, advice: null },
];

/** The format of a document by its first bytes, after decompression. */
export function sniffFormat(head: Uint8Array): Format {
  return FORMATS.find((format) => format.sniff(head))!;
}
