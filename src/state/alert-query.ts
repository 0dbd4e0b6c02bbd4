// What the page of alerts shows, as the address's fragment holds it: the filter, the order and the chosen alert. Nothing else
// ever stands there.
import type { AlertFilter, AlertOrder, AlertState, Resolution } from '../alerts/types.ts';

/** A state, or all of them. */
export type AlertGroup = AlertState | 'all';
export const GROUPS: readonly AlertGroup[] = ['new', 'acknowledged', 'closed', 'all'];
export const ORDERS: readonly AlertOrder[] = ['newest', 'oddest', 'changed', 'packets'];
export const RESOLUTIONS: readonly Resolution[] = ['true_positive', 'false_positive', 'benign', 'duplicate'];

export interface AlertQuery {
  filter: AlertFilter;
  order: AlertOrder;
  /** Id of the alert whose detail is shown, or null. */
  alert: string | null;
}

export const FIRST_QUERY: AlertQuery = {
  filter: {
    states: ['new'],
    resolutions: [],
    host: '',
    service: '',
    model: '',
    traffic: '',
    from: null,
    to: null,
    text: '',
    hidden: false,
  },
  order: 'newest',
  alert: null,
};

const WORDS = ['host', 'service', 'model', 'traffic', 'text'] as const;
const LONGEST = 300;

export function groupOf({ states }: AlertFilter): AlertGroup {
  return states.length === 1 ? states[0] : 'all';
}

export const statesOf = (group: AlertGroup): AlertState[] => (group === 'all' ? [] : [group]);

/** Whether anything but the state is asked for. */
export function isFiltered(filter: AlertFilter): boolean {
  const plain = { ...FIRST_QUERY.filter, states: filter.states, hidden: filter.hidden };
  return JSON.stringify(plain) !== JSON.stringify(filter);
}

/** Seconds since 1970 of an ISO time that is meant as UTC unless it says otherwise; null where it is none. */
export function readTime(text: string): number | null {
  const ms = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : ms / 1000;
}

/** `2024-09-05T13:02:10Z`; '' for times that no date can be. */
export function writeTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000', '');
}

const known = <T extends string>(names: readonly T[], text: string | null): T | undefined =>
  names.find((name) => name === text);

/** The query of a fragment; what nobody knows in it is left out. */
export function readQuery(fragment: string): AlertQuery {
  const at = fragment.indexOf('?');
  const asked = new URLSearchParams(at < 0 ? '' : fragment.slice(at + 1));
  const filter = { ...FIRST_QUERY.filter };
  filter.states = statesOf(known(GROUPS, asked.get('state')) ?? 'new');
  const resolutions = (asked.get('resolution') ?? '').split(',');
  filter.resolutions = RESOLUTIONS.filter((one) => resolutions.includes(one));
  for (const name of WORDS) filter[name] = (asked.get(name) ?? '').slice(0, LONGEST);
  filter.from = readTime(asked.get('from') ?? '');
  filter.to = readTime(asked.get('to') ?? '');
  filter.hidden = asked.get('hidden') === 'shown';
  const alert = asked.get('alert');
  return {
    filter,
    order: known(ORDERS, asked.get('order')) ?? FIRST_QUERY.order,
    alert: alert !== null && /^[0-9a-f]{1,64}$/.test(alert) ? alert : null,
  };
}

/** The fragment of a query: `#/alerts`, and what differs from how the page begins. */
export function writeQuery({ filter, order, alert }: AlertQuery): string {
  const asked = new URLSearchParams();
  const group = groupOf(filter);
  if (group !== 'new') asked.set('state', group);
  if (filter.resolutions.length > 0) asked.set('resolution', filter.resolutions.join(','));
  for (const name of WORDS) if (filter[name] !== '') asked.set(name, filter[name]);
  if (filter.from !== null) asked.set('from', writeTime(filter.from));
  if (filter.to !== null) asked.set('to', writeTime(filter.to));
  if (filter.hidden) asked.set('hidden', 'shown');
  if (order !== FIRST_QUERY.order) asked.set('order', order);
  if (alert !== null) asked.set('alert', alert);
  const text = asked.toString();
  return text === '' ? '#/alerts' : `#/alerts?${text}`;
}
