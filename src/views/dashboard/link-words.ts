// What a link holds, in words: what it is about, whom it names, and where it works.
import { formatBytes, formatShare, plural } from '../../base/format.ts';
import { readTrafficQuery, writeTrafficQuery, type TrafficQuery } from '../../state/traffic-query.ts';
import { keyWords, protocolWordsOf, serviceWordsOf } from './names.ts';
import { wholeSpanWords } from './time-words.ts';

/** `ab12…90f9`: enough to tell files apart by eye. */
const shortDigest = (digest: string): string => `${digest.slice(0, 4)}…${digest.slice(-4)}`;

/** `SHA-256 ab12…90f9`, of at most eight files. */
export const digestWords = (sha256: readonly string[]): string => `SHA-256 ${sha256.map(shortDigest).join(', ')}`;

/** `2024-09-05 13:02:10 to 13:03:25 UTC, host 10.0.0.1`; '' where everything is selected. */
export function selectionWords({ selection }: TrafficQuery): string {
  const { span, host, source, destination, service, protocol } = selection;
  const parts = [
    span && wholeSpanWords(span),
    host !== null && `host ${keyWords('host', host)}`,
    source !== null && `source ${keyWords('source', source)}`,
    destination !== null && `destination ${keyWords('destination', destination)}`,
    service !== null && `service ${serviceWordsOf(service)}`,
    protocol !== null && `protocol ${protocolWordsOf(protocol)}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a link says of a traffic beside its settings: addresses, and the words of the filter. */
export function namesIn({ selection, own, filter }: TrafficQuery): string[] {
  const hosts = [selection.host, selection.source, selection.destination, ...own.map(({ host }) => host)];
  const names = [...new Set(hosts)].filter((host): host is string => host !== null && host !== '');
  return filter === '' ? names : [...names, `the filter “${filter}”`];
}

/** Where a link shows the same, a sentence. @param analysed by any model */
export function placeWords({ model }: TrafficQuery, analysed: boolean): string {
  if (model === 'first' || !analysed) return 'It shows the same with the same file in any browser.';
  return model === null
    ? 'The model behind these scores is not stored, so the link leaves it out: save the model first.'
    : 'It shows the same with the same file in this browser, and in any other that has imported the model.';
}

/** Whether all of it can be read again: longer texts than a thousand characters cannot, nor very many hosts’ lines. */
export const isWhole = (query: TrafficQuery): boolean =>
  JSON.stringify(readTrafficQuery(writeTrafficQuery(query))) === JSON.stringify(query);

/** `34 % of 512 MB`, of one file or several. */
export function hashWords({ done, total }: { done: number; total: number }, files: number): string {
  const share = total === 0 ? 0 : Math.floor((100 * done) / total) / 100;
  return `${formatShare(share)} of ${formatBytes(total)}${files > 1 ? ` in ${plural(files, 'file')}` : ''}`;
}
