/**
 * Signals of JSON Web Tokens in JavaScript. Sources: github.com/auth0/node-jsonwebtoken (`verify` takes the algorithms that fit the kind of
 * key unless it is told others; `decode` checks nothing; `sign` sets `exp` only with `expiresIn`), github.com/panva/jose ("jwtVerify": all
 * algorithms that fit the key, never `none`; "decodeJwt" checks nothing; "SignJWT#setExpirationTime"), passportjs.org/packages/passport-jwt,
 * github.com/auth0/express-jwt (`algorithms` is required), docs.nestjs.com "Authentication" (`signOptions`).
 */
import { enclosingJavascript, type EnclosingFunction } from '../enclosing';
import { argumentsOf, closingOf, type MaskedText } from '../mask';
import type { RuleAnswer, SignalRule } from './signals';
import { algorithmsProblem, isTrusted, mayBeExpired, payloadEnds, tokenAnswer } from '../tokens';

function texts(match: RegExpExecArray, { code, text }: MaskedText): string[] {
  return argumentsOf(code, match.index + match[0].length - 1).map(([start, end]) => text.slice(start, end).trim());
}

/** True where a file takes a name, or everything as a name, from a package. */
function comesFrom(text: string, name: string, from: string): boolean {
  const source = `["']${from}["']`;
  return new RegExp(
    `\\b${name}\\b[^;\\n]*?(?:from\\s*|=\\s*(?:await\\s+)?(?:require|import)\\s*\\(\\s*)${source}|\\{[^{}]*\\b${name}\\b[^{}]*\\}\\s*(?:from\\s*|=\\s*require\\s*\\(\\s*)${source}`,
  ).test(text);
}

function jsonwebtokenAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const [, receiver, method = '', open] = match;
  if (!comesFrom(masked.text, receiver ?? method, 'jsonwebtoken')) return null;
  if (open === undefined) return method === 'verify' && receiver ? tokenAnswer('verifies', 'jsonwebtoken') : null;
  const fn = enclosingJavascript(masked, match.index);
  if (method === 'decode') return unverified(match, masked, fn, 'jsonwebtoken');
  return method === 'sign' ? signAnswer(texts(match, masked), masked, fn) : verifyAnswer(texts(match, masked), fn);
}

function verifyAnswer(args: readonly string[], fn: EnclosingFunction | null): RuleAnswer {
  const options = args[2] ?? '';
  const problem = algorithmsProblem(/\balgorithms\s*:\s*\[([^\]]*)\]/.exec(options)?.[1] ?? '');
  if (problem) return tokenAnswer(problem, 'jsonwebtoken');
  if (/\bignoreExpiration\s*:\s*true\b/.test(options) && !mayBeExpired(fn))
    return tokenAnswer('expiry-ignored', 'jsonwebtoken');
  return tokenAnswer('verifies', 'jsonwebtoken');
}

