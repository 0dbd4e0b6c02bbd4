// A report as one HTML file: what stands out in a traffic and why, without scripts, and asking for nothing. A late script.
import { formatBytes, formatCount, formatDuration, formatScore, formatShare, formatSpan, formatTime, plural } from '../../base/format.ts'; // prettier-ignore
import { gatherReport, type ReportFacts } from '../../state/report-facts.ts';
import { countFindings, titleOf, writeFindings } from './findings-part.ts';
import { html, type Html } from './html.ts';
import { PLAIN_NAMES, Pseudonyms, type Names } from './names.ts';
import { drawHeat, drawOverview, drawScores } from './pictures.ts';
import { STYLE } from './style.ts';
import { writeModel, writeShape, writeSources } from './traffic-part.ts';
import { selectionWords } from './words.ts';

/** Findings that the summary names. */
const WORST = 3;

const PSEUDONYMS_SHORT = 'The addresses in this report are pseudonyms.';

function subjectOf({ loaded }: ReportFacts, names: Names): string {
  const files = loaded.report.sources.map(({ name, capture }) => names.file(name, capture !== null));
  return files.length > 3 ? `${files.slice(0, 2).join(', ')} and ${files.length - 2} more files` : files.join(', ');
}

const dateWords = (ms: number): string => `${formatTime(ms / 1000, true).slice(0, 16)} UTC`;

/** `412 of 48,210 packets stand out, in 9 findings.` */
function answerWords({ survey, scores, selection }: ReportFacts): string {
  const { packets, marked } = survey.totals;
  const where = selection === null ? '' : ' of the selection';
  if (packets === 0) return 'The selection holds no packets.';
  if (scores === null) return `${plural(packets, 'packet')}${where}, not analysed yet.`;
  const findings = scores.findings === null ? '' : `, in ${plural(countFindings(scores.findings), 'finding')}`;
  if (marked === 0) return `None of ${plural(packets, 'packet')}${where} stands out.`;
  return `${formatCount(marked)} of ${plural(packets, 'packet')}${where} ${marked === 1 ? 'stands' : 'stand'} out${findings}.`;
}

