// The packets of a finding, or of an alert, as a file; and the packet table with only those.
import type { Alert } from '../alerts/types.ts';
import { CancelledError, InputError, messageOf } from '../base/errors.ts';
import { plural } from '../base/format.ts';
import type { Finding, Line } from '../detect/findings/types.ts';
import type { ExportFormat } from '../engine/types.ts';
import type { Findings } from './findings.svelte.ts';
import type { Loaded } from './loaded.ts';
import type { ViewChoice } from './packet-view.svelte.ts';
import { exportWords } from './save-exported.ts';
import { fileNameOf, saveBlob } from './saving.ts';

/** Only captures have bytes for a pcapng. */
export function formatFor({ report }: Loaded): ExportFormat {
  return report.sources.some(({ capture, packets }) => capture !== null && packets > 0) ? 'pcapng' : 'json';
}

/** Shows only the packets of a finding in the packet table. */
export async function showPackets(findings: Findings, finding: Finding): Promise<void> {
  await show(findings, finding, { sort: 'score', descending: true });
}

/** Shows one of them among the others, and why it is odd. */
export async function showExample(findings: Findings, finding: Finding, row: number): Promise<void> {
  const { session, engine, app } = findings;
  const traffic = session.loaded?.report.traffic;
  const at = await show(findings, finding, { sort: 'row', descending: false }, row);
  if (at === null || traffic === undefined) return;
  try {
    const [packet] = (await engine.page(traffic, at, 1)).rows;
    // The table may show something else by now.
    if (packet?.row !== row) return;
    session.why.ask(packet);
    if (packet.frame) session.view.look.ask(packet);
  } catch (error) {
    app.notices.trouble(`The packet cannot be shown. ${messageOf(error)}`);
  }
}

/** @returns the place of `row` among the finding's packets; null where they cannot be shown */
async function show(
  findings: Findings,
  finding: Finding,
  order: Pick<ViewChoice, 'sort' | 'descending'>,
  row: number | null = null,
): Promise<number | null> {
  const { result, session, app } = findings;
  if (result === null) return null;
  try {
    const rows = await findings.rowsOf(finding.id, result.line);
    const at = row === null ? 0 : Math.max(0, rows.indexOf(row));
    await session.view.change({ ...order, only: { rows, label: finding.title }, at, filter: '', onlyOdd: false });
    // At the top: they are to be seen, not only their heading.
    document.getElementById('packets-title')?.scrollIntoView({ block: 'start' });
    return at;
  } catch (error) {
    app.notices.trouble(`Its packets cannot be shown. ${messageOf(error)}`);
    return null;
  }
}

/** Writes the packets of a finding of the present grouping. */
export async function exportFinding(findings: Findings, finding: Finding, format: ExportFormat): Promise<void> {
  const { result } = findings;
  if (result !== null) await tell(findings, () => write(findings, finding, result.line, format));
}

/** Writes the packets of an alert, where the traffic that it was found in is open; says what to open where it is not. */
export async function exportAlert(findings: Findings, { finding, traffic, model, line }: Alert): Promise<void> {
  await tell(findings, async () => {
    const { result, session } = findings;
    if (result?.traffic !== traffic.fingerprint) {
      const busy = findings.busy ? ' If it is the one that is being read, wait until its findings are there.' : '';
      throw new InputError(`Its packets are in ${traffic.name}: open and analyse that first.${busy}`);
    }
    if (result.model !== model.fingerprint) {
      throw new InputError(`It was found with the model “${model.name}”: choose that, and analyse again.`);
    }
    await write(findings, finding, line, formatFor(session.loaded!));
  });
}

async function write(findings: Findings, finding: Finding, line: Line, format: ExportFormat): Promise<void> {
  const { session, engine, app } = findings;
  const loaded = session.loaded!;
  const rows = await findings.rowsOf(finding.id, line);
  const exported = await session.task.run(`Writing ${plural(rows.length, 'packet')}`, (options) =>
    engine.exportRows(loaded.report.traffic, format, line, rows, options),
  );
  const name = fileNameOf(`${loaded.name.replace(/(\.[a-z0-9]{1,6}){1,2}$/i, '')} ${finding.title}`, `.${format}`);
  saveBlob(name, exported.file);
  app.notices.show(exportWords(name, format, exported));
}

async function tell({ app }: Findings, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CancelledError) app.notices.say('Cancelled.');
    else app.notices.trouble(`No file was written. ${messageOf(error)}`);
  }
}
