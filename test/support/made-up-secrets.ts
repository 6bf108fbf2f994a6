// Made-up credentials, put together at run time so that no scanner takes this repository for one that leaks.

import { createHash } from 'node:crypto';

import { base62, crc32 } from '../../src/engine/secrets/values/crc32';

/** Characters that look random and are the same in every run. */
export function madeUp(seed: string, length: number, alphabet: string): string {
  let out = '';
  for (let block = 0; out.length < length; block++) {
    for (const byte of createHash('sha256').update(`${seed}:${block}`).digest()) {
      out += alphabet[byte % alphabet.length] ?? '';
    }
  }
  return out.slice(0, length);
}

export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const ALPHANUMERIC = `${LETTERS}0123456789`;

/** A GitHub token with the right checksum. */
export function githubToken(seed: string, prefix = 'ghp'): string {
  const body = madeUp(seed, 30, ALPHANUMERIC);
  return [prefix, `${body}${base62(crc32(body), 6)}`].join('_');
}

/** A signed token with these claims; the signature is made up. */
export function jwtOf(payload: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), madeUp('signature', 43, ALPHANUMERIC)].join('.');
}

/** A password nobody guesses: letters, digits and signs. */
export function strongPassword(seed: number): string {
  return `${madeUp(`password ${seed}`, 5, LETTERS)}!${madeUp(`rest ${seed}`, 6, ALPHANUMERIC)}#7q`;
}
