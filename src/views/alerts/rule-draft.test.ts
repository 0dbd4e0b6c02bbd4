// Rules made from findings and rules, widened to subnets, and refused with words that help.
import { describe, expect, test } from 'vitest';
import { sampleFinding } from '../../alerts/testing/sample-alert.ts';
import type { Rule } from '../../alerts/types.ts';
import type { Finding } from '../../detect/findings/types.ts';
import { draftFromAlert, draftFromRule, emptyDraft, readDraft, subnetOf, type RuleDraft } from './rule-draft.ts';

const now = new Date(2026, 4, 1, 12).getTime();
const draftOf = (changes: Partial<Finding>) => draftFromAlert({ finding: sampleFinding(changes) });
const matchOf = (draft: RuleDraft) => readDraft(draft, now).match;
const service = (proto: number, port: number | null) => ({ proto, port, ethertype: 0x0800, packets: 1 });
const many = Array.from({ length: 20 }, (_, i) => ({ host: `192.0.2.${i}`, packets: 1 }));

describe('a rule made from a finding is the narrowest that hides it', () => {
  test('a scan: its two hosts, no port, and the protocol only where all services are known', () => {
    expect(matchOf(draftOf({}))).toEqual({ source: '10.0.0.2', destination: '10.0.0.1' });
    const few = { services: [service(6, 22), service(6, 23)], serviceCount: 2 };
    expect(matchOf(draftOf(few))).toEqual({ source: '10.0.0.2', destination: '10.0.0.1', protocol: 6 });
  });
  test('one service: its port, too', () => {
    const draft = draftOf({ services: [service(17, 53)], serviceCount: 1 });
    expect(matchOf(draft)).toMatchObject({ port: { from: 53, to: 53 }, protocol: 17 });
  });
  test('many sources: only where they go', () => {
    expect(matchOf(draftOf({ sources: many, sourceCount: 400 }))).toEqual({ destination: '10.0.0.1' });
  });
  test('hosts on both sides: the hub; without one, the feature', () => {
    const both = { sources: many, sourceCount: 20, destinations: many, destinationCount: 20 };
    expect(matchOf(draftOf({ ...both, hub: '10.0.0.9' }))).toEqual({ host: '10.0.0.9' });
    expect(matchOf(draftOf({ ...both, hub: null }))).toEqual({ feature: 'half_open10' });
  });
  test('services of several protocols: none of them', () => {
    const draft = draftOf({ services: [service(6, 22), service(17, 53)], serviceCount: 2 });
    expect(matchOf(draft)).toEqual({ source: '10.0.0.2', destination: '10.0.0.1' });
  });
  test('the hour in which it began stands ready, by this machine’s clock', () => {
    const first = new Date(2026, 4, 1, 23, 30).getTime() / 1000;
    const draft = draftOf({ first });
    expect(draft.used.hours).toBe(false);
    draft.used.hours = true;
    expect(matchOf(draft).hours).toEqual({ from: 23, before: 24 });
    expect(draftOf({ first: null }).from).toBe(8);
    expect(draftOf({ first: 1e300 }).from).toBe(8);
  });
  test('nothing known: no condition, which is said', () => {
    const draft = draftOf({
      hub: null,
      features: [],
      sources: [],
      sourceCount: 0,
      destinations: [],
      destinationCount: 0,
      services: [],
    });
    expect(readDraft(draft, now).faults.all).toContain('would hide everything');
  });
});

test('a rule comes back from its own form as it was', () => {
  const rule: Rule = {
    id: 'a',
    action: 'suppress',
    match: {
      source: '10.0.0.0/24',
      destination: '2001:db8::/64',
      host: '10.0.0.7',
      port: { from: 1, to: 1024 },
      protocol: 255,
      feature: 'arp10',
      hours: { from: 22, before: 6 },
    },
    reason: 'night work',
    enabled: true,
    created: now,
    expires: now + 12_345,
  };
  const { match, reason, expires, faults } = readDraft(draftFromRule(rule), now, { kept: rule.expires });
  expect({ match, reason, expires, faults }).toEqual({
    match: rule.match,
    reason: 'night work',
    expires: rule.expires,
    faults: {},
  });
});

