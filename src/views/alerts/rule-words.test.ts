// Rules in words, as a person reads them in the list.
import { describe, expect, test } from 'vitest';
import type { Rule, RuleMatch } from '../../alerts/types.ts';
import { effectWords, localMoment, ruleWords } from './rule-words.ts';

describe('what a rule is about', () => {
  const cases: [RuleMatch, string][] = [
    [
      { source: '10.0.0.0/24', port: { from: 22, to: 22 }, protocol: 6, hours: { from: 8, before: 18 } },
      'From 10.0.0.0/24 to port 22 by TCP, 8:00 to 18:00',
    ],
    [
      { source: '2001:db8::1', destination: '2001:db8::2', port: { from: 1, to: 1024 } },
      'From 2001:db8::1 to 2001:db8::2 ports 1 to 1024',
    ],
    [{ host: '10.0.0.7', protocol: 1 }, 'From or to 10.0.0.7 by ICMP'],
    [{ port: { from: 53, to: 53 }, protocol: 17 }, 'To port 53 by UDP'],
    [{ protocol: 255 }, 'Without IP'],
    [{ protocol: 99 }, 'By protocol 99'],
    [{ feature: 'half_open10' }, 'Odd in “Unanswered connections, 10 s”'],
    [{ feature: 'size', host: '10.0.0.7' }, 'From or to 10.0.0.7, odd in “Packet size”'],
    [{ feature: 'of_the_future' }, 'Odd in “of_the_future”'],
    [{ hours: { from: 22, before: 6 } }, '22:00 to 6:00 the next day'],
    [{ hours: { from: 0, before: 24 }, source: '10.0.0.1' }, 'From 10.0.0.1, 0:00 to 24:00'],
    [{}, 'Everything'],
  ];
  test.each(cases)('%j', (match, expected) => expect(ruleWords({ match })).toBe(expected));
});

describe('what a rule does', () => {
  const now = new Date(2026, 4, 1, 12).getTime();
  const rule = (changes: Partial<Rule>): Rule => ({
    id: 'a',
    action: 'allow',
    match: { host: '10.0.0.7' },
    reason: 'our scanner',
    enabled: true,
    created: now,
    expires: null,
    ...changes,
  });

  test('says until when, by this machine’s clock', () => {
    expect(effectWords(rule({}), now)).toBe('Allowed, never ends');
    expect(effectWords(rule({ action: 'suppress', expires: new Date(2026, 4, 3, 9, 5).getTime() }), now)).toBe(
      'Suppressed until 2026-05-03 09:05',
    );
  });
  test('says that it has ended, or is switched off', () => {
    expect(effectWords(rule({ expires: now - 2 * 3_600_000 }), now)).toBe('Ended 2 hours ago');
    expect(effectWords(rule({ enabled: false, expires: now - 1 }), now)).toBe('Switched off');
  });
  test('bears a time that no calendar has', () => {
    expect(localMoment(1e300)).toBe('a time that no calendar has');
    expect(effectWords(rule({ expires: 1e300 }), now)).toContain('no calendar');
    expect(effectWords(rule({ expires: -1e300 }), now)).toBe('Ended long ago');
  });
});
