// For tests: model files and scikit-learn documents, changed at random but by a seed, and what must become of each.
import { createHash } from 'node:crypto';
import { InputError } from '../../base/errors.ts';
import { doAtOnce } from '../../base/pacer.ts';
import { type Draw, drawFrom, pick } from '../../base/testing/draw.ts';
import { type Model, readModel, writeModel } from '../file.ts';
import { findForestFault } from '../forest.ts';
import { readScikitPieces } from '../scikit-learn.ts';
import { contextModel, smallModel, walkForest } from './forests.ts';
import { importedModel } from './imported.ts';

export interface MutationCount {
  refused: number;
  sound: number;
}

const DIGEST = 32;
const INTEGERS = [0, 1, 2, 3, 4, 5, 7, 8, 24, 40, 0xff, 0x100, 0xffffff, 0x1000001, 0x7fffffff, 0x80000000, 0xff000000, 0xffffffff]; // prettier-ignore
const FLOATS = [0, -0, 1, -1, 0.5, 0.9, 1.5, 1e-45, 3.4e38, -3.4e38, Infinity, -Infinity, Number.NaN];
const BYTES = [0, 1, 2, 0x22, 0x2c, 0x30, 0x39, 0x7f, 0x80, 0xff];

/** Changes a place here and there; a file that grows or shrinks comes as a new array. */
function mutate(draw: Draw, base: Uint8Array<ArrayBuffer>, others: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = base.slice();
  const view = new DataView(bytes.buffer);
  const any = (): number => draw(bytes.length - DIGEST);
  switch (draw(8)) {
    case 0:
      for (let times = 1 + draw(4); times > 0; times--) bytes[any()] ^= 1 << draw(8);
      return bytes;
    case 1:
      for (let times = 1 + draw(4); times > 0; times--) bytes[any()] = draw(2) === 0 ? pick(draw, BYTES) : draw(256);
      return bytes;
    case 2:
      return bytes.slice(0, draw(bytes.length));
    case 3: {
      // A stretch is left out, doubled, or taken from another file.
      const [from, length] = [any(), draw(64)];
      const source = pick<Uint8Array>(draw, [...others, bytes]);
      const part = draw(2) === 0 ? source.subarray(from, from + length) : new Uint8Array();
      const rest = bytes.subarray(from + (draw(2) === 0 ? length : 0));
      const spliced = new Uint8Array(from + part.length + rest.length);
      spliced.set(bytes.subarray(0, from));
      spliced.set(part, from);
      spliced.set(rest, from + part.length);
      return spliced;
    }
    case 4:
      // The header, or an entry of the table of sections.
      view.setUint32(8 + 4 * draw(40), draw(3) === 0 ? bytes.length + draw(5) - 2 : pick(draw, INTEGERS), true);
      return bytes;
    case 5: {
      // The description, where a digit or a sign makes another number.
      const [start, length] = [view.getUint32(28, true), view.getUint32(32, true)];
      bytes[start + draw(length)] = pick(
        draw,
        [...'0123456789-.eE,:"[]{}nt '].map((letter) => letter.charCodeAt(0)),
      );
      return bytes;
    }
    default: {
      // Elements of the other sections: nodes, counts, scores, values.
      for (let times = 1 + draw(3); times > 0; times--) {
        const entry = 24 + 12 * (1 + draw(view.getUint32(16, true) - 1));
        const [start, length] = [view.getUint32(entry + 4, true), view.getUint32(entry + 8, true)];
        if (length === 0) continue;
        const at = start + 4 * draw(length / 4);
        if (draw(3) === 0) view.setFloat32(at, pick(draw, FLOATS), true);
        else if (draw(2) === 0) view.setUint32(at, ((draw(4) << 24) | draw(10)) >>> 0, true);
        else view.setUint32(at, draw(2) === 0 ? pick(draw, INTEGERS) : view.getUint32(at, true) + draw(5) - 2, true);
      }
      return bytes;
    }
  }
}

/** The file with a right checksum again, and mostly with a right length too. */
function mend(draw: Draw, bytes: Uint8Array<ArrayBuffer>): void {
  const end = bytes.length - DIGEST;
  if (end < 24) return;
  if (draw(4) > 0) new DataView(bytes.buffer).setUint32(12, bytes.length, true);
  bytes.set(createHash('sha256').update(bytes.subarray(0, end)).digest(), end);
}

const ROWS = [0, -1, 6, 17, 60, 3e38, -3e38, 1e-45];

