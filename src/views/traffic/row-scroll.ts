// Maps a scroll bar to rows. Browsers cap the height of an element (Chromium near 33, Firefox near 17 million pixels):
// above a safe height the bar stands for a fraction of the rows, while wheel and keys move by exact rows.

export const ROW_HEIGHT = 28;
const MOST_HEIGHT = 8_000_000;

export interface RowScroll {
  /** Height of what is scrolled, in pixels. */
  height: number;
  /** Whether the bar stands for a fraction of the rows. */
  scaled: boolean;
  /** Largest first row, with its fraction, that still fills the body. */
  lastTop: number;
  /** First row (with fraction) at a place of the bar. */
  topAt(scrollTop: number): number;
  /** Place of the bar for a first row. */
  scrollTopOf(top: number): number;
  /** A first row within bounds. */
  clamp(top: number): number;
  /** The first row that shows a row whole, and as near to `top` as can be. */
  reveal(row: number, top: number): number;
}

/** For `rows` rows in a body of `bodyHeight` pixels. */
export function rowScroll(rows: number, bodyHeight: number, rowHeight = ROW_HEIGHT): RowScroll {
  const full = rows * rowHeight;
  const scaled = full > MOST_HEIGHT;
  const height = scaled ? MOST_HEIGHT : full;
  const lastTop = Math.max(0, rows - bodyHeight / rowHeight);
  const way = Math.max(0, height - bodyHeight);
  const clamp = (top: number) => Math.min(lastTop, Math.max(0, top));
  return {
    height,
    scaled,
    lastTop,
    topAt: (scrollTop) => clamp(scaled ? (way === 0 ? 0 : (scrollTop / way) * lastTop) : scrollTop / rowHeight),
    scrollTopOf: (top) => (scaled ? (lastTop === 0 ? 0 : (clamp(top) / lastTop) * way) : clamp(top) * rowHeight),
    clamp,
    reveal(row, top) {
      if (row < top) return clamp(row);
      const least = row + 1 - bodyHeight / rowHeight;
      return clamp(Math.max(least, top));
    },
  };
}
