// Why a file has more or fewer packets than tshark printed frames.
import type { SourceReport } from '../../engine/types.ts';
import type { FileEntry, ReferenceFrame } from './folder.ts';

/** In words; 'unexplained' where nobody knows. `source` is null for a file that was refused. */
export function explainCount(
  entry: FileEntry,
  packets: number,
  reference: readonly ReferenceFrame[],
  source: SourceReport | null,
  refusal: string | null,
): string {
  const frames = reference.length;
  if (
    packets === 0 &&
    reference.every((frame) => Number(frame['frame.time_epoch']) === 0 && frame['frame.cap_len'] === '0')
  )
    return 'zeros where records should be, which tshark takes for packets without a byte';
  if (refusal !== null && frames === 0) return 'both read no packet';
  if (packets > frames && /network type \d+ unknown/.test(entry.refusal)) return 'tshark does not know the link type';
  if (packets > frames && /unsupported|doesn't support|unknown SHB version/.test(entry.refusal))
    return 'tshark refuses what the file says of itself';
  if (packets > frames && entry.refusal !== '') return 'tshark stops at damage, behind which more packets were found';
  if (packets < frames && source?.capture !== undefined && source.capture !== null && source.capture.lostBytes > 0)
    return `damage: ${source.capture.notes[0]?.message ?? ''}`;
  return 'unexplained';
}
