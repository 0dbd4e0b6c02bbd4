// Text of unknown origin made safe to look at: nothing is unseen, and nothing turns the direction of writing.

/** Control and format characters, line separators and lone surrogates written out, so that no text passes for another. */
export const visibleText = (text = '') =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
