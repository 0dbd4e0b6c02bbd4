// The filter that is set, part by part, each in words and with what clears it.
import type { AlertFilter } from '../../alerts/types.ts';
import { RESOLUTION_WORDS } from '../../state/triage.svelte.ts';
import { secondsWords } from './alert-words.ts';

export interface Chip {
  words: string;
  clear: Partial<AlertFilter>;
}

/** @param names of models and traffics by fingerprint */
export function chipsOf(filter: AlertFilter, names: ReadonlyMap<string, string>): Chip[] {
  const { text, host, service, model, traffic, from, to, resolutions } = filter;
  const nameOf = (fingerprint: string) => names.get(fingerprint) ?? fingerprint.slice(0, 8);
  const chips: (Chip | false)[] = [
    text !== '' && { words: `words: ${text}`, clear: { text: '' } },
    host !== '' && { words: `host: ${host}`, clear: { host: '' } },
    service !== '' && { words: `service: ${service}`, clear: { service: '' } },
    model !== '' && { words: `model: ${nameOf(model)}`, clear: { model: '' } },
    traffic !== '' && { words: `traffic: ${nameOf(traffic)}`, clear: { traffic: '' } },
    from !== null && { words: `from ${secondsWords(from)} UTC`, clear: { from: null } },
    to !== null && { words: `until ${secondsWords(to)} UTC`, clear: { to: null } },
    ...resolutions.map((one) => ({
      words: `closed as ${RESOLUTION_WORDS[one]}`,
      clear: { resolutions: resolutions.filter((other) => other !== one) },
    })),
  ];
  return chips.filter((chip) => chip !== false);
}
