// Words of a report that no other view has: times on axes, selections, and what a model's line is.
import { formatScore, formatShare } from '../../base/format.ts';
import type { ReportScores } from '../../state/report-facts.ts';
import { edgeOf } from '../../survey/time-axis.ts';
import type { Selection, TimeAxis } from '../../survey/types.ts';
import { keyWords } from '../dashboard/names.ts';
import { needDates, spanOf, timeWords, wholeSpanWords } from '../dashboard/time-words.ts';
import { ruleWords } from '../traffic/threshold-words.ts';
import type { Names } from './names.ts';

const DAY = 86_400;

/** A time on an axis, as exact as its buckets: `2024-09-05`, `09:53`, `09:53:20`, `09:53:20.12`. */
export function axisTime(seconds: number, axis: TimeAxis): string {
  const text = timeWords(seconds, axis.width, axis.width >= DAY || needDates(spanOf(axis)));
  return axis.width >= DAY ? text.replace(/ \d\d:\d\d$/, '') : text;
}

/** `09:53:20 to 09:53:30` of buckets from one to before another. */
export const bucketWords = (axis: TimeAxis, from: number, before: number): string =>
  `${axisTime(edgeOf(axis, from), axis)} to ${axisTime(edgeOf(axis, before), axis)}`;

/** A host, service or protocol by its key. */
export function keyName(kind: 'source' | 'service' | 'protocol' | 'host', key: string | number, names: Names): string {
  return keyWords(kind === 'source' ? 'host' : kind, typeof key === 'string' ? names.host(key) : key);
}

/** What the packets of a selection have in common, a phrase each. */
export function selectionWords(
  { span, host, source, destination, service, protocol }: Selection,
  names: Names,
): string[] {
  return [
    ...(span === null ? [] : [wholeSpanWords(span)]),
    ...(host === null ? [] : [`from or to ${keyName('host', host, names)}`]),
    ...(source === null ? [] : [`from ${keyName('host', source, names)}`]),
    ...(destination === null ? [] : [`to ${keyName('host', destination, names)}`]),
    ...(service === null ? [] : [keyName('service', service, names)]),
    ...(protocol === null ? [] : [keyName('protocol', protocol, names)]),
  ];
}

/** How the line came about: `0.612, the line for the oddest 1 % of this traffic`. */
export function lineWords({ analysis, judge, line, way }: ReportScores): string {
  const share = judge.info.parameters.contamination;
  const here = way.choice === 'model' && analysis.adjustment !== null;
  const why =
    way.choice === 'hand'
      ? 'a line drawn by hand'
      : way.choice === 'rule'
        ? ruleWords(way.rule)
        : way.choice === 'auto' || share === 'auto'
          ? 'the neutral score'
          : `the line for the oddest ${formatShare(share)} of ${here ? 'this traffic' : 'the training packets'}`;
  return `${formatScore(line.threshold)}, ${why}`;
}
