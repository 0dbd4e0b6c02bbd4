// Distributions of scores whose exceedances are known: what a fitted tail is held against.
import type { Seeded } from '../../samples/seeded.ts';
import { betaExceedance, normalExceedance } from './special-functions.ts';

export interface Kind {
  name: string;
  /** Beyond what any fit can know; told, and not counted. */
  hopeless?: true;
  draw(random: Seeded): number;
  /** Share of scores at this one or above it. */
  exceedance(score: number): number;
}

/** Weights sum to 1. */
type Parts = readonly (readonly [weight: number, part: Omit<Kind, 'name'>])[];

function normal(random: Seeded): number {
  // Box and Muller (1958).
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Marsaglia and Tsang (2000), for shapes of 1 and more. */
function gamma(random: Seeded, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function beta(a: number, b: number): Omit<Kind, 'name'> {
  return {
    draw: (random) => {
      const one = gamma(random, a);
      return one / (one + gamma(random, b));
    },
    exceedance: (score) => betaExceedance(score, a, b),
  };
}

function bell(mean: number, deviation: number): Omit<Kind, 'name'> {
  return {
    draw: (random) => mean + deviation * normal(random),
    exceedance: (score) => normalExceedance((score - mean) / deviation),
  };
}

/** Exponential from a place on. */
function fading(from: number, mean: number): Omit<Kind, 'name'> {
  return {
    draw: (random) => from - mean * Math.log(1 - random.next()),
    exceedance: (score) => Math.min(1, Math.exp((from - score) / mean)),
  };
}

function uniform(low: number, high: number): Omit<Kind, 'name'> {
  return {
    draw: (random) => low + (high - low) * random.next(),
    exceedance: (score) => Math.min(1, Math.max(0, (high - score) / (high - low))),
  };
}

function mixture(parts: Parts): Omit<Kind, 'name'> {
  return {
    draw: (random) => {
      let left = random.next();
      for (const [weight, part] of parts) {
        left -= weight;
        if (left < 0) return part.draw(random);
      }
      return parts[0][1].draw(random);
    },
    exceedance: (score) => parts.reduce((sum, [weight, part]) => sum + weight * part.exceedance(score), 0),
  };
}

/** Uniform, with an edge that is blurred as that of any mean of many trees is. */
function blurred(low: number, high: number, blur: number): Omit<Kind, 'name'> {
  // The integral of the normal exceedance from z on.
  const above = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) - z * normalExceedance(z);
  return {
    draw: (random) => low + (high - low) * random.next() + blur * normal(random),
    exceedance: (score) => (blur / (high - low)) * (above((score - high) / blur) - above((score - low) / blur)),
  };
}

/** x to x / (1 + x), from 0 … ∞ to 0 … 1. */
function squeezed(draw: (random: Seeded) => number, exceedance: (x: number) => number): Omit<Kind, 'name'> {
  return {
    draw: (random) => {
      const x = draw(random);
      return x / (1 + x);
    },
    exceedance: (score) => exceedance(score / (1 - score)),
  };
}

/** In steps, as forests on few whole numbers score. */
function stepped(part: Omit<Kind, 'name'>, step: number): Omit<Kind, 'name'> {
  return {
    draw: (random) => step * Math.floor(part.draw(random) / step),
    // A hair lower: scores are float32.
    exceedance: (score) => part.exceedance(step * Math.ceil(score / step - 1e-4)),
  };
}

const body = beta(40, 60);
const twoSpeeds = mixture([
  [0.95, bell(0.42, 0.03)],
  [0.05, fading(0.45, 0.03)],
]);

export const kinds: readonly Kind[] = [
  { name: 'beta', ...beta(30, 45) },
  {
    name: 'three betas',
    ...mixture([
      [0.9, body],
      [0.09, beta(20, 20)],
      [0.01, beta(12, 6)],
    ]),
  },
  { name: 'normal, exponential tail', ...twoSpeeds },
  {
    name: 'lognormal',
    draw: (random) => Math.min(1, 0.3 * Math.exp(0.22 * normal(random))),
    exceedance: (score) => normalExceedance(Math.log(score / 0.3) / 0.22),
  },
  {
    name: 'rare high 0.5 %',
    ...mixture([
      [0.995, body],
      [0.005, beta(30, 14)],
    ]),
  },
  {
    name: 'bounded, blurred edge',
    ...mixture([
      [0.98, body],
      [0.02, blurred(0.5, 0.75, 0.01)],
    ]),
  },
  {
    name: 'heavy Pareto, squeezed',
    ...squeezed(
      (random) => 0.7 * (1 - random.next()) ** (-1 / 1.5),
      (x) => Math.min(1, (x / 0.7) ** -1.5),
    ),
  },
  { name: 'steps of 0.005', ...stepped(twoSpeeds, 0.005) },
  {
    name: 'bounded, hard edge',
    hopeless: true,
    ...mixture([
      [0.98, body],
      [0.02, uniform(0.5, 0.75)],
    ]),
  },
  {
    name: 'a cluster of 0.01 %',
    hopeless: true,
    ...mixture([
      [0.9999, body],
      [0.0001, bell(0.88, 0.01)],
    ]),
  },
];
