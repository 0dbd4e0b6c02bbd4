// Modules that Vite makes while building: parts of the compiled `assembly/`, gzipped, as base64 text.
declare module 'virtual:core-wasm' {
  const base64: string;
  export default base64;
}
declare module 'virtual:reading-core-wasm' {
  const base64: string;
  export default base64;
}
declare module 'virtual:analysis-core-wasm' {
  const base64: string;
  export default base64;
}
