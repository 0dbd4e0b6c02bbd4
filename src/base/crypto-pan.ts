// Crypto-PAn: addresses become others one to one, and share exactly as many first bits as before. J. Xu, J. Fan, M. Ammar,
// S. Moon: Prefix-Preserving IP Address Anonymization, ICNP 2002. Key and padding are those of the authors' implementation.
import { InputError } from './errors.ts';

/** 16 bytes for AES-128, 16 that make the padding. */
export const KEY_BYTES = 32;
const BLOCK = 16;
/** Blocks that are under way at a time. */
const AT_ONCE = 4096;

const bitOf = (bytes: Uint8Array, bit: number): number => (bytes[bit >> 3] >> (7 - (bit & 7))) & 1;

export class CryptoPan {
  /** The first bit of the cipher by padded prefix: neighbours share most of theirs. */
  readonly #flips = new Map<string, number>();
  readonly #cipher: CryptoKey;
  readonly #padding: Uint8Array;

  private constructor(cipher: CryptoKey, padding: Uint8Array) {
    this.#cipher = cipher;
    this.#padding = padding;
  }

  /** @param key `KEY_BYTES` of them. Rejects with InputError for others, and where the browser has no cipher to offer. */
  static async open(key: Uint8Array): Promise<CryptoPan> {
    if (key.length !== KEY_BYTES) throw new InputError(`The key must have ${KEY_BYTES} bytes; it has ${key.length}.`);
    // Only pages of https and of this machine have it: W3C Web Cryptography API, "SecureContext".
    if (globalThis.crypto?.subtle === undefined)
      throw new InputError(
        'The browser offers no cipher here: open the page over https, or write the addresses as they are.',
      );
    const cipher = await crypto.subtle.importKey('raw', key.slice(0, BLOCK), 'AES-CBC', false, ['encrypt']);
    return new CryptoPan(cipher, await encryptBlock(cipher, key.slice(BLOCK)));
  }

  /** @param addresses of 4 or 16 bytes, the highest first @returns others, in the same order */
  async map(addresses: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const wanted = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const address of addresses) {
      for (const [name, block] of this.#prefixes(address)) if (!this.#flips.has(name)) wanted.set(name, block);
    }
    const blocks = [...wanted];
    for (let from = 0; from < blocks.length; from += AT_ONCE) {
      const some = blocks.slice(from, from + AT_ONCE);
      const ciphers = await Promise.all(some.map(([, block]) => encryptBlock(this.#cipher, block)));
      some.forEach(([name], i) => this.#flips.set(name, bitOf(ciphers[i], 0)));
    }
    return addresses.map((address) => {
      const changed = address.slice();
      let bit = 0;
      for (const [name] of this.#prefixes(address)) {
        changed[bit >> 3] ^= this.#flips.get(name)! << (7 - (bit & 7));
        bit += 1;
      }
      return changed;
    });
  }

  /** For each bit of an address the bits before it, with the padding behind them: the paper's section 3.2. */
  *#prefixes(address: Uint8Array): Generator<[name: string, block: Uint8Array<ArrayBuffer>]> {
    const block = Uint8Array.from(this.#padding);
    const size = 8 * address.length;
    for (let bit = 0; bit < size; bit++) {
      yield [`${bit} ${String.fromCharCode(...block.subarray(0, (bit >> 3) + 1))}`, block.slice()];
      const at = bit >> 3;
      const mask = 0x80 >> (bit & 7);
      block[at] = (block[at] & ~mask) | (address[at] & mask);
    }
  }
}

/** One block of AES: CBC from an initial vector of zeros (NIST SP 800-38A section 6.2), without what pads the end. */
async function encryptBlock(cipher: CryptoKey, block: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const written = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(BLOCK) }, cipher, block);
  return new Uint8Array(written, 0, BLOCK);
}
