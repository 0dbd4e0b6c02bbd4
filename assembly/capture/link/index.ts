// Which decoder reads which link type, see https://www.tcpdump.org/linktypes.html. DLT_ numbers that stand in files, too,
// are among them.
import { markShort, markUndecoded, noteData } from '../bounds';
import { DATA } from '../layers';
import { ethernet } from './ethernet';
import { frameRelay } from './frame-relay';
import { llc } from './llc';
import { enc, loopback, pflog } from './loopback';
import { ciscoHdlc, ppp, pppHdlc, pppoe } from './ppp';
import { ppi, prism, radiotap } from './radio';
import { sll, sll2 } from './sll';
import { broadcomTag, dsa, edsa, fddi, tokenRing } from './switch-tags';
import { wlan } from './wlan';
import { decodeVersion, juniperEther, nflog, pktap, slip } from './wrapped';

export function decodeLink(linkType: u32, at: usize, end: usize, missing: u32): void {
  switch (linkType) {
    case 0: // NULL
    case 108: // LOOP
      loopback(at, end, missing);
      break;
    case 1:
      ethernet(at, end, missing);
      break;
    case 6:
      tokenRing(at, end, missing);
      break;
    case 8:
      slip(at, end, missing);
      break;
    case 9:
      ppp(at, end, missing);
      break;
    case 10:
      fddi(at, end, missing);
      break;
    case 11: // DLT_ATM_RFC1483
    case 100:
      llc(at, end, missing);
      break;
    case 12: // DLT_RAW
    case 14: // DLT_RAW of OpenBSD
    case 101:
    case 228: // IPv4
    case 229: // IPv6
      decodeVersion(at, end, missing);
      break;
    case 50:
      pppHdlc(at, end, missing);
      break;
    case 51:
      pppoe(at + 2 <= end && load<u8>(at, 1) == 0, at, end, missing);
      break;
    case 104:
      ciscoHdlc(at, end, missing);
      break;
    case 105:
      wlan(at, end, missing, false);
      break;
    case 107:
      frameRelay(at, end, missing);
      break;
    case 109:
      enc(at, end, missing);
      break;
    case 113:
      sll(at, end, missing);
      break;
    case 117:
      pflog(at, end, missing);
      break;
    case 119: // Prism
    case 163: // AVS
      prism(at, end, missing);
      break;
    case 127:
      radiotap(at, end, missing);
      break;
    case 178:
      juniperEther(at, end, missing);
      break;
    case 192:
      ppi(at, end, missing);
      break;
    case 239:
      nflog(at, end, missing);
      break;
    case 149: // DLT_USER2, under which macOS wrote PKTAP before it had a number
    case 258:
      pktap(at, end, missing);
      break;
    case 276:
      sll2(at, end, missing);
      break;
    case 281:
      broadcomTag(at, end, missing);
      break;
    case 284:
      dsa(at, end, missing);
      break;
    case 285:
      edsa(at, end, missing);
      break;
    default:
      decodeBehind(linkType, at, end, missing);
  }
}

/** Link types that are others behind a few bytes. */
function decodeBehind(linkType: u32, at: usize, end: usize, missing: u32): void {
  let skipped: u32 = 1;
  // A direction in place of PPP's address, or in front of it.
  if (linkType == 166 || linkType == 204) {
    if (at + 2 <= end && load<u8>(at, 1) == 3) skipped = 2;
  } else if (linkType == 282) skipped = 4;
  else if (linkType != 205 && linkType != 206) {
    markUndecoded(at, end);
    return;
  }
  if (at + skipped > end) {
    markShort(DATA, at, skipped, end, missing);
    return;
  }
  noteData(at, at + skipped);
  const behind = at + skipped;
  if (linkType == 282) ethernet(behind, end, missing);
  else if (linkType == 205) ciscoHdlc(behind, end, missing);
  else if (linkType == 206) frameRelay(behind, end, missing);
  else ppp(behind, end, missing);
}
