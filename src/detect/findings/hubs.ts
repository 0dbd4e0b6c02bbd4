// Gathers strands into findings, around the hosts that explain most of them.
//
// 1. Strands of one family (scans being one of their own) that one host began, or that went to it, without a longer pause, are an episode of that host.
// 2. The episode with most strands that no other has taken becomes a finding of them, time and again: a greedy set cover. Two
//    hosts reached are enough; of hosts that reach one it takes ten, since any server or gateway has some odd clients at once.
//    Tunnels through a common DNS server stay apart, however many.
// 3. What is left is a finding a strand.
// 4. Strands that nothing of their own makes odd go to the finding under way of a host of theirs; where there is none, they
//    are gathered in the same way.
import { DNS, NO_FAMILY, STRAND_FAMILIES } from './families.ts';
import { PAUSE, type Strands } from './strands.ts';

const LEAST_DESTINATIONS = 2;
const LEAST_SOURCES = 10;

export interface Gathered {
  /** Findings. */
  length: number;
  /** The finding of each strand. */
  of: Uint32Array<ArrayBuffer>;
  /** Of each finding, the place of the host that its strands were gathered around; 0 of a single strand. */
  hubs: number[];
}

const NONE = 0xffffffff;
const FROM = 0;
const TO = 1;

/** O(n). @param hostCount places of hosts */
export function gatherStrands(strands: Strands, hostCount: number): Gathered {
  const { length, family } = strands;
  const gathered: Gathered = { length: 0, of: new Uint32Array(length).fill(NONE), hubs: [] };
  gather(strands, gathered, hostCount, (strand) => family[strand] !== NO_FAMILY);
  follow(strands, gathered, hostCount);
  if (gathered.of.includes(NONE)) gather(strands, gathered, hostCount, (strand) => gathered.of[strand] === NONE);
  gathered.length = gathered.hubs.length;
  return gathered;
}

function gather(strands: Strands, { of, hubs }: Gathered, hostCount: number, isIn: (strand: number) => boolean): void {
  const { count, episodeOf, hosts, left, starts, members } = findEpisodes(strands, hostCount, isIn);
  // Those of one strand explain nothing.
  const bySize: number[][] = [];
  const sort = (episode: number): void => {
    const size = left[episode] >> 1;
    if (size >= (left[episode] & 1 ? LEAST_SOURCES : LEAST_DESTINATIONS)) (bySize[size] ??= []).push(episode);
  };
  for (let episode = 0; episode < count; episode++) sort(episode);
  for (let size = bySize.length - 1; size >= LEAST_DESTINATIONS; size--) {
    for (const episode of bySize[size] ?? []) {
      if (left[episode] >> 1 < size) {
        sort(episode);
        continue;
      }
      for (let at = starts[episode]; at < starts[episode + 1]; at++) {
        const strand = members[at];
        if (of[strand] !== NONE) continue;
        of[strand] = hubs.length;
        for (const side of [FROM, TO]) {
          const other = episodeOf[2 * strand + side];
          if (other !== NONE) left[other] -= 2;
        }
      }
      hubs.push(hosts[episode]);
    }
  }
  for (let strand = 0; strand < strands.length; strand++) {
    if (of[strand] === NONE && isIn(strand)) of[strand] = hubs.push(0) - 1;
  }
}

/**
 * Episodes in the order of their first strands. `left`: twice the strands that no finding has, and 1 of hosts that are called.
 * The strands of episode e are `members` from `starts[e]` to before `starts[e + 1]`.
 */
function findEpisodes(strands: Strands, hostCount: number, isIn: (strand: number) => boolean) {
  const { length, from, to, first, last, family } = strands;
  const episodeOf = new Uint32Array(2 * length).fill(NONE);
  let count = 0;
  const hosts = new Uint32Array(2 * length);
  const ends = new Float64Array(2 * length);
  const left = new Int32Array(2 * length);
  /** The last episode of a host, side and family, and 1. */
  const open = new Uint32Array(hostCount * 2 * STRAND_FAMILIES);
  for (let strand = 0; strand < length; strand++) {
    if (!isIn(strand)) continue;
    for (let side = FROM; side <= TO; side++) {
      const host = side === FROM ? from[strand] : to[strand];
      if (host === 0 || (side === TO && family[strand] === DNS)) continue;
      const key = (2 * host + side) * STRAND_FAMILIES + family[strand];
      let episode = open[key] - 1;
      if (episode < 0 || first[strand] - ends[episode] > PAUSE) {
        episode = count++;
        hosts[episode] = host;
        ends[episode] = last[strand];
        left[episode] = side;
        open[key] = episode + 1;
      }
      if (last[strand] > ends[episode]) ends[episode] = last[strand];
      left[episode] += 2;
      episodeOf[2 * strand + side] = episode;
    }
  }
  const starts = new Uint32Array(count + 1);
  for (let episode = 0; episode < count; episode++) starts[episode + 1] = starts[episode] + (left[episode] >> 1);
  const next = starts.slice();
  const members = new Uint32Array(starts[count]);
  for (let at = 0; at < episodeOf.length; at++) {
    if (episodeOf[at] !== NONE) members[next[episodeOf[at]]++] = at >> 1;
  }
  return { count, episodeOf, hosts, left, starts, members };
}

/** Step 4. Causes come before what follows from them, so that one look back is enough. */
function follow({ length, from, to, first, last, peak }: Strands, { of, hubs }: Gathered, hostCount: number): void {
  const ends = new Float64Array(hubs.length).fill(-Infinity);
  const peaks = new Float64Array(hubs.length);
  for (let strand = 0; strand < length; strand++) {
    const finding = of[strand];
    if (finding === NONE) continue;
    ends[finding] = Math.max(ends[finding], last[strand]);
    peaks[finding] = Math.max(peaks[finding], peak[strand]);
  }
  /** Of the findings of each host that have begun, the oddest one. */
  const current = new Uint32Array(hostCount).fill(NONE);
  const underWay = (host: number, time: number): number => {
    const finding = current[host];
    return finding !== NONE && ends[finding] + PAUSE >= time ? finding : NONE;
  };
  for (let strand = 0; strand < length; strand++) {
    const time = first[strand];
    if (of[strand] === NONE) {
      const own = underWay(from[strand], time);
      of[strand] = own === NONE ? underWay(to[strand], time) : own;
      continue;
    }
    const finding = of[strand];
    const enter = (host: number): void => {
      const before = underWay(host, time);
      if (host !== 0 && (before === NONE || peaks[finding] > peaks[before])) current[host] = finding;
    };
    enter(hubs[finding] || from[strand]);
    if (hubs[finding] === 0) enter(to[strand]);
  }
}
