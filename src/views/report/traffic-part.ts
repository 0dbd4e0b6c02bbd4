// What a report tells of the traffic itself: its hosts, services and protocols, the files that it was read from, model and line.
import { describeByte } from '../../base/errors.ts';
import { formatBytes, formatCount, formatScore, formatShare, plural } from '../../base/format.ts';
import type { SourceReport } from '../../engine/types.ts';
import type { ReportFacts, ReportScores } from '../../state/report-facts.ts';
import { hasMoved } from '../../survey/stability.ts';
import type { Pair, TopList, Top } from '../../survey/types.ts';
import { adviceWords, daysSince, degreeWords, driftSentence, indexWords, labelOf, moveWords, partsOf } from '../dashboard/drift-words.ts'; // prettier-ignore
import { captureFindings, formatWords, ORDERS } from '../traffic/capture-words.ts';
import { omittedWords } from '../traffic/set-words.ts';
import { adjustmentWords } from '../traffic/threshold-words.ts';
import { html, type Html, type Part } from './html.ts';
import type { Names } from './names.ts';
import { keyName, lineWords } from './words.ts';

type Column = readonly [head: string, cell: (one: Top) => string];

function columnsOf(scored: boolean): Column[] {
  return [
    ['Packets', ({ packets }) => formatCount(packets)],
    ['Bytes', ({ bytes }) => formatBytes(bytes)],
    ...(scored
      ? ([
          ['Odd', ({ marked }) => formatCount(marked)],
          ['Highest', ({ worst }) => formatScore(worst)],
        ] as Column[])
      : []),
  ];
}

