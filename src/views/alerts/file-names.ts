// What files of alerts and backups are called.
import type { AlertExport } from '../../alerts/types.ts';
import { fileNameOf } from '../../state/saving.ts';
import { localMoment } from './rule-words.ts';

const ENDINGS: Readonly<Record<AlertExport, string>> = { ecs: '-ecs.ndjson', eve: '-eve.json', csv: '.csv' };

export const BACKUP_EXTENSION = '.netanomaly-backup';

/** `2026-05-03 1400`: no file system minds it, and files sort by it. */
const stamp = (now: number): string => localMoment(now).replace(':', '');

/** `alerts 2026-05-03 1400-ecs.ndjson` */
export const exportName = (format: AlertExport, now: number): string =>
  fileNameOf(`alerts ${stamp(now)}`, ENDINGS[format]);

/** `net-anomaly 2026-05-03 1400.netanomaly-backup` */
export const backupName = (now: number): string => fileNameOf(`net-anomaly ${stamp(now)}`, BACKUP_EXTENSION);
