// The fragment of the page of alerts: what it says is what is asked for, and nonsense in it does no harm.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlertState } from '../alerts/types.ts';
import { FIRST_QUERY, isFiltered, ORDERS, readQuery, RESOLUTIONS, writeQuery, type AlertQuery } from './alert-query.ts';

test('the page begins with the new alerts, and says nothing of that in the fragment', () => {
  expect(writeQuery(FIRST_QUERY)).toBe('#/alerts');
  expect(readQuery('#/alerts')).toEqual(FIRST_QUERY);
  expect(readQuery('#/alerts?state=new')).toEqual(FIRST_QUERY);
});

test('a fragment asks for states, hosts, services, a span of time, words, an order and an alert', () => {
  const query = readQuery(
    '#/alerts?state=closed&resolution=benign,duplicate&host=10.0.0.0%2F24&service=tcp/22&from=2024-09-05T13:00:00Z&to=2024-09-05T14:00&text=port+scan&hidden=shown&order=oddest&alert=00ff',
  );
  expect(query.filter).toEqual({
    states: ['closed'],
    resolutions: ['benign', 'duplicate'],
    host: '10.0.0.0/24',
    service: 'tcp/22',
    model: '',
    traffic: '',
    from: 1725541200,
    to: 1725544800,
    text: 'port scan',
    hidden: true,
  });
  expect(query.order).toBe('oddest');
  expect(query.alert).toBe('00ff');
  expect(isFiltered(query.filter)).toBe(true);
});

test('nonsense in a fragment is left out', () => {
  expect(readQuery('#/alerts?state=odd&resolution=maybe&from=soon&order=best&alert=<b>&hidden=1&who=me')).toEqual(
    FIRST_QUERY,
  );
});

test('any query comes back from its fragment', () => {
  const word = fc.string({ maxLength: 40 });
  const time = fc.option(fc.integer({ min: -1e9, max: 4e9 }));
  const query: fc.Arbitrary<AlertQuery> = fc.record({
    filter: fc.record({
      states: fc.constantFrom<AlertState[]>([], ['new'], ['acknowledged'], ['closed']),
      resolutions: fc.subarray([...RESOLUTIONS]),
      host: word,
      service: word,
      model: word,
      traffic: word,
      from: time,
      to: time,
      text: word,
      hidden: fc.boolean(),
    }),
    order: fc.constantFrom(...ORDERS),
    alert: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/)),
  });
  fc.assert(
    fc.property(query, (one) => {
      expect(readQuery(writeQuery(one))).toEqual(one);
    }),
  );
});
