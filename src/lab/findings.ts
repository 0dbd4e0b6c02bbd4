// Lab "findings": what the app makes of labelled captures: findings at a budget, how many hold the attack, and where it stands.
import { resolve } from 'node:path';
import { compileCore } from '../base/whole-core.ts';
import { listCaptures, readCapture } from './detect/labelled-captures.ts';
import { measureFindings } from './findings/measure-findings.ts';
import { judgeFindingsOf, type NamedFindings } from './findings/verdict.ts';

const DEFAULT_FOLDER = '../shared/data/network/mixed';

/** Four digits are enough for the eye. */
const roundDeep = (value: object): object =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(4)) : each)),
  );

/** `given`: a folder of NAME.pcap with NAME.labels.csv. */
export async function run(given: string | undefined, print: (line: object) => void): Promise<object> {
  const folder = resolve(given ?? DEFAULT_FOLDER);
  const module = await compileCore();
  const captures: NamedFindings[] = [];
  for (const name of listCaptures(folder)) {
    const capture = await readCapture(module, folder, name);
    const line: NamedFindings = {
      capture: name,
      A: await measureFindings(module, capture, 'A'),
      B: await measureFindings(module, capture, 'B'),
    };
    captures.push(line);
    print(roundDeep(line));
  }
  const { short, A, B } = judgeFindingsOf(captures);
  return { short, captures: captures.length, A: A && roundDeep(A), B: B && roundDeep(B) };
}