function signAnswer(args: readonly string[], { text }: MaskedText, fn: EnclosingFunction | null): RuleAnswer | null {
  const [payload = '', , options = ''] = args;
  if (/\balgorithm\s*:\s*["']none["']/.test(options)) return tokenAnswer('no-signature', 'jsonwebtoken');
  if (/\bexpiresIn\b/.test(options)) return tokenAnswer('signs', 'jsonwebtoken');
  // Options from elsewhere may hold it.
  if (options !== '' && !/^\{[^]*\}$|=>|^function\b|^(?:cb|callback|done|next)$/.test(options))
    return isParameter(options, fn) && !/\bexp(?:iresIn)?\b/.test(text)
      ? tokenAnswer('signs-as-told', 'jsonwebtoken')
      : null;
  if (options.includes('...')) return null;
  const name = /^(\w+)$/.exec(payload)?.[1];
  const written = name && new RegExp(`\\b${name}\\s*(?::[^=\\n]+)?=\\s*(\\{[^{}]*\\})`).exec(fn?.text ?? text)?.[1];
  const isChanged = name !== undefined && new RegExp(`\\b${name}\\.exp\\b`).test(text);
  if (isChanged) return tokenAnswer('signs', 'jsonwebtoken');
  const ends = payloadEnds(written ?? payload, fn?.name ?? '');
  if (ends === null) return null;
  return tokenAnswer(ends === 'ends' ? 'signs' : 'no-expiry', 'jsonwebtoken');
}

/** `sign(payload, secret, options)` in a function of these parameters. */
function isParameter(name: string, fn: EnclosingFunction | null): boolean {
  const head = fn?.text.slice(0, fn.text.search(/\)\s*(?::[^{=]*)?(?:=>\s*)?\{/) + 1) ?? '';
  return /^\w+$/.test(name) && new RegExp(`[(,]\\s*${name}\\??\\s*[:,)=]`).test(head);
}

/** Claims that were read without a look at the signature. */
function unverified(
  match: RegExpExecArray,
  masked: MaskedText,
  fn: EnclosingFunction | null,
  library: string,
): RuleAnswer | null {
  const body = fn?.text ?? '';
  if (/\b(?:jwt)?verify\w*\s*\(|\bcreateRemoteJWKSet\b|\.verify\w*\b/i.test(body)) return null;
  const [token = ''] = texts(match, masked);
  if (/\bid_?token$/i.test(token) && /[.\]]/.test(token) && !/\breq(?:uest)?\b|\bctx\b/.test(token)) return null;
  const before = masked.text.slice(Math.max(0, match.index - 200), match.index);
  const taken = /(?:const|let|var)\s+\{([^{}]*)\}\s*=\s*(?:await\s+)?$/.exec(before)?.[1];
  const name = /(\w+)\s*(?::[^=;\n]+)?=\s*(?:await\s+)?$/.exec(before)?.[1];
  const claims =
    taken?.split(',').map((claim) => claim.split(':')[0]?.trim() ?? '') ??
    (name
      ? [...body.matchAll(new RegExp(`\\b${name}\\??\\.(?:payload\\??\\.)?(\\w+)`, 'g'))].map(([, claim = '']) => claim)
      : []);
  const isHeader = claims.length > 0 && claims.every((claim) => claim === 'header');
  const handedOn =
    name === undefined ? taken === undefined : new RegExp(`\\breturn\\s+${name}\\b(?!\\??\\.)`).test(body);
  return !isHeader && isTrusted(fn, claims, handedOn) ? tokenAnswer('not-verified', library) : null;
}

function joseAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  if (!/["']jose["']/.test(masked.text)) return null;
  const name = match[1] ?? '';
  if (name === 'UnsecuredJWT') return tokenAnswer('no-signature', 'jose');
  if (name === 'decodeJwt') return unverified(match, masked, enclosingJavascript(masked, match.index), 'jose');
  if (name === 'SignJWT') return signJwtAnswer(match, masked);
  const problem = algorithmsProblem(/\balgorithms\s*:\s*\[([^\]]*)\]/.exec(texts(match, masked)[2] ?? '')?.[1] ?? '');
  return tokenAnswer(problem ?? 'verifies', 'jose');
}

function signJwtAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  if (/\.setExpirationTime\s*\(/.test(masked.code)) return tokenAnswer('signs', 'jose');
  const [payload = ''] = texts(match, masked);
  const ends = payloadEnds(payload, enclosingJavascript(masked, match.index)?.name ?? '');
  if (ends === null) return null;
  return tokenAnswer(ends === 'ends' ? 'signs' : 'no-expiry', 'jose');
}

export const JAVASCRIPT_TOKENS: readonly SignalRule[] = [
  {
    kind: 'jwt',
    needles: ['jsonwebtoken'],
    pattern: /(?:\b(\w+)\.|(?<![.\w]))(sign|verify|decode)\b\s*(\()?/g,
    read: jsonwebtokenAnswer,
  },
  {
    kind: 'jwt',
    needles: ['jwtVerify', 'SignJWT', 'decodeJwt', 'UnsecuredJWT'],
    pattern: /\b(jwtVerify|SignJWT|decodeJwt|UnsecuredJWT)\s*(?:<[^<>()]*>)?(?:\.\w+\s*)?\(/g,
    read: joseAnswer,
  },
  {
    kind: 'jwt',
    needles: ['passport-jwt'],
    pattern: /\bnew\s+(?:JwtStrategy|JWTStrategy|Strategy)\s*\(|\bsuper\s*\(\s*\{/g,
    read: (_, masked) =>
      /["']passport-jwt["']/.test(masked.text)
        ? tokenAnswer(
            /\bignoreExpiration\s*:\s*true\b/.test(masked.code) ? 'expiry-ignored' : 'verifies',
            'passport-jwt',
          )
        : null,
  },
  {
    kind: 'jwt',
    needles: ['express-jwt', 'koa-jwt'],
    pattern: /\b(expressjwt|expressJwt|expressJWT|koaJwt|jwt)\s*\(\s*\{/g,
    read: (match, masked) => {
      const library = /["'](express-jwt|koa-jwt)["']/.exec(masked.text)?.[1];
      if (!library) return null;
      const open = match.index + match[0].length - 1;
      const options = masked.text.slice(open, closingOf(masked.code, open));
      const problem = algorithmsProblem(/\balgorithms\s*:\s*\[([^\]]*)\]/.exec(options)?.[1] ?? '');
      return tokenAnswer(problem ?? 'verifies', library);
    },
  },
  {
    kind: 'jwt',
    needles: ['JwtModule.register'],
    pattern: /\bJwtModule\.register(?:Async)?\s*\(/g,
    read: (match, masked) =>
      texts(match, masked).some((text) => /\bexpiresIn\b/.test(text)) ? tokenAnswer('configured', '@nestjs/jwt') : null,
  },
];
