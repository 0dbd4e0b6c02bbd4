// The pictures of a report as inline SVG, drawn from the survey's arrays; words and numbers stand beside them as text.
import { formatBytes, formatCount, formatScore, plural } from '../../base/format.ts';
import type { ReportScores } from '../../state/report-facts.ts';
import { edgeOf } from '../../survey/time-axis.ts';
import type { HeatMap, HeatRow, Overview, Survey, TimeAxis, TimeSpan } from '../../survey/types.ts';
import { cellStep } from '../dashboard/heat-grid.ts';
import { lengthWords } from '../dashboard/time-words.ts';
import { barsOf, markedIn, rangeOf } from '../traffic/histogram.ts';
import { html, type Html } from './html.ts';
import type { Names } from './names.ts';
import { axisTime, bucketWords, keyName } from './words.ts';

/** Rows of a picture's table of numbers. */
const TABLE_ROWS = 16;

/** Four spans of an axis, each with the time that it begins at, and the end. */
function timeScale(axis: TimeAxis): Html {
  const at = (part: number): string => axisTime(edgeOf(axis, Math.round((part * axis.count) / 4)), axis);
  return html`<div class="scale mono" aria-hidden="true">
    <span>${at(0)}</span><span>${at(1)}</span><span>${at(2)}</span
    ><span class="last"><b>${at(3)}</b><b>${at(4)}</b></span>
  </div>`;
}

/** Outline of steps over a base line, `count` wide and 100 high. */
function stepPath(values: ArrayLike<number>, most: number): string {
  const heights = Array.from(values, (value) => (100 - (100 * value) / most).toFixed(2));
  return `M0 100${heights.map((y, i) => `V${y}H${i + 1}`).join('')}V100Z`;
}

const most = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => Math.max(a, b), 0);

/** @param kind a class of the style, which has its colour and height */
function strip(values: ArrayLike<number>, kind: 'calm' | 'odd', title: string, about: string): Html {
  const highest = most(values);
  return html`<svg class="strip ${kind}" viewBox="0 0 ${values.length} 100" preserveAspectRatio="none" role="img">
    <title>${title}</title>
    <desc>${about}</desc>
    ${highest > 0 && html`<path d="${stepPath(values, highest)}" />`}
  </svg>`;
}

/**
 * Packets and odd packets over time, one above the other, each by its own scale.
 * @param span the selected one, or null
 */
export function drawOverview(overview: Overview, scored: boolean, span: TimeSpan | null): Html {
  const { axis, packets, marked, bytes, worst, untimed } = overview;
  const step = lengthWords(axis.width);
  const end = bucketWords(axis, 0, axis.count);
  const size = Math.ceil(axis.count / TABLE_ROWS);
  const sum = (values: ArrayLike<number>, from: number): number =>
    Array.from(values).slice(from, from + size).reduce((a, b) => a + b, 0); // prettier-ignore
  const isWider = span !== null && (axis.start < span.from || edgeOf(axis, axis.count) > span.to);
  const rows = Array.from({ length: Math.ceil(axis.count / size) }, (_, i) => i * size).map(
    (from) =>
      html`<tr>
        <th scope="row" class="mono">${bucketWords(axis, from, Math.min(axis.count, from + size))}</th>
        <td>${formatCount(sum(packets, from))}</td>
        <td>${formatBytes(sum(bytes, from))}</td>
        ${
          scored &&
          html`<td>${formatCount(sum(marked, from))}</td>
            <td>${formatScore(most(worst.slice(from, from + size)))}</td>`
        }
      </tr>`,
  );
  return html`<figure>
    <p class="key"><span class="swatch calm"></span> Packets, at most ${formatCount(most(packets))} in ${step}</p>
    ${strip(packets, 'calm', 'Packets over time', `${formatCount(sum2(packets))} packets, ${end} UTC, in steps of ${step}.`)}
    ${
      scored &&
      html`<p class="key">
          <span class="swatch odd"></span> Odd packets, at most ${formatCount(most(marked))} in ${step}
        </p>
        ${strip(marked, 'odd', 'Odd packets over time', `${formatCount(sum2(marked))} odd packets, ${end} UTC, in steps of ${step}.`)}`
    }
    ${timeScale(axis)}
    <figcaption>
      Times are UTC; a step is ${step}.
      ${isWider && 'A step at its ends reaches beyond the selected time, and counts packets of there.'}
      ${untimed > 0 && `${plural(untimed, 'packet')} without a time ${untimed === 1 ? 'is' : 'are'} not drawn.`}
    </figcaption>
    ${numbers(['Time', 'Packets', 'Bytes', ...(scored ? ['Odd packets', 'Highest score'] : [])], rows)}
  </figure>`;
}

const sum2 = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

