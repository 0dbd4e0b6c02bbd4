// Runs the program of a few trees over a block of rows: one operation a node, up to 1,024 rows an operation.
//
// The rows that reach a node are a plane, a mask m of one bit a row. The node takes it apart: those that go left are
// l = m & (rank <= constant), the others r = m ^ l. The answer of a tree is the code of the path length of the leaf that
// each row reaches, again as planes, one a bit. A subtree is told by the code of its rightmost leaf; a node flips, for the
// rows that go left, the bits in which its two subtrees differ. So no leaf has work of its own.
//
// A program is a list of runs: kind u32, count u32, then count operations of seven u32 pointers: to plane A[a] of compare.ts
// (A[a + 1] follows), to L[b], to m, to where l and r go, and to two code planes. A kind is KEEPS_LEFT | KEEPS_RIGHT |
// number of code planes << 2, by which the functions are named; kind 12 flips the first code plane by m.

import {
  flipByMask,
  flipOne,
  flipTwo,
  keepBoth,
  keepBothFlipOne,
  keepBothFlipTwo,
  keepLeft,
  keepLeftFlipOne,
  keepLeftFlipTwo,
  keepRight,
  keepRightFlipOne,
  keepRightFlipTwo,
  OPERATION_BYTES,
} from './plane-operations';

/**
 * @param bytes of each plane that are worked on, a multiple of 32
 */
export function runProgram(program: usize, end: usize, bytes: usize): void {
  while (program < end) {
    const kind = load<u32>(program);
    const stop = program + 8 + (load<u32>(program, 4) as usize) * OPERATION_BYTES;
    program += 8;
    switch (kind) {
      case 1:
        keepLeft(program, stop, bytes);
        break;
      case 2:
        keepRight(program, stop, bytes);
        break;
      case 3:
        keepBoth(program, stop, bytes);
        break;
      case 4:
        flipOne(program, stop, bytes);
        break;
      case 5:
        keepLeftFlipOne(program, stop, bytes);
        break;
      case 6:
        keepRightFlipOne(program, stop, bytes);
        break;
      case 7:
        keepBothFlipOne(program, stop, bytes);
        break;
      case 8:
        flipTwo(program, stop, bytes);
        break;
      case 9:
        keepLeftFlipTwo(program, stop, bytes);
        break;
      case 10:
        keepRightFlipTwo(program, stop, bytes);
        break;
      case 11:
        keepBothFlipTwo(program, stop, bytes);
        break;
      default:
        flipByMask(program, stop, bytes);
    }
    program = stop;
  }
}
