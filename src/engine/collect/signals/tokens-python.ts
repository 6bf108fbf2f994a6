/**
 * Signals of JSON Web Tokens in Python. Sources: pyjwt.readthedocs.io "API Reference" (`decode` needs `algorithms` since 2.0, `encode` signs
 * with HS256), python-jose.readthedocs.io "JWT API" (`algorithms=None` takes what the token's header says), docs.authlib.org "JSON Web
 * Token" (`decode` leaves the claims to `validate()`), fastapi-users.github.io "JWT" (`lifetime_seconds=None` never ends),
 * flask-jwt-extended.readthedocs.io "Configuration Options" (15 minutes unless `False`), django-rest-framework-simplejwt "Settings".
 */
import { enclosingPython, type EnclosingFunction } from '../enclosing';
import { argumentText, argumentsOf, type MaskedText } from '../mask';
import type { RuleAnswer, SignalRule } from './signals';
import { algorithmsProblem, isTrusted, mayBeExpired, payloadEnds, tokenAnswer } from '../tokens';

/** The library behind the name `jwt`; null = none that is known. */
function libraryOf(text: string): 'PyJWT' | 'python-jose' | 'Authlib' | null {
  if (/^[ \t]*(?:import|from)[ \t]+jwt\b/m.test(text)) return 'PyJWT';
  if (/^[ \t]*(?:from|import)[ \t]+jose\b/m.test(text)) return 'python-jose';
  return /^[ \t]*from[ \t]+authlib\.jose\b/m.test(text) ? 'Authlib' : null;
}

/** Arguments of a call as text: positional ones in order, keyword ones by name. */
function callArguments(match: RegExpExecArray, { code, text }: MaskedText): { at: string[]; by: Map<string, string> } {
  const at: string[] = [];
  const by = new Map<string, string>();
  for (const [start, end] of argumentsOf(code, match.index + match[0].length - 1)) {
    const name = /^\s*(\w+)\s*=(?!=)/.exec(code.slice(start, end));
    if (name?.[1]) by.set(name[1], text.slice(start + name[0].length, end));
    else at.push(text.slice(start, end));
  }
  return { at, by };
}

