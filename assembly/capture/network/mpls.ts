// MPLS label stacks (RFC 3032), and what is behind them, which they do not tell.
import { load32, markShort, markUndecoded, noteData } from '../bounds';
import { MPLS, isTracing, layer } from '../layers';
import { NEXT_ETHERNET, continueWith } from '../next';
import { ipv4 } from './ipv4';
import { ipv6 } from './ipv6';

export function mpls(at: usize, end: usize, missing: u32): void {
  let isBottom = false;
  // Each turn takes four bytes of the packet.
  while (!isBottom) {
    if (at + 4 > end) {
      markShort(MPLS, at, 4, end, missing);
      return;
    }
    isBottom = (load<u8>(at, 2) & 1) != 0;
    if (isTracing()) layer(MPLS, at, at + 4);
    at += 4;
  }
  if (at == end) return;
  // RFC 4928: the first four bits tell IP; 0 is the control word of a pseudowire (RFC 4385), 1 its associated channel.
  const first = load<u8>(at) >> 4;
  if (first == 4) ipv4(at, end, missing);
  else if (first == 6) ipv6(at, end, missing);
  else if (first == 0 && at + 18 <= end && load32(at) >> 16 == 0) {
    noteData(at, at + 4);
    continueWith(NEXT_ETHERNET, at + 4, end, missing);
  } else markUndecoded(at, end);
}
