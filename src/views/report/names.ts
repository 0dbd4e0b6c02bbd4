// What hosts, files and models are called in a report: themselves, or pseudonyms. All that may hold an address goes through here.
import { CryptoPan, KEY_BYTES } from '../../base/crypto-pan.ts';
import { parseAddress, type AddressKind } from '../../packets/address-kinds.ts';

export interface Names {
  /** Whether they are pseudonyms. */
  readonly hidden: boolean;
  /** Of an address, or of whatever else stands for a host; '' stays ''. */
  host(text: string): string;
  /** A sentence, each of whose hosts is an address. */
  sentence(text: string): string;
  /** @param isCapture else it is a batch */
  file(name: string, isCapture: boolean): string;
  /** Of a model, a filter or whatever else a person has named. */
  label(name: string, otherwise: string): string;
}

export const PLAIN_NAMES: Names = {
  hidden: false,
  host: (text) => text,
  sentence: (text) => text,
  file: (name) => name,
  label: (name) => name,
};

/** What may be an address in a sentence: zones (RFC 4007) of letters, digits, `-`, `_` and `.` only. */
const TOKEN = /[\w:][\w:.%-]*/g;
const QUAD = /\d{1,3}(?:\.\d{1,3}){3}/g;

/** Whether a text is an address that is found again in a sentence. */
export const isPlainAddress = (text: string): boolean =>
  parseAddress(text).kind !== 'text' && text.match(TOKEN)?.[0] === text;

/** Each address of a sentence, changed. */
function changeAddresses(sentence: string, change: (host: string) => string): string {
  return sentence.replace(TOKEN, (token) => {
    // A full stop, or a colon, behind an address is none of it.
    const least = token.replace(/[.:-]+$/, '').length;
    for (let length = token.length; length >= least; length--) {
      const part = token.slice(0, length);
      if (parseAddress(part).kind !== 'text') return change(part) + token.slice(length);
    }
    return token.replace(QUAD, (quad) => (parseAddress(quad).kind === 'ipv4' ? change(quad) : quad));
  });
}

/** Bytes of an address, the highest first. */
function bytesOf(kind: AddressKind, words: readonly number[]): Uint8Array<ArrayBuffer> {
  const all = new DataView(new ArrayBuffer(16));
  words.forEach((word, i) => all.setUint32(4 * i, word));
  return new Uint8Array(all.buffer).slice({ ipv4: 12, ipv6: 0, mac: 10, text: 16 }[kind]);
}

/** RFC 5952 section 4: lower case, no leading zeros, the first longest run of two zero groups or more shortened. */
function writeIpv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16)).join(':');
  const runs = [...groups.matchAll(/(?<![\da-f])0(:0)+(?![\da-f])/g)].sort((a, b) => b[0].length - a[0].length);
  if (runs.length === 0) return groups;
  const { 0: run, index } = runs[0];
  return `${groups.slice(0, index).replace(/:$/, '')}::${groups.slice(index + run.length).replace(/^:/, '')}`;
}

/** Pseudonyms by one key, which is drawn by chance and kept in this tab only. */
export class Pseudonyms {
  readonly #pan: CryptoPan;
  readonly #hash: CryptoKey;
  readonly #hosts = new Map<string, string>();
  readonly #others = new Map<string, string>();
  readonly #files = new Map<string, string>();
  readonly #zones = new Map<string, number>();

  private constructor(pan: CryptoPan, hash: CryptoKey) {
    this.#pan = pan;
    this.#hash = hash;
  }

  static async draw(key: Uint8Array = crypto.getRandomValues(new Uint8Array(KEY_BYTES))): Promise<Pseudonyms> {
    const pan = await CryptoPan.open(key);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    // A key of its own for what is no IP address: one key should not serve two ciphers.
    const derived = await crypto.subtle.digest('SHA-256', Uint8Array.from(key));
    return new Pseudonyms(pan, await crypto.subtle.importKey('raw', derived, hmac, false, ['sign']));
  }

  /**
   * Names for all that `write` asks for: it is called twice, first to learn which hosts there are. So no host can be
   * forgotten, or be called otherwise in one place.
   */
  async use<T>(write: (names: Names) => T): Promise<T> {
    const asked = new Set<string>();
    const learn = (text: string): string => {
      asked.add(text);
      return text;
    };
    write({ ...this.#names(learn), sentence: (text) => changeAddresses(text, learn) });
    await this.#learn([...asked].filter((host) => host !== '' && !this.#hosts.has(host)));
    const tell = (text: string): string => (text === '' ? '' : this.#hosts.get(text)!);
    return write(this.#names(tell));
  }

  #names(host: (text: string) => string): Names {
    return {
      hidden: true,
      host,
      sentence: (text) => changeAddresses(text, host),
      file: (name, isCapture) => {
        const known = this.#files.get(name) ?? `${isCapture ? 'capture' : 'batch'}-${this.#files.size + 1}`;
        this.#files.set(name, known);
        return known;
      },
      label: (_, otherwise) => otherwise,
    };
  }

  async #learn(hosts: readonly string[]): Promise<void> {
    const read = hosts.map((host) => ({ host, ...parseAddress(host) }));
    const ips = read.filter(({ kind }) => kind === 'ipv4' || kind === 'ipv6');
    const mapped = await this.#pan.map(ips.map(({ kind, words }) => bytesOf(kind, words)));
    ips.forEach(({ host, kind }, i) => {
      const name = kind === 'ipv4' ? mapped[i].join('.') : writeIpv6(mapped[i]);
      this.#hosts.set(host, name + this.#zoneOf(host));
    });
    const macs = read.filter(({ kind }) => kind === 'mac');
    const hashes = await Promise.all(macs.map(({ kind, words }) => this.#hashMac(bytesOf(kind, words))));
    macs.forEach(({ host }, i) => this.#hosts.set(host, hashes[i]));
    for (const { host, kind } of read) if (kind === 'text') this.#hosts.set(host, this.#nameOther(host));
  }

  /** Of the address's own manufacturer nothing is left; locally administered and of one station (IEEE 802, section 8.4). */
  async #hashMac(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const hash = new Uint8Array(await crypto.subtle.sign('HMAC', this.#hash, bytes)).slice(0, 6);
    hash[0] = (hash[0] & 0xfc) | 2;
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(':');
  }

  #nameOther(host: string): string {
    const known = this.#others.get(host) ?? `host-${this.#others.size + 1}`;
    this.#others.set(host, known);
    return known;
  }

  /** Zones are names that somebody gave. */
  #zoneOf(host: string): string {
    const at = host.indexOf('%');
    if (at < 0) return '';
    const zone = this.#zones.get(host.slice(at)) ?? this.#zones.size + 1;
    this.#zones.set(host.slice(at), zone);
    return `%${zone}`;
  }
}
