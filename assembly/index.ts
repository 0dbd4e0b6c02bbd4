// The named exports of the WebAssembly core. No logic here.
export { allocate, release } from "./memory";
