// SHA-256 (FIPS 180-4) of bytes that come piece by piece: the checksum of a model file, in a kilobyte of script.

const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((prime) => n % prime !== 0)) PRIMES.push(n);

/** The first 32 bits of the fraction. */
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0;
/** Sections 5.3.3 and 4.2.2: of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

const BLOCK = 64;
const words = new Int32Array(64);

/** Section 6.2.2, for one block. A function of its own: as a loop within `update` it ran at a third of the speed. */
function addBlock(state: Int32Array, block: DataView, at: number): void {
  for (let t = 0; t < 16; t++) words[t] = block.getInt32(at + 4 * t);
  for (let t = 16; t < 64; t++) {
    const x = words[t - 15];
    const y = words[t - 2];
    const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[t] = (words[t - 16] + low + words[t - 7] + high) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let t = 0; t < 64; t++) {
    const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const first = (h + one + (g ^ (e & (f ^ g))) + ROUNDS[t] + words[t]) | 0;
    const second = (two + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

export class Sha256 {
  readonly #state = Int32Array.from(START);
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(BLOCK);
  #length = 0;

  update(bytes: Uint8Array): this {
    const kept = this.#length % BLOCK;
    this.#length += bytes.length;
    let from = 0;
    if (kept > 0) {
      from = Math.min(bytes.length, BLOCK - kept);
      this.#rest.set(bytes.subarray(0, from), kept);
      if (kept + from < BLOCK) return this;
      addBlock(this.#state, new DataView(this.#rest.buffer), 0);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    for (; from + BLOCK <= bytes.length; from += BLOCK) addBlock(this.#state, view, from);
    this.#rest.set(bytes.subarray(from));
    return this;
  }

  /** The 32 bytes of the sum; nothing may be added after it. */
  digest(): Uint8Array {
    const bits = this.#length * 8;
    // Section 5.1.1: a 1, zeros, and the number of bits in the last eight bytes of a block.
    const padding = new Uint8Array(((BLOCK + 55 - (this.#length % BLOCK)) % BLOCK) + 9);
    padding[0] = 0x80;
    const tail = new DataView(padding.buffer, padding.length - 8);
    tail.setUint32(0, bits / 2 ** 32);
    tail.setUint32(4, bits);
    this.update(padding);
    const sum = new DataView(new ArrayBuffer(32));
    this.#state.forEach((word, index) => sum.setInt32(4 * index, word));
    return new Uint8Array(sum.buffer);
  }
}