/** The numbers of a picture, folded away on a screen. */
function numbers(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<details>
    <summary>The numbers</summary>
    <div class="scroll" role="region" aria-label="Numbers of the picture: ${heads.join(', ')}" tabindex="0">
      <table class="numbers">
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** Cells of one row, runs of equal ones together. */
function heatCells(row: HeatRow, line: number, highest: number, about: string): Html {
  const steps = Array.from(row.worst, (_, i) => cellStep(row, i, line, highest));
  const runs: { step: number; from: number; to: number }[] = [];
  steps.forEach((step, i) => {
    const last = runs.at(-1);
    if (last?.step === step) last.to = i + 1;
    else runs.push({ step, from: i, to: i + 1 });
  });
  const drawn = runs.filter(({ step }) => step > 0);
  return html`<svg class="heat" viewBox="0 0 ${steps.length} 10" preserveAspectRatio="none" role="img">
    <title>${about}</title>
    ${drawn.map(({ step, from, to }) => html`<rect class="h${step}" x="${from}" width="${to - from}" height="10" />`)}
  </svg>`;
}

/** Who was odd, and when: a row a source, with its numbers. */
export function drawHeat(heat: HeatMap, scores: ReportScores, names: Names): Html {
  const { axis } = heat;
  const { line, analysis } = scores;
  const row = (one: HeatRow, name: string): Html => {
    const { totals, marked } = one;
    const count = most(marked);
    const busiest = marked.indexOf(count);
    // Odd packets may all be without a time.
    const when =
      count === 0 ? '' : `, the most in a step ${formatCount(count)}, ${bucketWords(axis, busiest, busiest + 1)}`;
    const about = `${name}: ${totals.marked === 0 ? 'no odd packet' : plural(totals.marked, 'odd packet')}${when}.`;
    return html`<tr>
      <th scope="row" class="mono name">${name}</th>
      <td class="cells">${heatCells(one, line.threshold, analysis.max, about)}</td>
      <td>${formatCount(totals.marked)}</td>
      <td>${formatCount(totals.packets)}</td>
      <td>${formatScore(totals.worst)}</td>
    </tr>`;
  };
  const rest = heat.total - heat.rows.length;
  return html`<figure>
    <div class="scroll" role="region" aria-label="Sources over time" tabindex="0">
      <table class="heats">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" class="cells">Highest score, in steps of ${lengthWords(axis.width)}</th>
            <th scope="col">Odd</th>
            <th scope="col">Packets</th>
            <th scope="col">Highest</th>
          </tr>
        </thead>
        <tbody>
          ${row(heat.overall, 'All together')}
          ${heat.rows.map((one) => row(one, keyName(heat.kind as 'source', one.key, names)))}
        </tbody>
        <tfoot>
          <tr>
            <td></td>
            <td class="cells">${timeScale(axis)}</td>
            <td></td>
            <td></td>
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>
    <figcaption>
      <span class="ramp"
        ><span class="swatch h1"></span> up to the line <span class="swatch h2"></span><span class="swatch h3"></span
        ><span class="swatch h4"></span><span class="swatch h5"></span> above it, odder to the right.</span
      >
      ${rest > 0 && ` ${plural(rest, 'source')} less odd ${rest === 1 ? 'is' : 'are'} not drawn.`}
    </figcaption>
  </figure>`;
}

/** How scores are distributed, with the line. */
export function drawScores(survey: Survey, { analysis, line }: ReportScores): Html | null {
  if (survey.histogram === null) return null;
  const range = rangeOf({ ...analysis, threshold: line.threshold });
  const bars = barsOf(survey.histogram, range);
  const highest = most(bars.map(({ count }) => count));
  const height = (count: number): number =>
    highest === 0 ? 0 : (100 * Math.log10(1 + count)) / Math.log10(1 + highest);
  const place = ((line.threshold - range.from) / (range.to - range.from)) * bars.length;
  const { totals } = survey;
  const about = `${plural(totals.packets, 'packet')}, ${formatCount(totals.marked)} of them above the line at ${formatScore(line.threshold)}.`;
  const size = Math.max(1, Math.ceil(bars.length / TABLE_ROWS));
  const rows = bars
    .map((bar, i) => ({ ...bar, i }))
    .filter(({ i }) => i % size === 0)
    .map(({ i }) => {
      const some = bars.slice(i, i + size);
      const odd = some.reduce((sum, bar) => sum + markedIn(bar, bars, line.threshold, totals.marked), 0);
      return html`<tr>
        <th scope="row" class="mono">above ${some[0].from.toFixed(2)}, to ${some.at(-1)!.to.toFixed(2)}</th>
        <td>${formatCount(some.reduce((sum, { count }) => sum + count, 0))}</td>
        ${line.hosts.length === 0 && html`<td>${formatCount(odd)}</td>`}
      </tr>`;
    });
  return html`<figure>
    <p class="key">
      <span class="swatch calm"></span> up to the line <span class="swatch odd"></span> above it; packets of a score, on
      a logarithmic scale up to ${formatCount(highest)}
    </p>
    <svg class="strip scores" viewBox="0 0 ${bars.length} 100" preserveAspectRatio="none" role="img">
      <title>Packets by score</title>
      <desc>${about}</desc>
      ${bars.map(({ count }, i) => {
        // The bar that the line cuts is drawn in two.
        const cut = Math.min(1, Math.max(0, place - i));
        return (
          count > 0 && [
            cut > 0 && drawBar('calm', i + 0.05, Math.max(0, cut - 0.05), height(count)),
            cut < 1 && drawBar('odd', i + Math.max(cut, 0.05), 0.95 - Math.max(cut, 0.05), height(count)),
          ]
        );
      })}
      <line class="line" x1="${place.toFixed(3)}" x2="${place.toFixed(3)}" y1="0" y2="100" />
    </svg>
    <div class="scale mono" aria-hidden="true">
      ${[0, 1, 2].map((part) => html`<span>${scaleScore(range, part)}</span>`)}<span class="last"
        ><b>${scaleScore(range, 3)}</b><b>${scaleScore(range, 4)}</b></span
      >
    </div>
    <figcaption>The line stands at ${formatScore(line.threshold)}. ${about}</figcaption>
    ${numbers(['Score', 'Packets', ...(line.hosts.length === 0 ? ['Above the line'] : [])], rows)}
  </figure>`;
}

const drawBar = (kind: string, x: number, width: number, tall: number): Html =>
  html`<rect
    class="${kind}"
    x="${x.toFixed(2)}"
    y="${(100 - tall).toFixed(2)}"
    width="${Math.max(0, width).toFixed(2)}"
    height="${tall.toFixed(2)}"
  />`;

const scaleScore = ({ from, to }: { from: number; to: number }, part: number): string =>
  (from + ((to - from) * part) / 4).toFixed(3);