function writeTable(
  label: string,
  first: string,
  rows: readonly (readonly [string, Top])[],
  total: number,
  scored: boolean,
) {
  const columns = columnsOf(scored);
  return html`<div class="top">
    <h3>${label}</h3>
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">${first}</th>
            ${columns.map(([head]) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, one]) =>
              html`<tr>
                <th scope="row" class="mono name">${name}</th>
                ${columns.map(([, cell]) => html`<td>${cell(one)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${total > rows.length && html`<p class="muted">The first ${rows.length} of ${formatCount(total)}.</p>`}
  </div>`;
}

/** Top hosts, services, protocols, and who talks to whom. */
export function writeShape({ survey, scores }: ReportFacts, names: Names): Html {
  const scored = scores !== null;
  const list = (label: string, first: string, kind: 'host' | 'service' | 'protocol', top: TopList | null): Part =>
    top !== null &&
    top.total > 0 &&
    writeTable(label, first, top.entries.map((one) => [keyName(kind, one.key, names), one]), top.total, scored); // prettier-ignore
  const { pairs } = survey;
  const pairName = ({ source, destination }: Pair): string =>
    `${keyName('host', source, names)} → ${keyName('host', destination, names)}`;
  return html`<section aria-labelledby="shape">
    <h2 id="shape">Who and what</h2>
    <p class="muted">Ordered by ${scored ? 'odd packets' : 'packets'}.</p>
    <div class="tops">
      ${list('Hosts', 'Host', 'host', survey.hostList)} ${list('Services', 'Service', 'service', survey.serviceList)}
      ${list('Protocols', 'Protocol', 'protocol', survey.protocolList)}
      ${
        pairs !== null &&
        pairs.total > 0 &&
        writeTable(
          'Who talks to whom',
          'From → to',
          pairs.entries.map((pair) => [pairName(pair), { ...pair, key: '' }]),
          pairs.total,
          scored,
        )
      }
    </div>
  </section>`;
}

function endWords({ stopped, capture, remark }: SourceReport, names: Names): string {
  const lost = capture?.lostBytes ? `, without ${formatBytes(capture.lostBytes)}` : '';
  if (stopped === null) return `read to the end${lost}${remark === null || names.hidden ? '' : `. ${remark}`}`;
  const { line, offset, message } = stopped;
  // Messages may quote what was found.
  const place = line === null ? describeByte(offset) : `line ${formatCount(line)}`;
  return `stopped at ${place}${names.hidden ? '' : `: ${message}`}${lost}`;
}

export function writeSources({ loaded, digests }: ReportFacts, names: Names): Html {
  const { report } = loaded;
  // By it, who has the file knows which one it is.
  const hashed = !names.hidden && digests.some((digest) => digest !== null);
  return html`<section aria-labelledby="read">
    <h2 id="read">What was read</h2>
    <div class="scroll" role="region" aria-label="Files" tabindex="0">
      <table class="files">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Form</th>
            <th scope="col">Size</th>
            <th scope="col">Packets</th>
            <th scope="col">Skipped</th>
            <th scope="col">End</th>
          </tr>
        </thead>
        <tbody>
          ${report.sources.map(
            (source) =>
              html`<tr>
                <th scope="row" class="mono name">${names.file(source.name, source.capture !== null)}</th>
                <td>${formatWords(source)}</td>
                <td>
                  ${formatBytes(source.bytes)}${source.gzip && ` gzip, ${formatBytes(source.decompressedBytes)} inside`}
                </td>
                <td>${formatCount(source.packets)}</td>
                <td>${formatCount(source.rejected)}</td>
                <td>${endWords(source, names)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      hashed &&
      html`<h3>SHA-256</h3>
        <ul class="plain mono">
          ${report.sources.map(
            ({ name, capture }, i) =>
              digests[i] &&
              html`<li>${names.file(name, capture !== null)}: <span class="hash">${digests[i]}</span></li>`,
          )}
        </ul>`
    }
    ${report.sources.map(({ capture }) => capture !== null && captureFindings(capture).map((words) => html`<p>${words}</p>`))}
    ${report.order !== null && html`<p>Order: ${ORDERS[report.order]}.</p>`}
  </section>`;
}

function modelWords({ judge }: ReportScores, names: Names): string {
  const { info } = judge;
  const { n_estimators: trees, random_state: seed } = info.parameters;
  const forest = `${plural(trees, 'tree')} of ${plural(info.samplesPerTree, 'packet')} each${info.rows === null ? '' : `, seed ${seed}`}`;
  if (judge.trained === 'first') return `Trained on this very traffic, because no model was chosen: ${forest}.`;
  const name = names.label(`“${info.name}”`, 'A model');
  if (judge.trained === 'here') return `${name}, trained on this very traffic: ${forest}.`;
  const origin = names.label(` of ${info.trainedOn.join(', ')}`, '');
  return info.rows === null
    ? `${name}, an imported forest: ${forest}.`
    : `${name}, trained ${info.created.slice(0, 10)} on ${plural(info.rows, 'packet')}${origin}: ${forest}.`;
}

/** As the page tells it. */
function writeDrift({ drift, judge }: ReportScores): Html | null {
  if (drift === null) return null;
  const own = drift.same || judge.trained !== null;
  const moved = own ? [] : partsOf(drift).filter(hasMoved);
  const advice = adviceWords(drift, own, daysSince(judge.info.created));
  return html`<h3>Against the training</h3>
    <p>${driftSentence(drift, own)}</p>
    ${
      moved.length > 0 &&
      html`<ul class="plain">
        ${moved.slice(0, 8).map((one) => html`<li>${labelOf(one.feature)}: ${degreeWords(one)}, ${moveWords(one)} (${indexWords(one)})</li>`)}
      </ul>`
    }
    ${advice !== '' && html`<p>${advice}</p>`}
    ${
      !own &&
      html`<p class="muted">
        By the population stability index (N. Siddiqi, Credit Risk Scorecards, 2006): below 0.1 alike, from 0.25 on much
        has moved. What chance makes of so few packets (B. Yurdakul, 2018) does not count as moved.
      </p>`
    }`;
}

/** Model and line. */
export function writeModel(scores: ReportScores, names: Names): Html {
  const { analysis, judge, way, line } = scores;
  const { set, omitted, features } = analysis.features;
  const share = judge.info.parameters.contamination;
  return html`<section aria-labelledby="model">
    <h2 id="model">Model and line</h2>
    <p>${modelWords(scores, names)}</p>
    <p>
      Packets are odd that score above <strong class="mono">${lineWords(scores)}</strong>.
      ${judge.trained === null && way.trainingShare !== '' && `So did ${way.trainingShare}.`} Scores here:
      ${formatScore(analysis.min)} to ${formatScore(analysis.max)}.
      ${
        way.choice === 'model' &&
        analysis.adjustment !== null &&
        share !== 'auto' &&
        adjustmentWords(analysis.adjustment, analysis, share)
      }
    </p>
    ${
      line.hosts.length > 0 &&
      html`<p>Lines of their own have:</p>
        <ul class="plain mono">
          ${line.hosts.map(({ host, threshold }) => html`<li>${names.host(host)}: ${formatScore(threshold)}</li>`)}
        </ul>`
    }
    <p>
      It looks at ${plural(features.length, 'feature')} of the set “${set.id}”: ${features.map(labelOf).join(', ')}.
      ${omittedWords(omitted).join(' ')}
    </p>
    ${share !== 'auto' && html`<p class="muted">Promised share of odd packets: ${formatShare(share)}.</p>`}
    ${writeDrift(scores)}
  </section>`;
}
