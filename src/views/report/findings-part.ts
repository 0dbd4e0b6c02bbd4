// The findings of a report: at a glance, then each with its reasons, hosts, services and example packets.
import { formatBytes, formatCount, formatScore, onSameDay, plural } from '../../base/format.ts';
import { kindWords } from '../../detect/findings/kinds.ts';
import type { Finding, FindingFeature, HostCount } from '../../detect/findings/types.ts';
import { peakWords } from '../../detect/tail-words.ts';
import type { ReportFacts, ReportFinding, ReportFindings } from '../../state/report-facts.ts';
import { hostsWords, serviceWords, tellFeature, whenWords } from '../alerts/alert-words.ts';
import { exampleWords, keptWords } from '../traffic/finding-words.ts';
import { html, type Html } from './html.ts';
import { isPlainAddress, type Names } from './names.ts';

/** With all that is known of them; the others are counted. */
export const MOST_FINDINGS = 200;
/** In the list at a glance. */
const GLANCE = 25;
/** Hosts of a side, and services, that are listed. */
const LISTED = 8;

const nameHosts = (hosts: readonly HostCount[], names: Names): HostCount[] =>
  hosts.map(({ host, packets }) => ({ host: names.host(host), packets }));

/**
 * A finding's title. Under pseudonyms only one whose hosts are all found again in a sentence: those of captures are
 * addresses, and those of batches may be any text, which must then all be listed.
 * @param captured whether all of the traffic is from captures
 */
export function titleOf(finding: Finding, names: Names, captured: boolean): string {
  if (!names.hidden) return finding.title;
  const { sources, sourceCount, destinations, destinationCount } = finding;
  const listed = sources.length === sourceCount && destinations.length === destinationCount;
  const plain = [...sources, ...destinations].every(({ host }) => host === '' || isPlainAddress(host));
  if (plain && (captured || listed)) return names.sentence(finding.title);
  const named = { ...finding, sources: nameHosts(sources, names), destinations: nameHosts(destinations, names) };
  const between = hostsWords(named);
  return `${kindWords(finding.kind).label}${between === '' ? '' : `: ${between}`}`;
}

const isCaptured = ({ loaded }: ReportFacts): boolean => loaded.report.sources.every(({ capture }) => capture !== null);

