// Options of a packet that go with it into an exported pcapng, in its byte order. draft-ietf-opsawg-pcapng section 4.3.
import { OPTION_COMMENT, type BlockOption } from '../../packets/pcapng.ts';

/** epb_verdict: the one of hardware is mere bytes, the others a number of 64 bits. */
const VERDICT = 7;
const VERDICT_HARDWARE = 0;

/** Widths of the numbers that an option is: null = mere bytes. */
function widthOf({ code, value }: BlockOption): number | null | undefined {
  switch (code) {
    case OPTION_COMMENT:
    case 3: // epb_hash
      return null;
    case 2: // epb_flags
    case 6: // epb_queue
      return 4;
    case 4: // epb_dropcount
    case 5: // epb_packetid
      return 8;
    case VERDICT:
      return value[0] === VERDICT_HARDWARE ? null : 9;
    default:
      // Others cannot be brought into another byte order.
      return undefined;
  }
}

/**
 * The options that are known, in little-endian order. One of another length than it must have is left out: Wireshark would
 * refuse the whole file.
 */
export function keepOptions(options: readonly BlockOption[], bigEndian: boolean): BlockOption[] {
  return options.flatMap((option) => {
    const { code, value } = option;
    const width = widthOf(option);
    if (width === undefined || (width !== null && value.length !== width)) return [];
    if (code !== OPTION_COMMENT && value.length === 0) return [];
    if (!bigEndian || width === null) return [option];
    if (code !== VERDICT) return [{ code, value: value.toReversed() }];
    return [{ code, value: Uint8Array.of(value[0], ...value.subarray(1).toReversed()) }];
  });
}
