// Hands an exported file to the browser, and says what is in it and what is not.
import { formatCount, plural } from '../base/format.ts';
import type { Exported, ExportFormat, ExportRows } from '../engine/types.ts';
import { fileNameOf, saveBlob } from './saving.ts';

export const FORMAT_NAMES: Readonly<Record<ExportFormat, string>> = { json: 'JSON', csv: 'CSV', pcapng: 'pcapng' };

/** `lab.pcap.gz` becomes `lab`. */
export const stemOf = (traffic: string): string => traffic.replace(/(\.[a-z0-9]{1,6}){1,2}(?=$| and [\d,]+ more)/i, '');

/** `lab.pcap.gz` becomes `lab-marked.pcapng`. */
function nameExport(traffic: string, format: ExportFormat, rows: ExportRows): string {
  const which = { all: format === 'pcapng' ? 'all' : 'scored', odd: 'marked', view: 'shown' }[rows];
  return fileNameOf(stemOf(traffic), `-${which}.${format}`);
}

/** `Wrote 12 packets to lab-marked.pcapng. Each marked packet has a comment with score, rarity and reasons.` */
export function exportWords(name: string, format: ExportFormat, exported: Exported): string {
  const { packets, withoutBytes, marked, explained } = exported;
  const words = [`Wrote ${plural(packets, 'packet')} to ${name}.`];
  if (format === 'pcapng' && marked > 0) {
    const reasons =
      explained === marked
        ? 'score, rarity and reasons.'
        : explained === 0
          ? 'score and rarity.'
          : `score and rarity, the oddest ${formatCount(explained)} of ${formatCount(marked)} also with reasons.`;
    words.push(`Each marked packet has a comment with ${reasons}`);
  }
  if (withoutBytes > 0) {
    words.push(`Left out: ${plural(withoutBytes, 'packet')} of JSON batches, which hold no bytes.`);
  }
  return words.join(' ');
}

/** @param traffic name of what was read. Returns what is to be told. */
export function saveExported(traffic: string, format: ExportFormat, rows: ExportRows, exported: Exported): string {
  const name = nameExport(traffic, format, rows);
  saveBlob(name, exported.file);
  return exportWords(name, format, exported);
}
