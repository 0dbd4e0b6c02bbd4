// generated for trial
export const OPERATION_BYTES: usize = 28;

function runL0(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    for (const end = m + bytes; m < end;) {
      const l0 = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      const l16 = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      const l32 = v128.and(v128.load(m, 32), v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      const l48 = v128.and(v128.load(m, 48), v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
    }
  }
}

function runR0(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(m0, l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(m16, l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(r, v128.xor(m32, l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(r, v128.xor(m48, l48), 48);
      a += 64;
      b += 64;
      m += 64;
      r += 64;
    }
  }
}

function runLR0(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      v128.store(r, v128.xor(m0, l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      v128.store(r, v128.xor(m16, l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      v128.store(r, v128.xor(m32, l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      v128.store(r, v128.xor(m48, l48), 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
      r += 64;
    }
  }
}

function run1(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const l0 = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(p, v128.xor(v128.load(p), l0));
      const l16 = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      const l32 = v128.and(v128.load(m, 32), v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      const l48 = v128.and(v128.load(m, 48), v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      p += 64;
    }
  }
}

function runL1(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const l0 = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      v128.store(p, v128.xor(v128.load(p), l0));
      const l16 = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      const l32 = v128.and(v128.load(m, 32), v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      const l48 = v128.and(v128.load(m, 48), v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
      p += 64;
    }
  }
}

function runR1(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(m0, l0));
      v128.store(p, v128.xor(v128.load(p), l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(m16, l16), 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(r, v128.xor(m32, l32), 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(r, v128.xor(m48, l48), 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      r += 64;
      p += 64;
    }
  }
}

function runLR1(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      v128.store(r, v128.xor(m0, l0));
      v128.store(p, v128.xor(v128.load(p), l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      v128.store(r, v128.xor(m16, l16), 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      v128.store(r, v128.xor(m32, l32), 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      v128.store(r, v128.xor(m48, l48), 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
      r += 64;
      p += 64;
    }
  }
}

function run2(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const l0 = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(p, v128.xor(v128.load(p), l0));
      v128.store(q, v128.xor(v128.load(q), l0));
      const l16 = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      v128.store(q, v128.xor(v128.load(q, 16), l16), 16);
      const l32 = v128.and(v128.load(m, 32), v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      v128.store(q, v128.xor(v128.load(q, 32), l32), 32);
      const l48 = v128.and(v128.load(m, 48), v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      v128.store(q, v128.xor(v128.load(q, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      p += 64;
      q += 64;
    }
  }
}

function runL2(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const l0 = v128.and(v128.load(m), v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      v128.store(p, v128.xor(v128.load(p), l0));
      v128.store(q, v128.xor(v128.load(q), l0));
      const l16 = v128.and(v128.load(m, 16), v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      v128.store(q, v128.xor(v128.load(q, 16), l16), 16);
      const l32 = v128.and(v128.load(m, 32), v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      v128.store(q, v128.xor(v128.load(q, 32), l32), 32);
      const l48 = v128.and(v128.load(m, 48), v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      v128.store(q, v128.xor(v128.load(q, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
      p += 64;
      q += 64;
    }
  }
}

function runR2(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(r, v128.xor(m0, l0));
      v128.store(p, v128.xor(v128.load(p), l0));
      v128.store(q, v128.xor(v128.load(q), l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(r, v128.xor(m16, l16), 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      v128.store(q, v128.xor(v128.load(q, 16), l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(r, v128.xor(m32, l32), 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      v128.store(q, v128.xor(v128.load(q, 32), l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(r, v128.xor(m48, l48), 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      v128.store(q, v128.xor(v128.load(q, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      r += 64;
      p += 64;
      q += 64;
    }
  }
}

function runLR2(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let a = load<u32>(program) as usize;
    let b = load<u32>(program, 4) as usize;
    let m = load<u32>(program, 8) as usize;
    let l = load<u32>(program, 12) as usize;
    let r = load<u32>(program, 16) as usize;
    let p = load<u32>(program, 20) as usize;
    let q = load<u32>(program, 24) as usize;
    for (const end = m + bytes; m < end;) {
      const m0 = v128.load(m);
      const l0 = v128.and(m0, v128.and(v128.load(a, 128), v128.or(v128.load(a), v128.load(b))));
      v128.store(l, l0);
      v128.store(r, v128.xor(m0, l0));
      v128.store(p, v128.xor(v128.load(p), l0));
      v128.store(q, v128.xor(v128.load(q), l0));
      const m16 = v128.load(m, 16);
      const l16 = v128.and(m16, v128.and(v128.load(a, 144), v128.or(v128.load(a, 16), v128.load(b, 16))));
      v128.store(l, l16, 16);
      v128.store(r, v128.xor(m16, l16), 16);
      v128.store(p, v128.xor(v128.load(p, 16), l16), 16);
      v128.store(q, v128.xor(v128.load(q, 16), l16), 16);
      const m32 = v128.load(m, 32);
      const l32 = v128.and(m32, v128.and(v128.load(a, 160), v128.or(v128.load(a, 32), v128.load(b, 32))));
      v128.store(l, l32, 32);
      v128.store(r, v128.xor(m32, l32), 32);
      v128.store(p, v128.xor(v128.load(p, 32), l32), 32);
      v128.store(q, v128.xor(v128.load(q, 32), l32), 32);
      const m48 = v128.load(m, 48);
      const l48 = v128.and(m48, v128.and(v128.load(a, 176), v128.or(v128.load(a, 48), v128.load(b, 48))));
      v128.store(l, l48, 48);
      v128.store(r, v128.xor(m48, l48), 48);
      v128.store(p, v128.xor(v128.load(p, 48), l48), 48);
      v128.store(q, v128.xor(v128.load(q, 48), l48), 48);
      a += 64;
      b += 64;
      m += 64;
      l += 64;
      r += 64;
      p += 64;
      q += 64;
    }
  }
}

function runFlip(program: usize, stop: usize, bytes: usize): void {
  for (; program < stop; program += OPERATION_BYTES) {
    let m = load<u32>(program, 8) as usize;
    let p = load<u32>(program, 20) as usize;
    for (const end = m + bytes; m < end; m += 16) { v128.store(p, v128.xor(v128.load(p), v128.load(m))); p += 16; }
  }
}

export function runProgram(program: usize, end: usize, bytes: usize): void {
  while (program < end) {
    const kind = load<u32>(program);
    const stop = program + 8 + (load<u32>(program, 4) as usize) * OPERATION_BYTES;
    program += 8;
    switch (kind) {
      case 1:
        runL0(program, stop, bytes);
        break;
      case 2:
        runR0(program, stop, bytes);
        break;
      case 3:
        runLR0(program, stop, bytes);
        break;
      case 4:
        run1(program, stop, bytes);
        break;
      case 5:
        runL1(program, stop, bytes);
        break;
      case 6:
        runR1(program, stop, bytes);
        break;
      case 7:
        runLR1(program, stop, bytes);
        break;
      case 8:
        run2(program, stop, bytes);
        break;
      case 9:
        runL2(program, stop, bytes);
        break;
      case 10:
        runR2(program, stop, bytes);
        break;
      case 11:
        runLR2(program, stop, bytes);
        break;
      default:
        runFlip(program, stop, bytes);
    }
    program = stop;
  }
}
