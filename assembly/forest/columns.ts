// Turns columns of whole numbers into float32, as JavaScript would, only quicker.

/** @param from u8[count], readable up to the next multiple of 16; @param to f32[count to the next multiple of 16] */
export function floatsOfBytes(from: usize, count: u32, to: usize): void {
  for (const end = from + (count as usize); from < end; from += 16) {
    const bytes = v128.load(from);
    const left = i16x8.extend_low_i8x16_u(bytes);
    const right = i16x8.extend_high_i8x16_u(bytes);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(left)));
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(left)), 16);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(right)), 32);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(right)), 48);
    to += 64;
  }
}

/** In place: u32[count] become f32[count], rounded to the nearest. Up to the next multiple of 4. */
export function floatsOfIntegers(values: usize, count: u32): void {
  for (const end = values + ((count as usize) << 2); values < end; values += 16) {
    v128.store(values, f32x4.convert_i32x4_u(v128.load(values)));
  }
}
