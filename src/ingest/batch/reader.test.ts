// The batch reader against JSON.parse, RFC 8259 and the payload's own rules.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCore } from '../../base/whole-core.ts';
import { describeProblem } from '../../base/errors.ts';
import { findDisagreement, readDocument } from '../../lab/json-check.ts';
import { anyDocument } from '../../lab/json-documents.ts';

const core = await compileCore();
const encode = (text: string) => new TextEncoder().encode(text);
const read = (text: string, chunk = 65_536) => readDocument(core, encode(text), chunk);
const complaints = (text: string) => read(text).problems.map(describeProblem);
const stop = (text: string) => {
  const { stopped } = read(text).result;
  return stopped === null ? null : describeProblem(stopped);
};

test('generated documents are read as JSON.parse and the payload rules say, at any chunk size', () => {
  fc.assert(
    fc.property(
      fc.array(anyDocument, { minLength: 1, maxLength: 100, size: 'max' }),
      fc.constantFrom(1, 7, 64, 65_536),
      (documents, chunk) => {
        expect(findDisagreement(core, documents, chunk)).toBe(null);
      },
    ),
    { numRuns: 200 },
  );
});

test('the payload of the HTTP back end is read to the letter', () => {
  const { packets, result } = read(
    '{"items":[{"src":"10.0.0.2","dst":"10.0.0.1","size":520,"proto":6,"ts":1725530000.12}]}',
  );
  expect(packets).toEqual([{ src: '10.0.0.2', dst: '10.0.0.1', size: 520, proto: 6, ts: 1725530000.12 }]);
  expect(result).toMatchObject({ form: 'batch', packets: 1, rejected: 0, stopped: null });
});

test('a bare array and one object a line are batches too', () => {
  expect(read('[{"size":1,"proto":6},{"size":2,"proto":17}]').result).toMatchObject({ form: 'array', packets: 2 });
  expect(read('{"size":1,"proto":6}\n{"size":2,"proto":17}\r\n\n').result).toMatchObject({
    form: 'ndjson',
    packets: 2,
    stopped: null,
  });
  expect(read('{"items":[{"size":1,"proto":6}]}\n{"items":[{"size":2,"proto":17}]}').packets).toHaveLength(2);
});

test('null and absent mean the same for optional fields, on the fast way and the slow one', () => {
  const item = '{"src":null,"dst":null,"size":1,"proto":2,"ts":null,"src_port":null,"dst_port":null,"tcp_flags":null}';
  for (const chunk of [1, 65_536]) expect(read(`[${item}]`, chunk).packets).toEqual([{ size: 1, proto: 2 }]);
});

test('a bad value is told with line, column, item, field and what stands there', () => {
  const lines = [
    '{"items":[',
    ...Array.from({ length: 15 }, () => '{"size":1,"proto":6},'),
    '   {"proto":6, "size":"abc"}',
    ']}',
  ];
  expect(complaints(lines.join('\n'))).toEqual([
    'line 17, column 23, items[15].size: expected an integer of at least 0, found "abc"',
  ]);
});

test.each([
  ['{"size":-1,"proto":6}', 'items[0].size: expected an integer of at least 0, found -1'],
  ['{"size":1.5,"proto":6}', 'items[0].size: expected an integer of at least 0, found 1.5'],
  ['{"size":4294967296,"proto":6}', 'items[0].size: expected an integer of at most 4294967295, found 4294967296'],
  ['{"size":null,"proto":6}', 'items[0].size: expected an integer of at least 0, found null'],
  ['{"size":1,"proto":256}', 'items[0].proto: expected an integer from 0 to 255, found 256'],
  ['{"size":1,"proto":true}', 'items[0].proto: expected an integer from 0 to 255, found true'],
  ['{"size":1,"proto":[6]}', 'items[0].proto: expected an integer from 0 to 255, found an array'],
  ['{"size":1,"proto":6,"ts":1e400}', 'items[0].ts: expected a finite number of seconds, found 1e400'],
  ['{"size":1,"proto":6,"ts":"noon"}', 'items[0].ts: expected a number of seconds, found "noon"'],
  ['{"size":1,"proto":6,"src":7}', 'items[0].src: expected a string or null, found 7'],
  ['{"size":1,"proto":6,"dst":{}}', 'items[0].dst: expected a string or null, found an object'],
  ['{"size":1,"proto":6,"src_port":65536}', 'items[0].src_port: expected an integer from 0 to 65535, found 65536'],
  ['{"size":1,"proto":6,"tcp_flags":-2}', 'items[0].tcp_flags: expected an integer from 0 to 255, found -2'],
  ['{"size":1}', 'items[0].proto: expected an integer from 0 to 255, found no proto'],
  ['[1]', 'items[0]: expected an object, found 1'],
  ['["é"]', 'items[0]: expected an object, found "é"'],
  ['[[[{"size":1,"proto":6}]]]', 'items[0]: expected an object, found an array'],
])('%s is left out: %s', (document, complaint) => {
  const { result, packets } = read(document);
  expect(packets).toEqual([]);
  expect(result).toMatchObject({ rejected: 1, stopped: null });
  expect(complaints(document).map((text) => text.replace(/^line \d+, column \d+, /, ''))).toEqual([complaint]);
});

