// Gathers strands into findings, around the hosts that explain most of them.
//
// 1. Strands of one family that one host began, or that went to it, without a longer pause, are an episode of that host.
// 2. The episode with most strands that no other has taken becomes a finding of them, time and again: a greedy set cover. Two
//    hosts reached are enough; of hosts that reach one it takes ten, since any server or gateway has some odd clients at once.
//    Tunnels through a common DNS server stay apart, however many.
// 3. What is left is a finding a strand.
// 4. Strands that nothing of their own makes odd go to the finding under way of a host of theirs; where there is none, they
//    are gathered in the same way.
import { DNS, FAMILIES, NO_FAMILY } from './families.ts';
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

export function gatherStrands(strands: Strands): Gathered {
  const gathered: Gathered = { length: 0, of: new Uint32Array(strands.length).fill(NONE), hubs: [] };
  const places = Array.from(strands.first.keys());
  gather(strands, places.filter((strand) => strands.family[strand] !== NO_FAMILY), gathered); // prettier-ignore
  follow(strands, gathered);
  gather(strands, places.filter((strand) => gathered.of[strand] === NONE), gathered); // prettier-ignore
  gathered.length = gathered.hubs.length;
  return gathered;
}

interface Episode {
  host: number;
  side: number;
  last: number;
  strands: number[];
  /** Of them, those that no finding has. */
  left: number;
}

/** O(n). */
function gather(strands: Strands, members: readonly number[], { of, hubs }: Gathered): void {
  const { episodes, episodeOf } = findEpisodes(strands, members);
  const bySize: Episode[][] = [];
  for (const episode of episodes) (bySize[episode.left] ??= []).push(episode);
  for (let size = bySize.length - 1; size >= LEAST_DESTINATIONS; size--) {
    // It grows behind what is looked at never: what has shrunk goes into smaller ones.
    for (const episode of bySize[size] ?? []) {
      if (episode.left < size) {
        (bySize[episode.left] ??= []).push(episode);
        continue;
      }
      if (episode.side === TO && size < LEAST_SOURCES) continue;
      for (const strand of episode.strands) {
        if (of[strand] !== NONE) continue;
        of[strand] = hubs.length;
        for (const side of [FROM, TO]) {
          const other = episodeOf[2 * strand + side];
          if (other !== NONE) episodes[other].left--;
        }
      }
      hubs.push(episode.host);
    }
  }
  for (const strand of members) {
    if (of[strand] === NONE) of[strand] = hubs.push(0) - 1;
  }
}

function findEpisodes({ length, from, to, first, last, family }: Strands, members: readonly number[]) {
  const episodes: Episode[] = [];
  const episodeOf = new Uint32Array(2 * length).fill(NONE);
  const open = new Map<number, number>();
  for (const strand of members) {
    for (const side of [FROM, TO]) {
      const host = side === FROM ? from[strand] : to[strand];
      if (host === 0 || (side === TO && family[strand] === DNS)) continue;
      const key = (2 * host + side) * (FAMILIES + 1) + family[strand];
      let place = open.get(key) ?? NONE;
      if (place === NONE || first[strand] - episodes[place].last > PAUSE) {
        place = episodes.push({ host, side, last: last[strand], strands: [], left: 0 }) - 1;
        open.set(key, place);
      }
      const episode = episodes[place];
      episode.last = Math.max(episode.last, last[strand]);
      episode.strands.push(strand);
      episode.left++;
      episodeOf[2 * strand + side] = place;
    }
  }
  return { episodes, episodeOf };
}

/** Step 4. Causes come before what follows from them, so that one look back is enough. */
function follow({ length, from, to, first, last, peak }: Strands, { of, hubs }: Gathered): void {
  const ends = new Float64Array(hubs.length).fill(-Infinity);
  const peaks = new Float64Array(hubs.length);
  for (let strand = 0; strand < length; strand++) {
    const finding = of[strand];
    if (finding === NONE) continue;
    ends[finding] = Math.max(ends[finding], last[strand]);
    peaks[finding] = Math.max(peaks[finding], peak[strand]);
  }
  /** The oddest finding of each host that has begun. */
  const current = new Map<number, number>();
  const underWay = (host: number, time: number): number => {
    const finding = current.get(host) ?? NONE;
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
    for (const host of hubs[finding] === 0 ? [from[strand], to[strand]] : [hubs[finding]]) {
      const before = underWay(host, time);
      if (host !== 0 && (before === NONE || peaks[finding] > peaks[before])) current.set(host, finding);
    }
  }
}
