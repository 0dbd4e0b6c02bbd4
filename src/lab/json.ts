// Lab "json": the JSON test suite through the batch reader at three chunk sizes, then a million generated documents.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { compileCore } from '../base/whole-core.ts';
import { findDisagreement, readDocument } from './json-check.ts';
import { anyDocument } from './json-documents.ts';
import { IMPLEMENTATION_DEFINED } from './json-pins.ts';

export const DEFAULT_FOLDER = '../shared/data/json/test_parsing';
const CHUNKS = [1, 7, 65_536];
const DOCUMENTS = Number(process.env.LAB_DOCUMENTS ?? 1_000_000);
const PER_RUN = 500;

export interface SuiteLine {
  document: string;
  verdict: 'accepted' | 'refused' | 'crashed' | 'differs by chunk size';
  place: string;
  message: string;
  good: boolean;
}

/** Reads each document of a folder of the JSON test suite's form (y_, n_, i_) at each chunk size. */
export function* checkSuite(module: WebAssembly.Module, folder: string): Generator<SuiteLine> {
  for (const document of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const bytes = readFileSync(join(folder, document));
    let line: SuiteLine | null = null;
    for (const chunk of CHUNKS) {
      const now = readOne(module, document, bytes, chunk);
      if (line !== null && JSON.stringify(now) !== JSON.stringify(line))
        line = { ...now, verdict: 'differs by chunk size', good: false };
      else line = now;
    }
    yield line!;
  }
}

function readOne(module: WebAssembly.Module, document: string, bytes: Uint8Array, chunk: number): SuiteLine {
  try {
    const { result } = readDocument(module, bytes, chunk);
    const accepted = result.stopped === null || result.stoppedBy === 'content';
    const place = result.stopped === null ? '' : `line ${result.stopped.line}, column ${result.stopped.column}`;
    const hasPlace = accepted || (result.stopped!.line! >= 1 && result.stopped!.column! >= 1);
    const must = document.startsWith('y_')
      ? true
      : document.startsWith('n_')
        ? false
        : IMPLEMENTATION_DEFINED[document];
    return {
      document,
      verdict: accepted ? 'accepted' : 'refused',
      place,
      message: result.stopped?.message ?? '',
      good: accepted === must && hasPlace,
    };
  } catch (error) {
    return { document, verdict: 'crashed', place: '', message: String(error), good: false };
  }
}

/** Lab entry: prints a line a document, then one for the generated documents. */
export async function run(argument: string | undefined, print: (line: object) => void): Promise<object> {
  const module = await compileCore();
  const lines = [...checkSuite(module, resolve(argument ?? DEFAULT_FOLDER))];
  lines.forEach(print);
  const count = (prefix: string, verdict: string) =>
    lines.filter((line) => line.document.startsWith(prefix) && line.verdict === verdict).length;
  const crashed = lines.filter((line) => line.verdict === 'crashed').length;
  const pinned = lines.filter((line) => line.document.startsWith('i_') && line.good).length;
  const of = (prefix: string) => lines.filter((line) => line.document.startsWith(prefix)).length;

  const seed = Number(process.env.LAB_SEED ?? 20_261_122);
  const start = performance.now();
  const property = fc.property(
    fc.array(anyDocument, { minLength: PER_RUN, maxLength: PER_RUN }),
    fc.constantFrom(1, 7, 64, 65_536),
    (documents, chunk) => {
      const complaint = findDisagreement(module, documents, chunk);
      if (complaint !== null) throw new Error(complaint);
    },
  );
  const details = fc.check(property, { numRuns: Math.ceil(DOCUMENTS / PER_RUN), seed, endOnFailure: true });
  const generated = {
    generated: details.numRuns * PER_RUN,
    seed,
    agree: !details.failed,
    complaint: details.errorInstance ? String(details.errorInstance) : null,
  };
  print({ ...generated, seconds: (performance.now() - start) / 1000 });

  const short: string[] = [];
  if (of('n_') === 0 || count('n_', 'refused') !== of('n_')) short.push('every n_ refused');
  if (of('y_') === 0 || count('y_', 'accepted') !== of('y_')) short.push('every y_ accepted');
  if (pinned !== of('i_')) short.push('every i_ as pinned');
  if (crashed > 0 || lines.some((line) => !line.good))
    short.push('no crash, a place with every refusal, the same at every chunk size');
  if (details.failed || generated.generated < 1_000_000)
    short.push('1,000,000 generated documents agree with JSON.parse');
  return {
    short,
    n_refused: count('n_', 'refused'),
    y_accepted: count('y_', 'accepted'),
    i_pinned: pinned,
    crashed,
    generated: generated.generated,
  };
}