function writeSummary(facts: ReportFacts, names: Names): Html {
  const { survey, scores, selection, loaded } = facts;
  const { totals, span } = survey;
  const captured = loaded.report.sources.every(({ capture }) => capture !== null);
  const worst = scores?.findings?.shown.slice(0, WORST) ?? [];
  const fact = (name: string, words: string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${words}</dd>
    </div>`;
  return html`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    <p class="answer">${answerWords(facts)}</p>
    ${
      selection !== null &&
      html`<p class="note">
        Of a selection: ${selectionWords(selection, names).join('; ')}.
        ${formatShare(totals.packets / loaded.report.packets)} of ${plural(loaded.report.packets, 'packet')} in all.
      </p>`
    }
    <dl class="facts">
      ${fact('Packets', formatCount(totals.packets))} ${fact('On the wire', formatBytes(totals.bytes))}
      ${fact('Hosts', survey.hosts > 0 ? formatCount(survey.hosts) : 'unknown')}
      ${fact('Lasting', span === null ? 'unknown' : formatDuration(span.last - span.first))}
      ${
        scores !== null && [
          fact(
            'Odd packets',
            `${formatCount(totals.marked)}${totals.packets > 0 ? ` (${formatShare(totals.marked / totals.packets)})` : ''}`,
          ),
          fact('Highest score', formatScore(totals.worst)),
        ]
      }
    </dl>
    ${
      worst.length > 0 &&
      html`<h3>The weightiest findings</h3>
        <ol class="worst">
          ${worst.map(({ finding }, i) => html`<li><a href="#finding-${i + 1}">${titleOf(finding, names, captured)}</a></li>`)}
        </ol>`
    }
    ${
      scores !== null &&
      totals.marked === 0 &&
      html`<p>
        Worked, nothing found: of ${plural(totals.packets, 'scored packet')} none is above the line at
        ${formatScore(scores.line.threshold)}.
      </p>`
    }
    ${names.hidden && html`<p class="note">${PSEUDONYMS_SHORT} <a href="#made">How they are made</a>, and what they do not hide, stands at the end.</p>`}
  </section>`;
}

function writeTimes({ survey, scores, loaded, selection }: ReportFacts): Html {
  return html`<section aria-labelledby="time">
    <h2 id="time">Over time</h2>
    ${
      survey.overview === null
        ? html`<p>
            ${loaded.report.span === null ? 'No packet has a time, so there is no course of time to draw.' : 'No packet here has a time.'}
          </p>`
        : drawOverview(survey.overview, scores !== null, selection?.span ?? null)
    }
  </section>`;
}

function writeMaking({ version, modelFormat, scores, made }: ReportFacts, names: Names): Html {
  const info = scores?.judge.info;
  return html`<section aria-labelledby="made">
    <h2 id="made">How this report was made</h2>
    <p>
      By Net Anomaly ${version}, on ${dateWords(made)}, in a browser: nothing was sent anywhere.
      ${
        info &&
        html`Features: set “${info.featureSet.id}”, version ${info.featureSet.version}. Model file: format
        ${modelFormat}, first written in format ${info.firstFormat}.`
      }
    </p>
    <p>
      It holds addresses, ports, protocols, times, sizes and counts. What packets carry is not in it: no payload, and
      none of the names that were asked for by DNS.
    </p>
    <p>
      Scores are those of an Isolation Forest (Liu, Ting, Zhou, 2008), 0 to 1: the higher, the fewer random cuts set a
      packet apart from those that the model was trained on. Odd is not evil: a finding is a reason to look, not a
      verdict.
    </p>
    ${
      names.hidden &&
      html`<h3>Pseudonyms</h3>
        <p>
          IP addresses are replaced by Crypto-PAn (J. Xu, J. Fan, M. Ammar, S. Moon: Prefix-Preserving IP Address
          Anonymization, ICNP 2002): one to one, and two addresses that shared their first bits still share as many, so
          that networks remain networks. This holds for private, broadcast and multicast addresses too, which can no
          longer be told by their pseudonyms. MAC addresses are replaced by a keyed hash (HMAC-SHA-256) without their
          manufacturer, marked as locally administered. Other names of hosts, files and models are numbered or left out.
          The key was drawn by chance in the browser’s tab and is not in this file.
        </p>
        <p>
          What pseudonyms do not hide: times, ports, sizes, counts and the structure of networks stay. Who knows a host
          by these knows its pseudonym, and with it the first bits of its neighbours’; who could send packets of their
          own into the traffic can learn many more. Share it as one shares what may be undone.
        </p>`
    }
  </section>`;
}

function writeDocument(facts: ReportFacts, names: Names): Html {
  const { survey, scores, loaded, made } = facts;
  const subject = subjectOf(facts, names);
  const { span } = loaded.report;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${subject}: traffic report</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <p class="brand">Net Anomaly: traffic report</p>
          <h1>${subject}</h1>
          <p class="muted">
            ${span === null ? 'Packets without times' : `Traffic of ${formatSpan(span.first, span.last)}`}. Report of
            ${dateWords(made)}.
          </p>
        </header>
        <main>
          ${writeSummary(facts, names)} ${writeTimes(facts)}
          ${scores?.findings && writeFindings(scores.findings, facts, names)}
          ${
            scores !== null &&
            survey.heat !== null &&
            html`<section aria-labelledby="heat">
              <h2 id="heat">Who was odd, and when</h2>
              ${drawHeat(survey.heat, scores, names)}
            </section>`
          }
          ${
            scores !== null &&
            html`<section aria-labelledby="scores">
              <h2 id="scores">Scores</h2>
              ${drawScores(survey, scores)}
            </section>`
          }
          ${writeShape(facts, names)} ${scores !== null && writeModel(scores, names)} ${writeSources(facts, names)}
          ${writeMaking(facts, names)}
        </main>
      </body>
    </html>`;
}

/** @param pseudonyms null: the addresses as they are */
export async function writeReport(facts: ReportFacts, pseudonyms: Pseudonyms | null): Promise<string> {
  const write = (names: Names): string => String(writeDocument(facts, names)).replace(/\n\s+/g, '\n');
  return pseudonyms === null ? write(PLAIN_NAMES) : pseudonyms.use(write);
}

export { gatherReport, Pseudonyms };
