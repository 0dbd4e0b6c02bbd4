// The layers of one packet, as the core decodes them.
import { LAYERS, type Layer } from '../packets/layers.ts';

/** Bytes of a layer: number, first byte, end, of 32 bits each (assembly/capture/layers.ts). */
const LAYER_BYTES = 12;
/** Where the marks stand in the core's packet (assembly/capture/packet.ts). */
const MARKS = 58;

/** The inspector's exports, as assembly/capture/inspect.ts documents them. */
export interface InspectorExports {
  readonly memory: WebAssembly.Memory;
  captureInspectorStart(low: number, high: number): void;
  captureInspectorRoom(captured: number): number;
  captureInspect(linkType: number, at: number, captured: number, original: number, fcs: number): number;
  captureLayers(): number;
  capturePacket(): number;
}

export interface Layers {
  layers: Layer[];
  /** `MARK_…` bits, see src/packets/capture.ts. */
  marks: number;
}

/**
 * Decodes a packet.
 * @param core a fresh instance, to be thrown away
 * @param fcs  bytes of frame check sequence at its end, 0 where that is not said
 */
export function findLayers(
  core: InspectorExports,
  bytes: Uint8Array,
  linkType: number,
  original: number,
  fcs: number,
): Layers {
  const [low, high] = crypto.getRandomValues(new Uint32Array(2));
  core.captureInspectorStart(low, high);
  const room = core.captureInspectorRoom(bytes.length) >>> 0;
  new Uint8Array(core.memory.buffer).set(bytes, room);
  const count = core.captureInspect(linkType, room, bytes.length, original, fcs);
  const view = new DataView(core.memory.buffer);
  const records = core.captureLayers() >>> 0;
  const layers = Array.from({ length: count }, (_, index) => {
    const at = records + index * LAYER_BYTES;
    const name = LAYERS[view.getUint32(at, true)] ?? 'data';
    return { name, start: view.getUint32(at + 4, true), end: view.getUint32(at + 8, true) };
  });
  const marks = view.getUint16((core.capturePacket() >>> 0) + MARKS, true);
  return { layers, marks };
}
