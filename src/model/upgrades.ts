// Turns what an older model file holds into what the next format holds. Files themselves are never changed.
import { plainModel, untaught, upgradeInfo } from './info.ts';
import { damaged, type Offsets, type Sections } from './sections.ts';
import type { ModelInfo } from './types.ts';

/** A file taken apart: its description as parsed, and its other sections. */
export interface Parts {
  info: unknown;
  sections: Sections;
}

/** `UPGRADES[v]` makes format v + 1 of format v. They throw InputError for what would be no sound file of format v. */
export const UPGRADES: Readonly<Record<number, (parts: Parts, offsets: Offsets) => Parts>> = {
  1: upgradeFormat1,
  2: upgradeFormat2,
  3: upgradeFormat3,
};

/**
 * Format 1 kept `QUAN[i]`, the score of the `RANK[i]`-th oddest training packet, and nothing of the features. How many
 * packets share a score is not known: steps of equal scores become one, from the first such rank to the last.
 */
function upgradeFormat1({ info, sections }: Parts, offsets: Offsets): Parts {
  const { RANK, QUAN, ...others } = sections;
  const [ranks, given] = [new Uint32Array(RANK.buffer), new Float32Array(QUAN.buffer)];
  if (ranks.length !== given.length) {
    throw damaged(offsets.QUAN, `there are ${ranks.length} ranks, but ${given.length} scores`);
  }
  const [scores, higher, upTo]: number[][] = [[], [], []];
  ranks.forEach((rank, i) => {
    if (i === 0 ? rank !== 1 : rank <= ranks[i - 1]) {
      throw damaged(offsets.RANK + 4 * i, `rank ${rank} stands where ranks must rise from 1`);
    }
    if (!(given[i] > 0 && given[i] <= (i === 0 ? 1 : given[i - 1]))) {
      throw damaged(offsets.QUAN + 4 * i, `score ${given[i]} stands where scores must fall within 0 to 1`);
    }
    if (i > 0 && given[i] === given[i - 1]) upTo[upTo.length - 1] = rank;
    else {
      scores.push(given[i]);
      higher.push(rank - 1);
      upTo.push(rank);
    }
  });
  const none = new Uint8Array();
  return {
    // JSON may be null too.
    info: { ...upgradeInfo(Object(info) as ModelInfo), firstFormat: 1 },
    sections: {
      ...others,
      SCOR: new Uint8Array(Float32Array.from(scores).buffer),
      OVER: new Uint8Array(Uint32Array.from(higher).buffer),
      UPTO: new Uint8Array(Uint32Array.from(upTo).buffer),
      TYPE: none,
      FROM: none,
      VALU: none,
      HAVE: none,
    },
  };
}

/** Format 2 knew only features that are the packet's own values. */
function upgradeFormat2({ info, sections }: Parts): Parts {
  const none = new Uint8Array();
  return {
    info: { ...(Object(info) as ModelInfo), ...plainModel() },
    sections: { ...sections, USUA: none, BASE: none, STAT: none },
  };
}

/** Format 3 kept nothing to be taught with. */
function upgradeFormat3({ info, sections }: Parts): Parts {
  const none = new Uint8Array();
  return {
    info: { ...(Object(info) as ModelInfo), ...untaught() },
    sections: { ...sections, ROWS: none, HOUR: none, LINE: none, FIND: none },
  };
}
