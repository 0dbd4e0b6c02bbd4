// Lab "models": a million mutated model files (or as many as said) and a tenth as many documents: refused, or proved sound.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMutatedDocuments, readMutatedFiles, smallDocument } from '../model/testing/mutations.ts';

const PER_LINE = 100_000;
const FORMAT_1 = join(import.meta.dirname, '../model/testing/format-1.netanomaly-model');

export async function run(argument: string | undefined, print: (line: object) => void): Promise<object> {
  const files = Number(argument ?? 1_000_000);
  if (!Number.isSafeInteger(files) || files < 1) throw new Error('The argument is a number of files, 1 or more.');
  const older = [new Uint8Array(readFileSync(FORMAT_1))];
  const start = performance.now();
  const sum = { files: 0, refused: 0, sound: 0, documents: 0, documentsRefused: 0, documentsSound: 0 };
  const short: string[] = [];
  for (let seed = 1; sum.files < files; seed++) {
    const count = Math.min(PER_LINE, files - sum.files);
    try {
      const { refused, sound } = readMutatedFiles(count, seed, older);
      const documents = readMutatedDocuments(Math.ceil(count / 10), seed, smallDocument());
      print({ seed, files: count, refused, sound, documents });
      sum.refused += refused;
      sum.sound += sound;
      sum.documentsRefused += documents.refused;
      sum.documentsSound += documents.sound;
      sum.documents += documents.refused + documents.sound;
    } catch (error) {
      short.push(`With seed ${seed} a file was neither refused nor sound: ${String(error)}`);
    }
    sum.files += count;
  }
  return { short, ...sum, seconds: (performance.now() - start) / 1000 };
}