// RFC 4291 section 2.3 for the form of prefixes, RFC 5952 for that of addresses.
test.each([
  ['10.1.2.3', '10.1.2.0/24'],
  ['255.255.255.255', '255.255.255.0/24'],
  ['2001:db8:0:1:1234::1', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  ['::1', null],
  ['::ffff:10.0.0.1', null],
  ['00:1b:44:11:3a:b7', null],
  ['printer', null],
])('the subnet of %s is %s', (address, subnet) => expect(subnetOf(address)).toBe(subnet));

describe('what is wrong is said with what to do', () => {
  const faultsOf = (changes: Partial<RuleDraft>, used: Partial<RuleDraft['used']> = {}) => {
    const draft = { ...emptyDraft(), reason: 'why', ...changes };
    return readDraft({ ...draft, used: { ...draft.used, ...used } }, now, { known: ['printer'] }).faults;
  };

  test.each([
    ['10.0.0.300', 'neither an address nor a subnet'],
    ['10.0.0.0/33', '0 to 32'],
    ['2001:db8::/129', '0 to 128'],
    ['', 'such as 10.0.0.2'],
    ['<img src=x>', 'neither an address nor a subnet'],
  ])('address “%s”', (host, words) => expect(faultsOf({ host }, { host: true }).host).toContain(words));
  test('an address, a subnet, a MAC, and the name of a known host are none', () => {
    for (const host of [' 10.0.0.2 ', '10.0.0.0/8', '2001:db8::/32', '00:1b:44:11:3a:b7', 'printer']) {
      expect(faultsOf({ host }, { host: true })).toEqual({});
    }
  });
  test.each([
    ['70000', 'at most 65535'],
    ['1024-1', 'write 1-1024'],
    ['ssh', 'such as 1-1024'],
    ['-1', 'such as 1-1024'],
  ])('port “%s”', (port, words) => expect(faultsOf({ port }, { port: true }).port).toContain(words));
  test.each([
    ['tcpp', 'no IP protocol that IANA lists'],
    ['256', '0 to 255'],
    ['', 'such as TCP'],
  ])('protocol “%s”', (protocol, words) => {
    expect(faultsOf({ protocol }, { protocol: true }).protocol).toContain(words);
  });
  test('hours that are the whole day', () => {
    expect(faultsOf({ from: 0, before: 24 }, { hours: true }).hours).toContain('whole day');
    expect(faultsOf({ from: 5, before: 5 }, { hours: true }).hours).toContain('whole day');
  });
  test('no condition, no reason, no feature', () => {
    expect(faultsOf({}).all).toContain('at least one condition');
    expect(faultsOf({ reason: ' ' }, { host: true }).reason).toContain('Say why');
    expect(faultsOf({}, { feature: true }).feature).toBe('Choose a feature.');
  });
  test('a day that is over, or none', () => {
    expect(faultsOf({ expiry: 'date', date: '2026-04-30' }).date).toContain('is over');
    expect(faultsOf({ expiry: 'date', date: '' }).date).toContain('Choose the last day');
  });
});

test('a rule ends after a span, or when its last day has ended here', () => {
  const expiresOf = (expiry: RuleDraft['expiry'], date = '') =>
    readDraft({ ...emptyDraft(), expiry, date }, now).expires;
  expect(expiresOf('never')).toBeNull();
  expect(expiresOf('hour')).toBe(now + 3_600_000);
  expect(expiresOf('month')).toBe(now + 30 * 86_400_000);
  expect(expiresOf('date', '2026-05-01')).toBe(new Date(2026, 4, 2).getTime());
});
