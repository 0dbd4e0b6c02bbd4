// HTML of a report as text: whatever is put into the template is text of the page and nothing else, unless it is such a template.

/** Markup of this room. Only `html` makes it. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, maker: symbol) {
    if (maker !== MAKER) throw new TypeError('Markup is made by the template only.');
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

const MAKER = Symbol('html');

/** What may stand in a template: lists stand without anything in between; null, undefined and false are nothing. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text that means itself between tags and in quoted attributes (HTML, sections 13.1.2 and 13.1.3). What HTML may not hold
 * (most control characters, halves of surrogate pairs), and what turns the direction of reading, becomes U+FFFD.
 */
export function escapeText(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}|\p{Cn}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => NAMES[character]);
}

function write(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  return typeof part === 'object' ? part.map(write).join('') : escapeText(String(part));
}

/** Attributes that hold a part must be quoted; parts never stand in names of tags or attributes, nor in styles. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    markup.reduce((text, next, i) => text + write(parts[i - 1]) + next),
    MAKER,
  );
}
