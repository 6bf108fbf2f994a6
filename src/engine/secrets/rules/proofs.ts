/** Offline checks of matched values: what a vendor says of a credential's inside, tried without any network. */
import { createHash } from 'node:crypto';

import { crc16, hasCrcTail } from '../values/crc32';
import { decodeJwt, jsonObject } from '../values/jwt';

/** What a rule's offline check says of a value. */
export type Proof =
  /** Checksum or structure is right. */
  | 'proven'
  /** The check cannot tell or failed: formats change without notice, so this lowers the confidence and drops nothing. */
  | 'unproven'
  /** Publishable by design. */
  | 'public'
  /** Made up, cut off, or a documented example: no finding. */
  | 'not-a-secret';

export interface OfflineCheck {
  /** What is checked, for the table of formats: "CRC-32 of the body". */
  says: string;
  prove: (value: string) => Proof;
}

/** The last six characters are the CRC-32 of the body behind a prefix. Source: GitHub blog, 2021-04-05; GitHub changelog 2021-09-23 for npm. */
export function crcTail(prefix: number): OfflineCheck {
  return {
    says: 'CRC-32 of the body',
    prove: (value) => (hasCrcTail(value.slice(prefix)) ? 'proven' : 'unproven'),
  };
}

/** A JSON Web Token from the first `ey` on: header and payload are JSON. */
export const JWT_INSIDE: OfflineCheck = {
  says: 'JWT header and payload',
  prove: (value) => (decodeJwt(value.slice(value.indexOf('ey'))) ? 'proven' : 'not-a-secret'),
};

/** Base64 JSON, behind a prefix of so many characters, that has these members. */
export function jsonWith(members: readonly string[], prefix = 0): OfflineCheck {
  return {
    says: `base64 JSON with ${members.map((member) => `\`${member}\``).join(', ')}`,
    prove: (value) => {
      const object = jsonObject(value.slice(prefix));
      return object && members.every((member) => member in object) ? 'proven' : 'not-a-secret';
    },
  };
}

/** The claims of a three-part token after a prefix, or undefined. */
function payloadOf(value: string): Record<string, unknown> | undefined {
  return jsonObject(value.split('.')[1] ?? '');
}

/** A Mapbox token is `pk.` or `sk.`, a payload with the account (`u`), and a signature (Mapbox documentation, "Access tokens"). */
export const MAPBOX_PAYLOAD: OfflineCheck = {
  says: 'payload names the account',
  prove: (value) => (typeof payloadOf(value)?.u === 'string' ? 'proven' : 'not-a-secret'),
};

/** Base64 whose text starts with (or holds) a mark. */
export function base64Holds(mark: string, prefix = 0): OfflineCheck {
  return {
    says: `base64 of text with \`${mark}\``,
    prove: (value) =>
      Buffer.from(value.slice(prefix), 'base64').toString('latin1').includes(mark) ? 'proven' : 'not-a-secret',
  };
}

/** Base64 of exactly so many bytes. */
export function base64Bytes(bytes: number, prefix = 0): OfflineCheck {
  return {
    says: `base64 of ${bytes} bytes`,
    prove: (value) => (Buffer.from(value.slice(prefix), 'base64').length === bytes ? 'proven' : 'not-a-secret'),
  };
}

/** Base64 of `user:password`. */
export const BASIC_PAIR: OfflineCheck = {
  says: 'base64 of user:password',
  prove: (value) =>
    /^[\x21-\x7e]{1,128}?:[\x21-\x7e]{6,2000}$/.test(Buffer.from(value, 'base64').toString('latin1'))
      ? 'proven'
      : 'not-a-secret',
};

/** The body behind the last `_` (or so many characters) mixes letters and digits: documentation is full of made-up words behind the right prefix. */
export function mixedBody(prefix?: number): OfflineCheck {
  return {
    says: 'body mixes letters and digits',
    prove: (value) => {
      const body = value.slice(prefix ?? value.lastIndexOf('_') + 1);
      return /[0-9]/.test(body) && /[A-Za-z]/.test(body) && new Set(body).size >= 8 ? 'unproven' : 'not-a-secret';
    },
  };
}

/** Drops values that a vendor has published itself: documented examples, keys of emulators and local networks. */
export function notPublished(says: string, published: RegExp): OfflineCheck {
  return { says, prove: (value) => (published.test(value) ? 'not-a-secret' : 'unproven') };
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function base58Bytes(text: string): Buffer {
  let value = 0n;
  for (const character of text) value = value * 58n + BigInt(BASE58.indexOf(character));
  const hex = value.toString(16);
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')]);
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

/** Base58Check: the last four bytes are the double SHA-256 of those before (Bitcoin wiki, "Wallet import format"; BIP 32). */
export const BASE58_CHECK: OfflineCheck = {
  says: 'Base58Check checksum',
  prove: (value) => {
    const bytes = base58Bytes(value);
    const sum = sha256(sha256(bytes.subarray(0, -4)));
    return sum.subarray(0, 4).equals(bytes.subarray(-4)) ? 'proven' : 'not-a-secret';
  },
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A Stellar key ends with the CRC-16 (XModem, little endian) of what stands before it (SEP-23, "Strkeys"). */
export const STRKEY: OfflineCheck = {
  says: 'CRC-16 of the key',
  prove: (value) => {
    let bits = '';
    for (const character of value) bits += BASE32.indexOf(character).toString(2).padStart(5, '0');
    const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2));
    const sum = crc16(bytes.subarray(0, -2));
    return bytes.at(-2) === (sum & 255) && bytes.at(-1) === sum >> 8 ? 'proven' : 'not-a-secret';
  },
};
