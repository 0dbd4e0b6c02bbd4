// Modules that Vite makes while building.
declare module 'virtual:core-wasm' {
  /** The compiled `assembly/`, gzipped, as base64 text. */
  const base64: string;
  export default base64;
}
