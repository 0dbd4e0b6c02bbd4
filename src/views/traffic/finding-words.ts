// Findings in the list of the Traffic page: when, how they stand as alerts, and their example packets. Late scripts only.
import { formatDuration, formatTime } from '../../base/format.ts';
import type { AlertEntry } from '../../alerts/types.ts';
import type { Finding } from '../../detect/findings/types.ts';
import { NO_PROTOCOL } from '../../packets/capture.ts';
import type { Packet } from '../../packets/table.ts';
import { stateWords } from '../alerts/alert-words.ts';
import { protocolShort } from '../packet-words.ts';

/** `New`, `Closed: benign`; of findings that are no alerts `Not kept`. */
export function keptWords(entry: AlertEntry | null | undefined): string {
  return entry ? stateWords(entry.alert.state, entry.alert.resolution) : 'Not kept';
}

/** `09:53:20, 1.2 s`, with the date where the traffic is longer than a day; '' without times. */
export function timeWords({ first, last }: Finding, withDate: boolean): string {
  if (first === null || last === null) return '';
  const began = formatTime(first, withDate).replace(/\.\d+$/, '');
  return last > first ? `${began}, ${formatDuration(last - first)}` : began;
}

const endWords = (address: string | undefined, port: number | undefined): string =>
  `${address ?? '?'}${port === undefined ? '' : ` port ${port}`}`;

/** `09:53:20.120 10.0.0.2 port 41000 → 10.0.0.1 port 22, TCP` */
export function exampleWords({ src, dst, src_port, dst_port, proto, ts }: Packet, withDate: boolean): string {
  const when = ts === undefined ? '' : `${formatTime(ts, withDate)} `;
  return `${when}${endWords(src, src_port)} → ${endWords(dst, dst_port)}, ${proto === NO_PROTOCOL ? 'no IP' : protocolShort(proto)}`;
}
