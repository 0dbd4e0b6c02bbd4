// Recognises that the browser's storage is full.

/** Whether a quota was met, by name alone (a quota error may carry no message), also within errors that wrap it. */
export function isQuotaError(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { name, cause, inner, error: wrapped, errors } = error as Record<string, unknown>;
  if (name === 'QuotaExceededError') return true;
  const within = [cause, inner, wrapped, ...(Array.isArray(errors) ? errors : [])];
  return within.some((one) => isQuotaError(one, depth + 1));
}
