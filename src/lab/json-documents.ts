// Documents to try the batch reader on: batches of every form, odd JSON, and both of them damaged.
import fc from 'fast-check';

const whitespace = fc.constantFrom('', '', '', '', ' ', '\n', '\t', '\r\n', '  \n ');
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('10.0.0.1', '192.168.1.77', 'fe80::1', '2001:db8::1234:5678:9abc', 'host-a', ''),
  },
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** A JSON string with some characters as escapes. */
const stringToken = fc.tuple(text, fc.integer({ min: 0, max: 3 })).map(([value, style]) => {
  if (style < 2) return JSON.stringify(value);
  const units = Array.from({ length: value.length }, (_, index) =>
    value.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return `"${units.map((unit) => `\\u${style === 2 ? unit : unit.toUpperCase()}`).join('')}"`;
});

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 }).map((list) => list.join(''));
const wildNumber = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits,
    fc.option(digits),
    fc.option(fc.tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.integer({ min: 0, max: 340 }))),
  )
  .map(
    ([sign, whole, fraction, exponent]) =>
      `${sign}${whole.replace(/^0+(?=\d)/, '')}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : exponent.join('')}`,
  );
const numberToken = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 1500 }).map(String) },
  fc.integer({ min: -10, max: 2 ** 33 }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.integer({ min: 0, max: 2_000_000_000 }), digits)
    .map(([seconds, fraction]) => `${seconds}.${fraction.slice(0, 12)}`),
  wildNumber,
);
const scalarToken = fc.oneof(
  { weight: 5, arbitrary: numberToken },
  { weight: 3, arbitrary: stringToken },
  fc.constantFrom('true', 'false', 'null'),
);
const looseToken = fc.oneof({ weight: 4, arbitrary: scalarToken }, fc.json({ maxDepth: 3 }));

const key = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      '"src"',
      '"dst"',
      '"size"',
      '"proto"',
      '"ts"',
      '"src_port"',
      '"dst_port"',
      '"tcp_flags"',
    ),
  },
  fc.constantFrom(
    '"s\\u0069ze"',
    '"items"',
    '"tcp_flagz"',
    '"src_porf"',
    '"Size"',
    '"sizes"',
    '""',
    '"__proto__"',
    '"constructor"',
  ),
  stringToken,
);

function objectOf(members: readonly (readonly [string, string, string, string])[]): string {
  return `{${members.map(([name, value, before, after]) => `${before}${name}${after}:${before}${value}${after}`).join(',')}}`;
}

const plainItem = fc
  .tuple(
    fc.ipV4(),
    fc.ipV4(),
    fc.nat(1500),
    fc.nat(255),
    fc.double({ min: 0, max: 2e9, noNaN: true }),
    fc.subarray([0, 1, 2, 3, 4], { minLength: 2 }),
  )
  .map(([src, dst, size, proto, ts, order]) => {
    const members = [`"size":${size}`, `"proto":${proto}`, `"src":"${src}"`, `"dst":"${dst}"`, `"ts":${ts.toFixed(6)}`];
    return `{${order.map((index) => members[index]).join(',')}}`;
  });
const looseItem = fc.array(fc.tuple(key, looseToken, whitespace, whitespace), { maxLength: 10 }).map(objectOf);
const item = fc.oneof({ weight: 5, arbitrary: plainItem }, { weight: 3, arbitrary: looseItem }, looseToken);

const list = fc
  .tuple(fc.array(item, { maxLength: 8 }), whitespace)
  .map(([items, space]) => `[${space}${items.join(`${space},${space}`)}${space}]`);
const batch = fc
  .tuple(
    fc.array(fc.tuple(key, looseToken, whitespace, whitespace), { maxLength: 2 }),
    list,
    fc.option(list),
    whitespace,
  )
  .map(([members, first, second, space]) => {
    const all = [...members.map(([name, value]) => `${name}:${value}`), `"items"${space}:${space}${first}`];
    if (second !== null && first.length % 3 === 0) all.push(`"items":${second}`);
    return `{${space}${all.join(',')}${space}}`;
  });
const oneLine = fc
  .oneof({ weight: 5, arbitrary: plainItem }, { weight: 2, arbitrary: looseItem }, batch)
  .map((line) => line.replace(/[\n\r]/g, ' '));
const lines = fc.array(oneLine, { minLength: 1, maxLength: 6 }).map((all) => all.join('\n'));

const whole = fc.oneof(
  { weight: 4, arbitrary: batch },
  { weight: 2, arbitrary: list },
  { weight: 2, arbitrary: lines },
  looseToken,
);

/** A document with a character put in, taken out or changed, or its end cut off. */
const damaged = fc
  .tuple(
    whole,
    fc.nat(),
    fc.nat(3),
    fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '\\', '0', '-', 'e', '.', ' ', '\n', 'x', '\u0001', 'é'),
  )
  .map(([document, place, way, character]) => {
    const at = document.length === 0 ? 0 : place % document.length;
    if (way === 0) return document.slice(0, at) + character + document.slice(at);
    if (way === 1) return document.slice(0, at) + document.slice(at + 1);
    if (way === 2) return document.slice(0, at) + character + document.slice(at + 1);
    return document.slice(0, at);
  });

/** Text of a document, whole or damaged. Lone surrogates stand only in escapes, since UTF-8 has none. */
export const anyDocument = fc
  .oneof({ weight: 3, arbitrary: whole }, { weight: 2, arbitrary: damaged })
  .map((document) => document.toWellFormed());
