// Examples of credential formats: made-up values, described so that no scanner takes this repository for one that leaks, and put together
// at run time. `{an 20}` stands for twenty letters and digits.

import { createHash } from 'node:crypto';

import { base62, crc16, crc32 } from '../../src/engine/secrets/values/crc32';
import { jwtOf, madeUp } from './made-up-secrets';

export interface Example {
  /** The value as it stands in a line; a function where it is computed. */
  value: string | ((seed: string) => string);
  /** Looks like the format and is not: must not be found as such. */
  miss: string;
  /** The line around it, with the value at `$`; by default a call, or for a named format a constant of the rule's variable. */
  line?: string;
}

/** By id of the rule. */
export type Examples = Readonly<Record<string, Example>>;

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/** What stands between the braces. */
const ALPHABETS: Readonly<Record<string, string>> = {
  an: UPPER + LOWER + DIGITS,
  lower: LOWER + DIGITS,
  UPPER: UPPER + DIGITS,
  alpha: UPPER + LOWER,
  digit: DIGITS,
  hex: `${DIGITS}abcdef`,
  HEX: `${DIGITS}ABCDEF`,
  url: `${UPPER + LOWER + DIGITS}_-`,
  b64: `${UPPER + LOWER + DIGITS}+/`,
  b58: `${(UPPER + LOWER + DIGITS).replace(/[0OIl]/g, '')}`,
  b32: `${UPPER}234567`,
  b32l: `${LOWER}234567`,
  bech: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
};

/** A described value, put together: the same in every run. */
export function expand(template: string, seed: string): string {
  let part = 0;
  return template
    .replaceAll('{uuid}', '{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 12}')
    .replace(/\{(\w+) (\d+)\}/g, (_, alphabet: string, length: string) => {
      const characters = ALPHABETS[alphabet];
      if (characters === undefined) throw new Error(`No alphabet is called ${alphabet}.`);
      return madeUp(`${seed} ${part++}`, Number(length), characters);
    });
}

/** The value of an example. */
export function valueOf({ value }: Example, seed: string): string {
  return typeof value === 'string' ? expand(value, seed) : value(seed);
}

/** A prefix and a body with its CRC-32 in base62 at the end, as GitHub and npm make their tokens. */
export function withCrc(prefix: string, length = 36): (seed: string) => string {
  return (seed) => {
    const body = expand(`{an ${length - 6}}`, seed);
    return `${prefix}${body}${base62(crc32(body), 6)}`;
  };
}

/** Base64 of a described text, behind a prefix. */
export function encoded(
  template: string,
  prefix = '',
  form: 'base64' | 'base64url' = 'base64',
): (seed: string) => string {
  return (seed) => prefix + Buffer.from(expand(template, seed), 'latin1').toString(form);
}

/** A signed token behind a prefix. */
export function jwtBehind(prefix: string): (seed: string) => string {
  return (seed) => `${expand(prefix, seed)}${jwtOf({ sub: expand('{an 8}', seed), iat: 1_750_000_000 })}`;
}

/** So many bytes, the same in every run. */
export function bytesOf(seed: string, length: number): Buffer {
  return Buffer.from(madeUp(seed, length * 2, ALPHABETS.hex ?? ''), 'hex');
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Bytes in Base58 with the first four bytes of their double SHA-256 behind them. */
export function base58Check(data: Buffer): string {
  const digits = [...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'];
  let out = '';
  let rest = BigInt(`0x${Buffer.concat([data, sha256(sha256(data)).subarray(0, 4)]).toString('hex')}`);
  for (; rest > 0n; rest /= 58n) out = (digits[Number(rest % 58n)] ?? '') + out;
  return out;
}

/** A Stellar key: version, key and CRC-16 in Base32. */
export function strkey(version: number, key: Buffer): string {
  const body = Buffer.concat([Buffer.from([version]), key]);
  const sum = crc16(body);
  const bytes = Buffer.concat([body, Buffer.from([sum & 255, sum >> 8])]);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => (ALPHABETS.b32 ?? '')[parseInt(five, 2)]).join('');
}
