// A folder of captures with tshark's reading beside them: INDEX.csv and tshark_reference.tsv.gz.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What capinfos said of a file. */
export interface FileEntry {
  file: string;
  /** Link types, as numbers, separated by blanks or signs. */
  linkTypes: string;
  /** What is peculiar about its structure. */
  notes: string;
  /** Why capinfos refused it or stopped inside, or ''. */
  refusal: string;
}

/** A frame as tshark printed it: one field a column, '' where it has none, the first occurrence where it has several. */
export type ReferenceFrame = Readonly<Record<string, string>>;

export interface CaptureFolder {
  files: FileEntry[];
  /** By file, in the order of their frames. Custom blocks, which tshark prints as frames without an encapsulation, are none. */
  frames: Map<string, ReferenceFrame[]>;
  read(file: string): Uint8Array<ArrayBuffer>;
}

/** Fields of a line of RFC 4180, as far as one line goes. */
function splitLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

function rowsOf(lines: readonly string[], split: (line: string) => string[]): Record<string, string>[] {
  const [head, ...rest] = lines;
  const names = split(head);
  return rest.map((line) => {
    const values = split(line);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '');

/** Opens a folder of that form. Throws where one of the two files is not there. */
export function openFolder(folder: string): CaptureFolder {
  const index = rowsOf(linesOf(readFileSync(join(folder, 'INDEX.csv'), 'utf8')), splitLine);
  const reference = gunzipSync(readFileSync(join(folder, 'tshark_reference.tsv.gz'))).toString();
  const frames = new Map<string, ReferenceFrame[]>();
  for (const row of rowsOf(linesOf(reference), (line) => line.split('\t'))) {
    if (row['frame.encap_type'] === '') continue;
    const list = frames.get(row.file);
    if (list === undefined) frames.set(row.file, [row]);
    else list.push(row);
  }
  return {
    files: index.map(({ file, linktypes, structure_notes, capinfos_message }) => ({
      file,
      linkTypes: linktypes,
      notes: structure_notes,
      refusal: capinfos_message,
    })),
    frames,
    read: (file) => new Uint8Array(readFileSync(join(folder, file))),
  };
}