test('one bad item does not cost its neighbours, and all that is wrong with it is listed in order', () => {
  const document = '[{"size":1,"proto":6},{"dst":1,"proto":-1,"ts":[]},{"size":3,"proto":17}]';
  expect(read(document).packets.map(({ size }) => size)).toEqual([1, 3]);
  expect(read(document).problems.map(({ field, column }) => [field, column])).toEqual([
    ['size', 23],
    ['dst', 30],
    ['proto', 40],
    ['ts', 48],
  ]);
});

test('problems are listed to the hundredth and counted to the last', () => {
  const { problems, result } = read(`[${Array.from({ length: 2500 }, () => '{"size":"x","proto":6}').join(',')}]`);
  expect(problems).toHaveLength(100);
  expect(result).toMatchObject({ rejected: 2500, problemCount: 2500, packets: 0 });
});

test('a grammar error ends the reading there and keeps what came before', () => {
  const { packets, result } = read('{"items":[\n{"size":1,"proto":6},\n{"size":2 "proto":6}]}');
  expect(packets).toEqual([{ size: 1, proto: 6 }]);
  expect(describeProblem(result.stopped!)).toBe('line 3, column 11, items[1]: expected "," or "}", found a quote');
});

test.each([
  ['', 'line 1, column 1: expected a value, found the end of the document'],
  ['[1,]', 'line 1, column 4: expected a value, found "]"'],
  [
    '{"items":[{"size":1,',
    'line 1, column 21, items[0]: expected a key in double quotes, found the end of the document',
  ],
  ['[{"size":01}]', 'line 1, column 11, items[0].size: expected no digit after a leading zero, found "1"'],
  [
    '{"size":1,"proto":6} {"size":1,"proto":6}',
    'line 1, column 22: expected a new line before the next object, found "{"',
  ],
  [
    '{"size":1,"proto":6}\n[]',
    'line 2, column 1: expected an object on this line, or the end of the document, found "["',
  ],
  [
    '["a\tb"]',
    'line 1, column 4: expected no control character in a string (write it as an escape such as \\n), found the control character U+0009',
  ],
])('%j is refused: %s', (document, complaint) => {
  expect(stop(document)).toBe(complaint);
});

test('columns count UTF-16 code units, as editors do', () => {
  expect(stop('["ä€😀" x')).toBe('line 1, column 9: expected "," or "]", found "x"');
  expect('["ä€😀" x'.indexOf('x') + 1).toBe(9);
});

test('a byte order mark is let pass, and counts as no column', () => {
  expect(read('\uFEFF[{"size":1,"proto":6}]').packets).toHaveLength(1);
  expect(read('\uFEFF[x').result.stopped).toMatchObject({ line: 1, column: 2, offset: 4 });
});

test.each(['UTF-16LE', 'UTF-16BE', 'UTF-32LE', 'UTF-32BE'])(
  '%s is refused by name, with and without a byte order mark',
  (encoding) => {
    const width = encoding.startsWith('UTF-16') ? 2 : 4;
    for (const text of ['[{"size":1}]', '\uFEFF[]']) {
      const bytes = new Uint8Array(text.length * width);
      const view = new DataView(bytes.buffer);
      for (let index = 0; index < text.length; index++) {
        if (width === 2) view.setUint16(index * 2, text.charCodeAt(index), encoding.endsWith('LE'));
        else view.setUint32(index * 4, text.charCodeAt(index), encoding.endsWith('LE'));
      }
      const { result } = readDocument(core, bytes, 3);
      expect(result.stoppedBy).toBe('encoding');
      expect(result.stopped!.message).toContain(encoding);
    }
  },
);

