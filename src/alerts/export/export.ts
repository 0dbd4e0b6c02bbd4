// Alerts as a file for other tools: Elastic Common Schema, Suricata's EVE, or CSV.
import { Pacer } from '../../base/pacer.ts';
import type { Alert, AlertEntry, AlertExport } from '../types.ts';
import { CSV_HEADER, writeCsvLine } from './csv.ts';
import { writeEcs } from './ecs.ts';
import { writeEve } from './eve.ts';

/** UTF-16 code units that are gathered before they become part of a Blob, which the browser may keep on disk. */
const MOST_TEXT = 1 << 20;

interface Format {
  type: string;
  header: string;
  line(alert: Alert): string;
}

/**
 * Both JSON formats are lines (NDJSON), not an array: that is what Elasticsearch's bulk interface, Filebeat, the file
 * upload of Kibana, Suricata itself, EveBox and jq read, and none of them needs the whole file in memory.
 */
const FORMATS: Readonly<Record<AlertExport, Format>> = {
  ecs: {
    type: 'application/x-ndjson',
    header: '',
    line: (alert) => `${JSON.stringify(writeEcs(alert))}\n`,
  },
  eve: {
    type: 'application/x-ndjson',
    header: '',
    line: (alert) => `${JSON.stringify(writeEve(alert))}\n`,
  },
  csv: { type: 'text/csv;charset=utf-8', header: CSV_HEADER, line: writeCsvLine },
};

/** Writes alerts in their order, in slices, so that a worker stays answerable. */
export async function exportAlerts(alerts: Iterable<Alert> | AsyncIterable<Alert>, format: AlertExport): Promise<Blob> {
  const { type, header, line } = FORMATS[format];
  const pacer = new Pacer<undefined>();
  const parts: Blob[] = [];
  let text = header;
  const add = (alert: Alert): Promise<void> | undefined => {
    text += line(alert);
    if (text.length > MOST_TEXT) {
      parts.push(new Blob([text]));
      text = '';
    }
    return pacer.due() ? pacer.breathe(undefined) : undefined;
  };
  for await (const alert of alerts) {
    const wait = add(alert);
    if (wait !== undefined) await wait;
  }
  return new Blob([...parts, text], { type });
}

/** Alerts that are read at a time. */
const PAGE = 500;

/** Writes stored alerts in the order of their ids, a few hundred in memory at a time; ids that are gone are passed over. */
export function exportStored(
  read: (ids: readonly string[]) => Promise<(AlertEntry | null)[]>,
  ids: readonly string[],
  format: AlertExport,
): Promise<Blob> {
  async function* stored(): AsyncGenerator<Alert> {
    for (let start = 0; start < ids.length; start += PAGE) {
      for (const entry of await read(ids.slice(start, start + PAGE))) if (entry !== null) yield entry.alert;
    }
  }
  return exportAlerts(stored(), format);
}
