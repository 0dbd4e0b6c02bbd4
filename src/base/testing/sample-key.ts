// The key of the sample trace in the Crypto-PAn distribution of its authors: 16 bytes for AES, 16 for the padding.
export const SAMPLE_KEY = Uint8Array.from(
  '21 34 23 141 51 164 207 128 19 10 91 22 73 144 125 16 216 152 143 131 121 121 101 39 98 87 76 45 42 132 34 2'.split(' '), // prettier-ignore
  Number,
);
