// The operations of planes.ts, each over its run of nodes, thirty-two bytes of the planes at a time.

/** Bytes of one operation of a program. */
export const OPERATION_BYTES: usize = 28;

export function keepLeft(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    for (const end = m + bytes; m < end;) {
      const here = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      const next = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
    }
  }
}

export function keepRight(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(mask, here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(nextMask, next), 16);
      a += 32;
      b += 32;
      m += 32;
      r += 32;
    }
  }
}

export function keepBoth(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      v128.store(r, v128.xor(mask, here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      v128.store(r, v128.xor(nextMask, next), 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
      r += 32;
    }
  }
}

export function flipOne(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const here = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(p, v128.xor(v128.load(p), here));
      const next = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      p += 32;
    }
  }
}

export function keepLeftFlipOne(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const here = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      v128.store(p, v128.xor(v128.load(p), here));
      const next = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
      p += 32;
    }
  }
}

export function keepRightFlipOne(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(mask, here));
      v128.store(p, v128.xor(v128.load(p), here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(nextMask, next), 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      r += 32;
      p += 32;
    }
  }
}

export function keepBothFlipOne(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      v128.store(r, v128.xor(mask, here));
      v128.store(p, v128.xor(v128.load(p), here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      v128.store(r, v128.xor(nextMask, next), 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
      r += 32;
      p += 32;
    }
  }
}

export function flipTwo(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const here = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(p, v128.xor(v128.load(p), here));
      v128.store(q, v128.xor(v128.load(q), here));
      const next = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      v128.store(q, v128.xor(v128.load(q, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      p += 32;
      q += 32;
    }
  }
}

export function keepLeftFlipTwo(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const here = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      v128.store(p, v128.xor(v128.load(p), here));
      v128.store(q, v128.xor(v128.load(q), here));
      const next = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      v128.store(q, v128.xor(v128.load(q, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
      p += 32;
      q += 32;
    }
  }
}

export function keepRightFlipTwo(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(mask, here));
      v128.store(p, v128.xor(v128.load(p), here));
      v128.store(q, v128.xor(v128.load(q), here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(nextMask, next), 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      v128.store(q, v128.xor(v128.load(q, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      r += 32;
      p += 32;
      q += 32;
    }
  }
}

export function keepBothFlipTwo(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const mask = v128.load(m);
      const here = v128.and(mask, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, here);
      v128.store(r, v128.xor(mask, here));
      v128.store(p, v128.xor(v128.load(p), here));
      v128.store(q, v128.xor(v128.load(q), here));
      const nextMask = v128.load(m, 16);
      const next = v128.and(nextMask, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, next, 16);
      v128.store(r, v128.xor(nextMask, next), 16);
      v128.store(p, v128.xor(v128.load(p, 16), next), 16);
      v128.store(q, v128.xor(v128.load(q, 16), next), 16);
      a += 32;
      b += 32;
      m += 32;
      l += 32;
      r += 32;
      p += 32;
      q += 32;
    }
  }
}

export function flipByMask(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end; m += 16) {
      v128.store(p, v128.xor(v128.load(p), v128.load(m)));
      p += 16;
    }
  }
}
