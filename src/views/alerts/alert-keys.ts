// What the keys do on the page of alerts: for the page, its panel of keys, and the Guide.

export type Command =
  | 'next'
  | 'previous'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  | 'extendDown'
  | 'extendUp'
  | 'open'
  | 'select'
  | 'selectAll'
  | 'acknowledge'
  | 'close'
  | 'reopen'
  | 'note'
  | 'undo'
  | 'filter'
  | 'keys'
  | 'leave';

const PLAIN: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  J: 'extendDown',
  K: 'extendUp',
  x: 'select',
  a: 'acknowledge',
  c: 'close',
  o: 'reopen',
  n: 'note',
  u: 'undo',
  z: 'undo',
  '/': 'filter',
  '?': 'keys',
  Escape: 'leave',
};

/** Where the list has the focus. */
const IN_LIST: Readonly<Record<string, Command>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  PageDown: 'pageDown',
  PageUp: 'pageUp',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  ' ': 'select',
};

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** What a key does, or null for a key that is not the page's. */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, inList: boolean): Command | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (shiftKey) return null;
    if (key === 'z') return 'undo';
    return key === 'a' && inList ? 'selectAll' : null;
  }
  if (inList && shiftKey && key === 'ArrowDown') return 'extendDown';
  if (inList && shiftKey && key === 'ArrowUp') return 'extendUp';
  return PLAIN[key] ?? (inList ? IN_LIST[key] : undefined) ?? null;
}

/** After `c`, how an alert is closed. */
export const CLOSE_KEYS = {
  t: 'true_positive',
  f: 'false_positive',
  b: 'benign',
  d: 'duplicate',
} as const;

export const ALERT_KEYS: readonly (readonly [string[], string])[] = [
  [['j', 'k'], 'To the next or the previous alert; in the list also ↓ and ↑. The detail goes along where it is open.'],
  [['Enter'], 'In the list: opens the detail. Escape closes it.'],
  [['x'], 'Selects the alert, or no longer; in the list also Space. With Shift, j, k, ↓ and ↑ select on the way.'],
  [['Ctrl+A'], 'In the list: selects all alerts that match.'],
  [['a'], 'Acknowledges the selected alerts, or the one at hand.'],
  [['c'], 'Closes them, and asks how: t true positive, f false positive, b benign, d duplicate.'],
  [['o'], 'Reopens them: they are new again.'],
  [['n'], 'Writes a note.'],
  [['u', 'z', 'Ctrl+Z'], 'Undoes what was done last.'],
  [['/'], 'Goes to the box that filters by words.'],
  [['Escape'], 'Leaves a box or a menu, then the selection, then the detail, then the filter.'],
  [['?'], 'Shows these keys, or hides them.'],
];
