// Lets the bundler leave out the half of pako that compresses: 4 kB, gzipped, of what the page loads.
// It keeps what is called while a module is read, as a call might do more than make the tables of the compressor.
const calls = [
  ['new Config(', '/* @__PURE__ */ new Config('],
  ['zero$1(static_ltree)', '/* @__PURE__ */ zero$1(static_ltree)'],
  ['zero$1(static_dtree)', '/* @__PURE__ */ zero$1(static_dtree)'],
  ['zero$1(_dist_code)', '/* @__PURE__ */ zero$1(_dist_code)'],
  ['zero$1(_length_code)', '/* @__PURE__ */ zero$1(_length_code)'],
  ['zero$1(base_length)', '/* @__PURE__ */ zero$1(base_length)'],
  ['zero$1(base_dist)', '/* @__PURE__ */ zero$1(base_dist)'],
];

/** Vite plugin. */
export function trimPako() {
  return {
    name: 'net-anomaly:trim-pako',
    apply: 'build',
    transform: {
      filter: { id: /pako[\\/]dist[\\/]pako\.mjs$/ },
      handler(code) {
        for (const [call] of calls) {
          if (!code.includes(call)) throw new Error(`pako has changed: ${call} is not there to be trimmed.`);
        }
        return { code: calls.reduce((text, [call, pure]) => text.replaceAll(call, pure), code), map: null };
      },
    },
  };
}