function writeGlance(shown: readonly ReportFinding[], names: Names, captured: boolean): Html {
  return html`<div class="scroll" role="region" aria-label="Findings at a glance" tabindex="0">
    <table class="glance">
      <thead>
        <tr>
          <th scope="col">No.</th>
          <th scope="col">Finding</th>
          <th scope="col">When, UTC</th>
          <th scope="col">Packets</th>
          <th scope="col">Score</th>
        </tr>
      </thead>
      <tbody>
        ${shown.slice(0, GLANCE).map(
          ({ finding }, i) =>
            html`<tr>
              <td>${i + 1}</td>
              <th scope="row"><a href="#finding-${i + 1}">${titleOf(finding, names, captured)}</a></th>
              <td class="mono">${whenWords(finding)}</td>
              <td>${formatCount(finding.packets)}</td>
              <td>${formatScore(finding.peak)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function writeReason(feature: FindingFeature): Html {
  const { label, actual, usual, sentence } = tellFeature(feature);
  const share = feature.excess === null ? null : Math.min(1, Math.max(0, feature.excess));
  return html`<li>
    <p class="reason"><span>${label}</span> <strong class="mono">${actual}</strong></p>
    ${
      share !== null &&
      html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="back" width="100" height="6" />
        <rect class="odd" width="${(100 * share).toFixed(1)}" height="6" />
      </svg>`
    }
    ${sentence !== '' && html`<p>${sentence}</p>`}
    ${usual !== '' && html`<p class="muted">${usual[0].toUpperCase()}${usual.slice(1)}.</p>`}
  </li>`;
}

function writeCounts(head: string, count: number, entries: readonly { name: string; packets: number }[]): Html | null {
  if (entries.length === 0) return null;
  const listed = entries.slice(0, LISTED);
  return html`<div>
    <h4>${head}</h4>
    <ul class="counts">
      ${listed.map(({ name, packets }) => html`<li><span class="mono">${name}</span> <span>${formatCount(packets)}</span></li>`)}
      ${count > listed.length && html`<li class="muted">and ${plural(count - listed.length, 'more', 'more')}</li>`}
    </ul>
  </div>`;
}

function writeFinding({ finding, entry }: ReportFinding, i: number, facts: ReportFacts, names: Names): Html {
  const { span } = facts.loaded.report;
  const withDate = span !== null && !onSameDay(span.first, span.last);
  const kind = kindWords(finding.kind);
  const sides = (hosts: readonly HostCount[]) =>
    hosts.map(({ host, packets }) => ({ name: host === '' ? 'no address' : names.host(host), packets }));
  return html`<article id="finding-${i + 1}">
    <h3><span class="number">${i + 1}.</span> ${titleOf(finding, names, isCaptured(facts))}</h3>
    <p class="muted">
      ${[
        kind.label,
        whenWords(finding),
        plural(finding.packets, 'packet'),
        formatBytes(finding.bytes),
        ...(entry ? [keptWords(entry)] : []),
      ].join(' · ')}
    </p>
    <p>
      ${kind.means} ${kind.technique !== null && `MITRE ATT&CK ${kind.technique}.`} Peak score
      <strong class="mono">${formatScore(finding.peak)}</strong>, mean
      <span class="mono">${formatScore(finding.mean)}</span>. ${peakWords(finding)}
    </p>
    <div class="halves">
      <div>
        <h4>Why its oddest packet stands out</h4>
        <ul class="reasons">
          ${finding.features.map(writeReason)}
        </ul>
      </div>
      <div class="who">
        ${writeCounts(`From ${plural(finding.sourceCount, 'host')}`, finding.sourceCount, sides(finding.sources))}
        ${writeCounts(`To ${plural(finding.destinationCount, 'host')}`, finding.destinationCount, sides(finding.destinations))}
        ${writeCounts(
          `Over ${plural(finding.serviceCount, 'service')}`,
          finding.serviceCount,
          finding.services.map((service) => ({ name: serviceWords(service), packets: service.packets })),
        )}
      </div>
    </div>
    <h4>Example packets</h4>
    <ul class="examples mono">
      ${finding.examples.map(({ score, packet }) => {
        const { src, dst } = packet;
        const named = {
          ...packet,
          ...(src === undefined ? {} : { src: names.host(src) }),
          ...(dst === undefined ? {} : { dst: names.host(dst) }),
        };
        return html`<li>${formatScore(score)} ${exampleWords(named, withDate)}, ${plural(packet.size, 'byte')}</li>`;
      })}
    </ul>
  </article>`;
}

/** What is not told one by one, in sentences. */
function restWords({ shown, unlisted, hidden }: ReportFindings): string[] {
  const beyond = shown.length - MOST_FINDINGS + unlisted;
  return [
    ...(beyond > 0 && shown.length + unlisted > MOST_FINDINGS
      ? [`${plural(beyond, 'more finding')} of less weight ${beyond === 1 ? 'is' : 'are'} counted, not told.`]
      : []),
    ...(hidden > 0 ? [`${plural(hidden, 'finding')} ${hidden === 1 ? 'is' : 'are'} left out: rules hide them.`] : []),
  ];
}

/** How many findings there are in all, without those that rules hide. */
export const countFindings = ({ shown, unlisted }: ReportFindings): number => shown.length + unlisted;

export function writeFindings(findings: ReportFindings, facts: ReportFacts, names: Names): Html {
  const shown = findings.shown.slice(0, MOST_FINDINGS);
  const rest = restWords(findings);
  return html`<section aria-labelledby="findings">
    <h2 id="findings">${plural(countFindings(findings), 'finding')}</h2>
    ${
      facts.selection !== null &&
      html`<p class="muted">
        Those that have packets in the selection, or may have: of long lists of hosts and services a finding keeps the
        first 20.
      </p>`
    }
    ${
      shown.length === 0
        ? html`<p>No group of odd packets that belong together was found.</p>`
        : writeGlance(shown, names, isCaptured(facts))
    }
    ${shown.length > GLANCE && html`<p class="muted">The ${GLANCE} weightiest; all are told below.</p>`}
    ${rest.map((words) => html`<p>${words}</p>`)} ${shown.map((one, i) => writeFinding(one, i, facts, names))}
  </section>`;
}
