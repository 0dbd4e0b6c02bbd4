// The tree of a packet's fields as the lines that are to be seen, and which field a byte belongs to.
import type { Field } from '../../inspect/types.ts';

/** A line of the tree. */
export interface FieldLine {
  field: Field;
  /** Names from the root, so that what is open stays open for the next packet. */
  path: string;
  /** From 1. */
  level: number;
  /** Place among its siblings, from 1, and how many there are. */
  place: number;
  siblings: number;
  open: boolean;
  /** Index of its parent's line, or -1. */
  parent: number;
}

/** Headers are open at first, but for the frame, whose times and lengths the table has; what is inside of them is not. */
export function isOpen(path: string, opened: ReadonlyMap<string, boolean>): boolean {
  return opened.get(path) ?? (!path.includes('/') && path !== 'frame');
}

/** All lines in sight, parents before their children. */
export function listFields(fields: readonly Field[], opened: ReadonlyMap<string, boolean>): FieldLine[] {
  const lines: FieldLine[] = [];
  const add = (some: readonly Field[], before: string, level: number, parent: number): void => {
    for (const [index, field] of some.entries()) {
      const path = before === '' ? field.name : `${before}/${field.name}`;
      const open = field.fields.length > 0 && isOpen(path, opened);
      const line = lines.push({ field, path, level, place: index + 1, siblings: some.length, open, parent }) - 1;
      if (open) add(field.fields, path, level + 1, line);
    }
  };
  add(fields, '', 1, -1);
  return lines;
}

/** The innermost field that stands on a byte, with those around it, outermost first. Empty where there is none. */
export function fieldsAt(fields: readonly Field[], byte: number): Field[] {
  const holds = ({ start, end }: Field) => start <= byte && byte < end;
  // The frame holds every byte, and is what is left where nothing else does.
  const found = fields.findLast((field) => holds(field) || field.fields.some((inner) => holds(inner)));
  if (found === undefined) return [];
  const narrowest = found.fields.filter(holds).toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
  return narrowest === undefined ? [found] : [found, ...fieldsAt([narrowest], byte)];
}

/** Paths of a field's ancestors, which must be open for it to be seen. */
export function pathsTo(chain: readonly Field[]): string[] {
  return chain.slice(0, -1).map((_, index) => chain.slice(0, index + 1).map(({ name }) => name).join('/')); // prettier-ignore
}
