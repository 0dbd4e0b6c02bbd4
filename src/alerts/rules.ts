// Which alerts a rule hides. Nothing of it is stored: a rule works on all alerts, old and new, and leaves no trace.
import { InputError } from '../base/errors.ts';
import { type Cidr, isInCidr, parseAddress, parseCidr } from '../packets/address-kinds.ts';
import { type Brief, type Host, hostCount } from './brief.ts';
import type { Rule, RuleMatch } from './types.ts';

/** Ids of the rules that hide each alert, or null. */
export type Hider = (brief: Brief) => string | null;

/** A test of hosts that looks at each only once. */
export function rememberHosts(test: (host: Host) => boolean): (host: Host) => boolean {
  let known = new Uint8Array(hostCount() + 1024);
  return (host) => {
    if (host.place >= known.length) {
      const more = new Uint8Array(2 * host.place);
      more.set(known);
      known = more;
    }
    known[host.place] ||= test(host) ? 1 : 2;
    return known[host.place] === 1;
  };
}

/** A whole address as the block of it alone, so that both are compared in one way. */
function readBlock(text: string): Cidr | string {
  const block = parseCidr(text);
  if (block === 'bad prefix') {
    throw new InputError(`${text} is no subnet: write a length of 0 to 32 (IPv4) or 128 (IPv6) after the slash.`);
  }
  if (block !== null) return block;
  const address = parseAddress(text);
  if (address.kind === 'ipv4' || address.kind === 'ipv6')
    return { address, prefix: address.kind === 'ipv4' ? 32 : 128 };
  return text.toLowerCase();
}

function testAddress(text: string): (host: Host) => boolean {
  const block = readBlock(text.trim());
  if (typeof block !== 'string') return rememberHosts((host) => isInCidr(host.address, block));
  const { kind, words } = parseAddress(block);
  if (kind !== 'mac') return (host) => host.lower === block;
  // However it is written.
  return rememberHosts(({ address }) => address.kind === 'mac' && address.words.every((word, i) => word === words[i]));
}

/**
 * A condition on a side must hold for all of its hosts. A finding lists 20 at most: where it has more, nobody knows the
 * others, and the condition does not hold; a rule never hides what it was not meant for. The same goes for services.
 */
function compileMatch(match: RuleMatch): (brief: Brief) => boolean {
  const tests: ((brief: Brief) => boolean)[] = [];
  if (match.source !== undefined) {
    const test = testAddress(match.source);
    tests.push(({ sources, moreSources }) => !moreSources && sources.length > 0 && sources.every(test));
  }
  if (match.destination !== undefined) {
    const test = testAddress(match.destination);
    tests.push(({ destinations, moreDestinations }) => !moreDestinations && destinations.length > 0 && destinations.every(test)); // prettier-ignore
  }
  if (match.host !== undefined) {
    const test = testAddress(match.host);
    const isOnly = (hosts: readonly Host[], more: boolean) => hosts.length === 1 && !more && test(hosts[0]);
    tests.push(
      ({ hub, sources, destinations, moreSources, moreDestinations }) =>
        (hub !== null && test(hub)) || isOnly(sources, moreSources) || isOnly(destinations, moreDestinations),
    );
  }
  if (match.port !== undefined) {
    const { from, to } = match.port;
    tests.push(
      ({ services, moreServices }) =>
        !moreServices && services.length > 0 && services.every(([, port]) => port >= from && port <= to),
    );
  }
  if (match.protocol !== undefined) {
    const { protocol } = match;
    tests.push(
      ({ services, moreServices }) =>
        !moreServices && services.length > 0 && services.every(([proto]) => proto === protocol),
    );
  }
  if (match.feature !== undefined) {
    const { feature } = match;
    tests.push((brief) => brief.feature === feature);
  }
  if (match.hours !== undefined) {
    const { from, before } = match.hours;
    tests.push(({ first }) => {
      if (first === null) return false;
      const hour = new Date(first * 1000).getHours();
      return from < before ? hour >= from && hour < before : hour >= from || hour < before;
    });
  }
  return (brief) => tests.every((test) => test(brief));
}

/** In the order in which they were made: the first that matches hides. */
export function sortRules(rules: readonly Rule[]): Rule[] {
  return rules.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1));
}

/** `rules` in their order. Alerts that were stored from a rule's expiry on are not hidden by it. */
export function compileRules(rules: readonly Rule[]): Hider {
  const compiled = rules
    .filter(({ enabled }) => enabled)
    .map(({ id, expires, match }) => ({ id, expires: expires ?? Infinity, matches: compileMatch(match) }));
  return (brief) => compiled.find(({ expires, matches }) => brief.created < expires && matches(brief))?.id ?? null;
}

const isInteger = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

/** The rule as it is stored. Throws InputError naming what it must be. */
export function checkRule(rule: Rule): Rule {
  const must = (right: boolean, words: string): void => {
    if (!right) throw new InputError(words);
  };
  const { id, action, match, reason, enabled, created, expires } = rule;
  must(typeof id === 'string' && id !== '' && id.length <= 100, 'A rule needs an id of 1 to 100 characters.');
  must(action === 'allow' || action === 'suppress', 'A rule either allows or suppresses.');
  must(typeof reason === 'string' && reason.length <= 2000, 'The reason of a rule may have 2,000 characters at most.');
  must(typeof enabled === 'boolean', 'A rule is enabled or not.');
  must(isInteger(created, 0, 2 ** 53), 'A rule needs the time when it was made.');
  must(expires === null || isInteger(expires, 0, 2 ** 53), 'A rule ends at a time, or never.');
  must(typeof match === 'object' && match !== null, 'A rule needs conditions.');
  const { source, destination, host, port, protocol, feature, hours } = match;
  const kept: RuleMatch = {};
  for (const [key, text] of Object.entries({ source, destination, host, feature }) as [keyof RuleMatch, unknown][]) {
    if (text === undefined) continue;
    must(typeof text === 'string' && text.trim() !== '' && text.length <= 200, `The ${key} of a rule is a text.`);
    if (key !== 'feature') readBlock((text as string).trim());
    Object.assign(kept, { [key]: (text as string).trim() });
  }
  if (port !== undefined) {
    const right = isInteger(port?.from, 0, 65535) && isInteger(port?.to, port?.from, 65535);
    must(right, 'Ports go from 0 to 65,535, the lower one first.');
    kept.port = { from: port.from, to: port.to };
  }
  if (protocol !== undefined) {
    must(isInteger(protocol, 0, 255), 'A protocol is a number from 0 to 255.');
    kept.protocol = protocol;
  }
  if (hours !== undefined) {
    const right = isInteger(hours?.from, 0, 23) && isInteger(hours?.before, 1, 24) && hours?.from !== hours?.before;
    must(right, 'Hours go from 0 to 23, and end before another one, 1 to 24.');
    kept.hours = { from: hours.from, before: hours.before };
  }
  must(Object.keys(kept).length > 0, 'A rule needs at least one condition: without any it would hide everything.');
  return { id, action, match: kept, reason: reason.trim(), enabled, created, expires };
}