const UNVERIFIED = /["']?verify_signature["']?\s*(?:\]\s*)?[:=]\s*False/;

function decodeAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const library = libraryOf(masked.text);
  if (!library) return null;
  const fn = enclosingPython(masked, match.index);
  const { at, by } = callArguments(match, masked);
  const options = by.get('options') ?? at[3] ?? '';
  if (UNVERIFIED.test(options) || by.get('verify')?.trim() === 'False') return unverified(match, fn, library);
  // Options from elsewhere may switch everything off.
  if (/^\s*\w+\s*$/.test(options) && UNVERIFIED.test(fn?.text ?? masked.text)) return null;
  if (library === 'Authlib')
    return /\.validate(?:_exp)?\s*\(/.test(masked.code)
      ? tokenAnswer('verifies', library)
      : tokenAnswer('expiry-ignored', library);
  const algorithms = by.get('algorithms') ?? at[2];
  const isOpen = algorithms === undefined || algorithms.trim() === 'None';
  if (isOpen && !/\*/.test(at.join(' ')) && !/\*\*/.test(argumentText(match, masked)))
    return tokenAnswer('any-algorithm', library);
  const problem = algorithmsProblem(algorithms ?? '');
  if (problem) return tokenAnswer(problem, library);
  if (/["']verify_exp["']\s*:\s*False/.test(options) && !mayBeExpired(fn))
    return tokenAnswer('expiry-ignored', library);
  return tokenAnswer('verifies', library);
}

/** Claims that were read without a look at the signature. */
function unverified(match: RegExpExecArray, fn: EnclosingFunction | null, library: string): RuleAnswer | null {
  const body = fn?.text.slice(fn.text.indexOf('\n')) ?? '';
  const others = [...body.matchAll(/\bjwt\.decode\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)];
  const isVerified =
    others.some(([, args = '']) => !UNVERIFIED.test(args) && !/\bverify\s*=\s*False/.test(args)) ||
    /\.(?:verify|validate)\w*\s*\(|\bget_signing_key\w*\s*\(|\bverify_\w*\s*\(/.test(body);
  if (isVerified) return null;
  const name = new RegExp(`(\\w+)\\s*(?::[^=\\n]+)?=\\s*(?:\\w+\\.)*${escaped(match[0].slice(0, 12))}`).exec(body)?.[1];
  const claims = [...body.matchAll(/(?:\.get\(\s*|\[\s*)["'](\w+)["']/g)].map(([, claim = '']) => claim);
  const handedOn = name === undefined || new RegExp(`\\breturn\\b[^\\n]*\\b${name}\\b(?!\\s*(?:\\[|\\.))`).test(body);
  return isTrusted(fn, claims, handedOn) ? tokenAnswer('not-verified', library) : null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function encodeAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const library = libraryOf(masked.text);
  if (!library) return null;
  const fn = enclosingPython(masked, match.index);
  const { at, by } = callArguments(match, masked);
  if (/^\s*(?:["']none["']|None)\s*$/i.test(by.get('algorithm') ?? at[2] ?? ''))
    return tokenAnswer('no-signature', library);
  const payload = by.get('payload') ?? by.get('claims') ?? at[library === 'Authlib' ? 1 : 0] ?? '';
  const around = fn?.text ?? '';
  if (/["']\w*exp(?:ir\w*)?["']\s*[:\]]|\bexp\s*=|\bexpires?_(?:in|at|delta)\b/.test(around))
    return tokenAnswer('signs', library);
  const name = /^\s*(\w+)\s*$/.exec(payload)?.[1];
  const written = name && new RegExp(`\\b${name}\\s*(?::[^=\\n]+)?=\\s*(\\{[^{}]*\\})`).exec(around)?.[1];
  const isChanged = name !== undefined && new RegExp(`\\b${name}(?:\\.update\\b|\\[)`).test(around);
  const ends = isChanged ? null : payloadEnds(written ?? payload, fn?.name ?? '');
  if (ends === null) return null;
  return tokenAnswer(ends === 'ends' ? 'signs' : 'no-expiry', library);
}

/**
 * A shared secret is used where a key pair was meant, because the key did not look like one: nobody notices. The nearest head of a block
 * that the assignment stands in tells; for `else`, the one that it belongs to.
 */
function downgradeAnswer(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null {
  const lines = masked.text.slice(0, match.index).split('\n').slice(0, -1);
  let indent = /^[ \t]*/.exec(match[0])?.[0].length ?? 0;
  let wantsIf = false;
  for (let i = lines.length - 1; i >= 0 && lines.length - i < 40; i--) {
    const line = lines[i] ?? '';
    const own = line.length - line.trimStart().length;
    if (line.trim() === '' || own > indent || (own === indent && !wantsIf)) continue;
    if (/^\s*[)\]}]/.test(line)) continue;
    indent = own;
    if (/^\s*except\b/.test(line)) return tokenAnswer('downgrade', 'HS256');
    if (/^\s*(?:if|elif)\b/.test(line)) {
      const head = lines.slice(i).join('\n');
      const test = head.slice(0, /:\s*(?:\n|$)/.exec(head)?.index ?? head.length);
      return /\bBEGIN\b/.test(test) ? tokenAnswer('downgrade', 'HS256') : null;
    }
    if (/^\s*else\b/.test(line)) wantsIf = true;
    else if (!wantsIf) return null;
  }
  return null;
}

export const PYTHON_TOKENS: readonly SignalRule[] = [
  { kind: 'jwt', needles: ['jwt.decode'], pattern: /\b\w*jwt\.decode\s*\(/g, read: decodeAnswer },
  {
    kind: 'jwt',
    needles: ['get_unverified_claims'],
    pattern: /\b\w*jwt\.get_unverified_claims\s*\(/g,
    read: (match, masked) => unverified(match, enclosingPython(masked, match.index), 'python-jose'),
  },
  { kind: 'jwt', needles: ['jwt.encode'], pattern: /\b\w*jwt\.encode\s*\(/g, read: encodeAnswer },
  {
    kind: 'jwt',
    needles: ['HS256', 'HS384', 'HS512'],
    also: ['BEGIN', 'except'],
    pattern: /^[ \t]+(?:self\.)?\w*alg(?:orithm)?\s*=\s*["']HS(?:256|384|512)["']/gm,
    read: downgradeAnswer,
  },
  {
    kind: 'jwt',
    needles: ['JWTStrategy'],
    also: ['fastapi_users'],
    pattern: /\b(JWTStrategy)\s*(?:\[[^\]\n]*\])?\(/g,
    read: (match, masked) => {
      const { at, by } = callArguments(match, masked);
      const lifetime = (by.get('lifetime_seconds') ?? at[1] ?? '').trim();
      return tokenAnswer(lifetime === 'None' ? 'no-expiry' : 'configured', 'fastapi-users');
    },
  },
  {
    kind: 'jwt',
    needles: ['JWTManager'],
    also: ['flask_jwt_extended'],
    pattern: /\bJWTManager\s*\(/g,
    read: () => tokenAnswer('configured', 'flask-jwt-extended'),
  },
  {
    kind: 'jwt',
    needles: ['JWT_ACCESS_TOKEN_EXPIRES'],
    literal: true,
    pattern: /\bJWT_ACCESS_TOKEN_EXPIRES["']?\s*\]?\s*[=:]\s*False\b/g,
    read: () => tokenAnswer('no-expiry', 'flask-jwt-extended'),
  },
  {
    kind: 'jwt',
    needles: ['rest_framework_simplejwt'],
    literal: true,
    pattern: /["']rest_framework_simplejwt\.authentication\.\w+["']/g,
    read: () => tokenAnswer('configured', 'simplejwt'),
  },
];
