// Trials in several processes: each prepares its share of the captures and tries what it is asked to.
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { instantiateCore } from '../../base/core.ts';
import { compileCore } from '../../base/whole-core.ts';
import { EXTRACTED_FEATURES } from '../../features/extract.ts';
import { meanOf } from '../outliers/measures.ts';
import type { Protocol } from './engine-run.ts';
import { listCaptures, readCapture } from './labelled-captures.ts';
import { prepareTrial } from './prepare-trial.ts';
import { type Configuration, type Figures, Trials } from './trials.ts';
import { PROTOCOLS, counts } from './verdict.ts';

/** The word by which a process of the crew is started, before the folder, its place, and how many there are. */
export const CREW_WORD = '--trials';
const LAB = fileURLToPath(new URL('../../scripts/lab.mjs', import.meta.url));

/** A capture with the protocols under which it counts. */
export interface TriedCapture {
  name: string;
  attackShares: Partial<Record<Protocol, number>>;
}

export type TriedFigures = Partial<Record<Protocol, Figures>>;

/** What is asked of the crew: a configuration on a capture, by its name. */
export interface Asked {
  capture: string;
  configuration: Configuration;
}

type Prepared = TriedCapture & { trials: Map<Protocol, Trials> };

async function prepareCapture(module: WebAssembly.Module, folder: string, name: string): Promise<Prepared> {
  const capture = await readCapture(module, folder, name);
  const prepared: Prepared = { name, attackShares: {}, trials: new Map() };
  for (const protocol of PROTOCOLS) {
    const rows = protocol === 'A' ? capture.late : [...capture.labels.keys()];
    const attackShare = meanOf(rows.map((row) => capture.labels[row]));
    if (!counts(attackShare)) continue;
    const trial = await prepareTrial(module, capture, protocol);
    if (trial === null) continue;
    prepared.attackShares[protocol] = attackShare;
    prepared.trials.set(protocol, new Trials(trial, EXTRACTED_FEATURES));
  }
  return prepared;
}

/** A process of the crew: tells its captures that count, then answers until nobody asks any more. */
export async function serveTrials(folder: string, place: number, of: number): Promise<void> {
  const module = await compileCore();
  const core = await instantiateCore(module);
  const captures = new Map<string, Prepared>();
  for (const name of listCaptures(folder).filter((_, index) => index % of === place)) {
    const prepared = await prepareCapture(module, folder, name);
    if (prepared.trials.size > 0) captures.set(name, prepared);
  }
  const send = (message: object) => process.send!(message);
  process.on('message', (asked: Asked[]) => {
    const answer = async () => {
      const all: TriedFigures[] = [];
      for (const { capture, configuration } of asked) {
        const figures: TriedFigures = {};
        for (const [protocol, trials] of captures.get(capture)!.trials) figures[protocol] = await trials.try(core, configuration); // prettier-ignore
        all.push(figures);
      }
      send(all);
    };
    void answer().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  send([...captures.values()].map(({ name, attackShares }) => ({ name, attackShares })));
  await new Promise((done) => process.once('disconnect', done));
}

/** What a process answers next. */
function hear<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.off('message', take);
      child.off('exit', fail);
    };
    const take = (message: unknown) => {
      stop();
      resolve(message as T);
    };
    const fail = () => {
      stop();
      reject(new Error('A process that tries configurations has ended; the reason stands above.'));
    };
    child.on('message', take);
    child.on('exit', fail);
  });
}

export class TrialCrew {
  readonly #children: readonly ChildProcess[];
  readonly #owners: ReadonlyMap<string, ChildProcess>;

  private constructor(
    children: readonly ChildProcess[],
    owners: ReadonlyMap<string, ChildProcess>,
    readonly captures: readonly TriedCapture[],
  ) {
    this.#children = children;
    this.#owners = owners;
  }

  static async start(folder: string): Promise<TrialCrew> {
    const count = Math.min(availableParallelism(), 8);
    // Only the lab's own lines may go to stdout.
    const stdio = ['ignore', 2, 2, 'ipc'] as ['ignore', number, number, 'ipc'];
    const children = Array.from({ length: count }, (_, place) =>
      fork(LAB, ['detect', CREW_WORD, folder, String(place), String(count)], { stdio }),
    );
    const told = await Promise.all(children.map((child) => hear<TriedCapture[]>(child)));
    const owners = new Map(told.flatMap((captures, place) => captures.map(({ name }) => [name, children[place]] as const))); // prettier-ignore
    return new TrialCrew(
      children,
      owners,
      told.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    );
  }

  /** Figures of each that is asked, in their order. One call at a time. */
  async try(asked: readonly Asked[]): Promise<TriedFigures[]> {
    const figures: TriedFigures[] = [];
    const ask = async (child: ChildProcess) => {
      const places = [...asked.keys()].filter((place) => this.#owners.get(asked[place].capture) === child);
      if (places.length === 0) return;
      child.send(places.map((place) => asked[place]));
      const answers = await hear<TriedFigures[]>(child);
      places.forEach((place, index) => (figures[place] = answers[index]));
    };
    await Promise.all(this.#children.map(ask));
    return figures;
  }

  close(): void {
    for (const child of this.#children) child.disconnect();
  }
}
