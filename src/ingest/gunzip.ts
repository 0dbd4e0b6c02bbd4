// Gzip of any number of members (RFC 1952 section 2.2), for what the browser's DecompressionStream refuses: it takes one
// member and nothing behind it. Tells where the data is damaged, and gives everything before that place.
import {
  Z_BUF_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';

/** Bytes given at once. */
const OUTPUT = 1 << 18;
/** Take a gzip header, check CRC and length, and a window of 32 kB. */
const GZIP_WINDOW = 31;

/** The gzip data cannot be read further. */
export class GzipError extends Error {
  override readonly name = 'GzipError';
  /** @param offset byte of the compressed file */
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export interface GunzipEnd {
  /** Byte of the compressed file where what is not gzip begins, behind the last member; null = nothing is there but zeros. */
  garbage: number | null;
}

/** What zlib says, in plain words. */
function explain(message: string): string {
  if (message === 'incorrect data check') return 'the checksum does not match';
  if (message === 'incorrect length check') return 'the length does not match';
  return message || 'not gzip';
}

/**
 * Decompresses. Zeros behind a member are padding, as tape tools leave it; other bytes that begin no member end the
 * reading. Gives at least one array, perhaps an empty one, for each that it takes, so that its caller can pace it.
 * Throws GzipError for damage and an early end, after everything that came before.
 */
export async function* gunzipMembers(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, GunzipEnd, undefined> {
  const stream = new ZStream();
  if (zlibInflateInit2(stream, GZIP_WINDOW) !== Z_OK) throw new Error('zlib cannot be set up.');
  /** Takes what is there to be given: the buffer itself once it is full. */
  const take = (): Uint8Array<ArrayBuffer> => {
    const isFull = stream.avail_out === 0;
    const output = isFull ? stream.output : stream.output.slice(0, stream.next_out);
    if (isFull) stream.output = new Uint8Array(OUTPUT);
    stream.next_out = 0;
    stream.avail_out = OUTPUT;
    return output;
  };
  take();
  /** Bytes of the file before `stream.input`. */
  let before = 0;
  /** Byte of the file where the member begins that is being read; null between members. */
  let member: number | null = 0;
  for await (const bytes of input) {
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    let status: number = Z_OK;
    // A full output may hide more for the same input.
    while (stream.avail_in > 0 || (member !== null && stream.avail_out === 0)) {
      if (stream.avail_out === 0) yield take();
      if (member === null) {
        while (stream.avail_in > 0 && bytes[stream.next_in] === 0) {
          stream.next_in++;
          stream.avail_in--;
        }
        if (stream.avail_in === 0) break;
        member = before + stream.next_in;
        if (bytes[stream.next_in] !== 0x1f) {
          yield take();
          return { garbage: member };
        }
        zlibInflateReset(stream);
      }
      status = zlibInflate(stream, Z_NO_FLUSH);
      if (status === Z_STREAM_END) member = null;
      else if (status !== Z_OK && status !== Z_BUF_ERROR) {
        yield take();
        // Behind a member, a byte 1F that begins no gzip is garbage like any other.
        if (member > 0 && stream.msg === 'incorrect header check') return { garbage: member };
        throw new GzipError(explain(stream.msg), before + stream.next_in);
      }
    }
    before += bytes.length;
    yield take();
  }
  if (member !== null) throw new GzipError('it ends early', before);
  return { garbage: null };
}