test.each([
  ['42', 'found a number'],
  ['"text"', 'found a string'],
  ['{}', 'found an object without items'],
  ['{"packets":[1,2]}', 'found an object without items'],
  ['{"items":5}', 'expected an array, found a number'],
  ['{"items":{"size":1}}', 'expected an array, found an object'],
])('%s is JSON but no batch: %s', (document, complaint) => {
  const { result, packets, problems } = read(document);
  expect(result.stoppedBy).toBe('content');
  expect(result.stopped!.message).toContain(complaint);
  expect([...packets, ...problems]).toEqual([]);
});

test('an object without a list in its items is told of, wherever it stands among others', () => {
  const good = '{"items":[{"size":1,"proto":6}]}';
  const bad = '{"items":5}';
  for (const lines of [
    [bad, good],
    [good, bad],
    [good, bad, good],
    [bad, bad],
    [bad, '{"items":[]}'],
  ]) {
    for (const chunk of [1, 65_536]) {
      const { result, packets, problems } = read(lines.join('\n'), chunk);
      expect(packets).toHaveLength(lines.filter((line) => line === good).length);
      expect(result).toMatchObject({ rejected: lines.filter((line) => line === bad).length, stopped: null });
      expect(describeProblem(problems[0])).toBe(
        `line ${lines.indexOf(bad) + 1}, column 10, items: expected an array, found a number`,
      );
    }
  }
});

test('of equal keys the last one wins, at every level', () => {
  expect(read('[{"size":"x","size":2,"proto":6,"proto":17}]').packets).toEqual([{ size: 2, proto: 17 }]);
  expect(read('[{"size":1,"proto":6,"size":"x"}]').result.rejected).toBe(1);
  const { packets, result } = read('{"items":[{"size":1,"proto":6},7],"items":[{"size":2,"proto":17}]}', 5);
  expect(packets).toEqual([{ size: 2, proto: 17 }]);
  expect(result).toMatchObject({ rejected: 0, problemCount: 0 });
  expect(read('{"size":1,"proto":6}\n{"items":[{"size":3,"proto":1}],"items":[]}').packets).toEqual([
    { size: 1, proto: 6 },
  ]);
});

test('numbers are exactly what JSON.parse makes of them, nanosecond stamps included', () => {
  const stamps = [
    '1725530000.123456789',
    '0.1',
    '1e-7',
    '9007199254740993',
    '123456789012345678901234567890',
    '5e-324',
    '2.2250738585072011e-308',
    '-0',
    '17255300001234567890e-10',
    `0.${'3'.repeat(400)}`,
  ];
  const { packets } = read(`[${stamps.map((ts) => `{"size":1,"proto":6,"ts":${ts}}`).join(',')}]`);
  expect(packets.map(({ ts }) => ts)).toEqual(stamps.map((ts) => JSON.parse(ts) as number));
});

test('any decimal of a stamp is rounded as JSON.parse rounds it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), fc.integer({ min: 1, max: 18 }), (digits, decimals) => {
      const padded = digits.toString().padStart(decimals + 1, '0');
      const stamp = `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
      expect(read(`[{"size":1,"proto":6,"ts":${stamp}}]`).packets[0].ts).toBe(Number(stamp));
    }),
    { numRuns: 300 },
  );
});

test('a number or an address without end is told, not swallowed', () => {
  expect(complaints(`[{"size":1,"proto":6,"ts":0.${'1'.repeat(5000)}}]`)[0]).toContain(
    'expected a number of at most 4,096 characters',
  );
  expect(complaints(`[{"size":1,"proto":6,"src":"${'a'.repeat(70_000)}"}]`)[0]).toContain(
    'expected at most 65,536 bytes of text',
  );
  expect(read(`[{"size":1,"proto":6,"src":"${'a'.repeat(65_536)}"}]`).packets[0].src).toHaveLength(65_536);
});

test('addresses of any text come back as they were, once each in the dictionary', () => {
  const texts = [
    '10.0.0.1',
    '',
    'a',
    'a\u0000',
    'ü'.repeat(9),
    '0123456789abcdef',
    '0123456789abcdefg',
    '0123456789abcdefh',
    '\u{1F600}',
    '\\"',
  ];
  const items = texts.flatMap((text) => [text, text]).map((src) => JSON.stringify({ src, size: 1, proto: 6 }));
  expect(read(`[${items.join(',')}]`, 11).packets.map(({ src }) => src)).toEqual(texts.flatMap((text) => [text, text]));
});

test('nesting to a million levels is read, and deeper nesting is refused', () => {
  const nested = (levels: number) => `[{"size":1,"proto":6,"x":${'['.repeat(levels)}${']'.repeat(levels)}}]`;
  expect(read(nested(1_000_000)).packets).toHaveLength(1);
  expect(stop(nested(1_100_000))).toContain('expected at most 1,048,576 levels of nesting');
});