/** Throws Error unless a model that was accepted is sound: it can be walked, written, and read again. */
function proveSound(draw: Draw, model: Model): void {
  const { info, forest } = model;
  const fault = findForestFault(forest, info.parameters.bootstrap);
  if (fault !== null) throw new Error(`accepted with a fault: ${fault.message}`);
  const { usual = [], base = 1 } = model.context ?? {};
  if (![...usual].every(Number.isFinite) || !(base > 0 && base <= 1))
    throw new Error('accepted, but with no sound usual');
  const { kept, ladder } = model;
  if (kept?.some((value) => !Number.isFinite(value)) || (kept?.length ?? 0) % forest.features.length !== 0)
    throw new Error('accepted, but with no sound rows');
  if (ladder !== null && !(ladder.hours > 0 && ladder.findings.length === ladder.thresholds.length))
    throw new Error('accepted, but with no sound ladder');
  for (let times = 0; times < 3; times++) {
    const row = Array.from(forest.features, () => pick(draw, ROWS));
    const score = walkForest(forest, row);
    if (!(score > 0 && score <= 1)) throw new Error(`accepted, but scores ${score}`);
  }
  if (readModel(writeModel(model)).info.name !== info.name)
    throw new Error('accepted, but read otherwise than written');
}

/** Reads as often as said; an InputError is a refusal, and whatever else is thrown goes on. */
function countOutcomes(draw: Draw, count: number, read: (index: number) => Model): MutationCount {
  const found = { refused: 0, sound: 0 };
  // A fifth of the time would go into stack traces that nobody reads.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (let index = 0; index < count; index++) {
      let model: Model;
      try {
        model = read(index);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        found.refused++;
        continue;
      }
      proveSound(draw, model);
      found.sound++;
    }
    return found;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Reads `count` mutated model files of small models of each format, every second one with its checksum mended. Throws when
 * one is neither refused with an InputError nor sound.
 * @param older files of older formats
 */
export function readMutatedFiles(
  count: number,
  seed: number,
  older: readonly Uint8Array<ArrayBuffer>[],
): MutationCount {
  const draw = drawFrom(seed);
  const bases = [smallModel(), smallModel(), contextModel(), contextModel(), importedModel()]
    .map(writeModel)
    .concat(older);
  return countOutcomes(draw, count, (index) => {
    const bytes = mutate(draw, pick(draw, bases), bases);
    if (index % 2 === 0) mend(draw, bytes);
    return readModel(bytes);
  });
}

/** Values that stand where others should; the texts are written into the document as they are. */
const VALUES = ['null', 'true', '""', '"3"', '-1', '0', '1', '2', '3', '-2', '0.5', '1e39', '1e999', '-1e999', '9007199254740993', '[]', '{}', '[[0]]', '[0,1,2]', 'NaN']; // prettier-ignore

function mutateDocument(draw: Draw, text: string): string {
  const at = draw(text.length);
  switch (draw(5)) {
    case 0:
      return text.slice(0, at) + String.fromCharCode(32 + draw(95)) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + draw(20));
    case 2:
      return text.slice(0, at) + text.slice(draw(text.length)).slice(0, draw(20)) + text.slice(at);
    default: {
      // A number or a text becomes something else.
      const tokens = [...text.matchAll(/-?\d[\d.e+-]*|"[^"]*"(?!:)/g)];
      const token = pick(draw, tokens);
      return text.slice(0, token.index) + pick(draw, VALUES) + text.slice(token.index + token[0].length);
    }
  }
}

/** The same for documents of scikit-learn forests. */
export function readMutatedDocuments(count: number, seed: number, text: string): MutationCount {
  const draw = drawFrom(seed);
  const defaults = { known: ['size', 'proto'], name: 'mutated', created: '2026-01-01T00:00:00.000Z' };
  return countOutcomes(draw, count, () => {
    let mutated = mutateDocument(draw, text);
    while (draw(3) === 0 && mutated !== '') mutated = mutateDocument(draw, mutated);
    return doAtOnce(readScikitPieces(mutated, defaults));
  });
}

/** A document of two small trees. */
export function smallDocument(): string {
  const trees = [
    { feature: [0, 1, -2, -2, -2], threshold: [100.7, 6.5, -2, -2, -2], left: [1, 2, -1, -1, -1], right: [4, 3, -1, -1, -1], samples: [4, 3, 2, 1, 1] },
    { feature: [1, -2, -2], threshold: [-0.25, -2, -2], left: [1, -1, -1], right: [2, -1, -1], samples: [4, 3, 1] },
  ]; // prettier-ignore
  const head = { madeWith: 'scikit-learn 1.9.1', features: 2, featureNames: ['size', 'proto'], maxSamples: 4 };
  return JSON.stringify({ ...head, contamination: 0.1, offset: -0.55, trees });
}
