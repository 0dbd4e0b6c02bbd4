// The same scores once more, for a traffic that was read again after a restart of the engine.
import type { Analysis, CallOptions, EngineClient, TrafficId } from '../engine/types.ts';
import type { Judge } from './loaded.ts';

/**
 * A model on basic features scores a packet the same anywhere. One on the traffic's features knows what it was trained on,
 * so that nothing of that would be new to it: the same packets and parameters train the same model again instead.
 */
export async function judgeAgain(
  engine: EngineClient,
  traffic: TrafficId,
  { info, file, trained }: Judge,
  options: CallOptions,
): Promise<Analysis> {
  const { name, parameters, featureSet } = info;
  if (trained === null || featureSet.id !== 'traffic') return engine.analyze(traffic, file.slice(), options);
  const request = { traffic, name, featureSet: featureSet.id, parameters: { ...parameters } } as const;
  return (await engine.train(request, options)).analysis;
}
