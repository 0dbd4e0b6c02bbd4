// Ids of what a person makes: models and rules.

/** 128 random bits in hexadecimal; `crypto.randomUUID` is missing where a page is not served securely. */
export function drawId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
