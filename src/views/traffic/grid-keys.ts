// Where the keys lead in the packet table.

export interface Cell {
  /** -1 is the header. */
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows that a page has. */
  page: number;
}

/** The cell that a key leads to, within the table, or null for a key that is not the table's. */
export function cellAfterKey(
  { key, ctrlKey }: { key: string; ctrlKey: boolean },
  { row, column }: Cell,
  { rows, columns, page }: GridSize,
): Cell | null {
  const ways: Record<string, Cell> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: Math.max(0, row - page), column },
    Home: { row: 0, column: ctrlKey ? 0 : column },
    End: { row: rows - 1, column: ctrlKey ? columns - 1 : column },
  };
  const way = ways[key];
  if (!way || (ctrlKey && key !== 'Home' && key !== 'End')) return null;
  return { row: Math.min(rows - 1, Math.max(-1, way.row)), column: Math.min(columns - 1, Math.max(0, way.column)) };
}

/** Rows from `first` to before `end`, and the one with the focus (or null) wherever it is. */
export function rowsToDraw(first: number, end: number, focused: number | null): number[] {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (focused === null || focused < 0) return rows;
  if (focused < first) return [focused, ...rows];
  return focused >= end ? [...rows, focused] : rows;
}
