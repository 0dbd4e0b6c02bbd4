// How a tree lies in memory and in the model file: three parallel arrays of one element a node, the root first.
//
//   thresholds  f32  a row goes left when x <= threshold; 0 in a leaf
//   splits      u32  feature in the upper 8 bits, left child in the lower 24; the right child follows the left one
//   samples     u32  training rows that came here
//
// Children stand after their parent. A leaf is LEAF: no real feature is 255, and no child is the root.

/** `splits` of a leaf. */
export const LEAF: u32 = 0xff000000;

/** Bits of the left child in `splits`. */
export const CHILD_MASK: u32 = 0x00ffffff;

/** Shift of the feature in `splits`. */
export const FEATURE_SHIFT: u32 = 24;
