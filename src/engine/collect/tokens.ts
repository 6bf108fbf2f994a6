/**
 * What the rules on JSON Web Tokens share in both languages. A signal's detail is `rule:library`; rules of good answers are `verifies`,
 * `signs` and `configured`, those of bad ones the rules of the check `jwt-hardening`.
 */
import type { EnclosingFunction } from './enclosing';
import type { RuleAnswer } from './signals/signals';

export type TokenRule =
  | 'verifies'
  | 'signs'
  /** Callers hand over how a token is made, and when it ends. */
  | 'signs-as-told'
  /** A library does both by itself, and is set up here. */
  | 'configured'
  | 'not-verified'
  | 'any-algorithm'
  | 'mixed-algorithms'
  | 'no-signature'
  | 'downgrade'
  | 'expiry-ignored'
  | 'no-expiry';

/** The answer of a rule. */
export function tokenAnswer(rule: TokenRule, library: string): RuleAnswer {
  return { detail: `${rule}:${library}`, good: /^(?:verifies|signs(?:-as-told)?|configured)$/.test(rule) };
}

/** Functions whose caller takes the answer for the truth about who somebody is. */
const TRUSTED =
  /verif|validat|authenti|authori|guard|require|protect|current_?(?:user|identity|account)|(?:log|sign)_?in/i;
/** Names that say themselves that nothing is verified. */
const SAYS_SO = /without|unverif|un_?safe|insecure|no_?verif|skip/i;
/** What comes from the caller. */
const FROM_CALLER =
  /\breq(?:uest)?\b[\w.?]*\.(?:headers?|cookies?|query|body)\b|\bctx\.(?:headers?|cookies|request|get)\b|(?<!\bres(?:ponse)?\.)\bheaders\s*(?:\(\)|\.get|\[)|\bcookies\s*(?:\(\)|\.get|\[)|["']authorization["']|\bHTTPBearer\b|\boauth2_scheme\b|\bcredentials\.credentials\b/i;
/**
 * The answer of a token endpoint, asked directly over TLS: then the signature need not be checked (OpenID Connect Core 1.0, 3.1.3.7, 6).
 */
const FROM_PROVIDER =
  /\bgrant_type\b|\btoken_?(?:endpoint|url|uri|response)\b|\b(?:fetch\w*|axios|httpx|requests)\b[\w.]*\s*\(|\.(?:fetch_access_token|authorize_access_token|exchangeCode\w*|getToken|callback)\s*\(|\b\w+(?:\.|\[["'])id_token\b/i;
/** Claims that say when a token ends, who made it and with which key: what is read to choose the key, or to renew one's own token. */
const OWN_CLAIM = /^(?:exp|iat|nbf|iss|kid|alg|jti|aud|azp|tid|typ|header|payload)$/;
const NAME_OF_EXPIRED = /refresh|renew|revok|log_?out|sign_?out|expire|blacklist|denylist|ignore/i;

/** True where claims that nobody verified decide who a caller is. */
export function isTrusted(fn: EnclosingFunction | null, claims: readonly string[], handedOn: boolean): boolean {
  if (!fn || SAYS_SO.test(fn.name) || FROM_PROVIDER.test(fn.text)) return false;
  if (!handedOn && claims.length > 0 && claims.every((claim) => OWN_CLAIM.test(claim))) return false;
  return TRUSTED.test(fn.name) || FROM_CALLER.test(fn.text);
}

/** Tokens that have ended are of use where they are renewed or taken back. */
export function mayBeExpired(fn: EnclosingFunction | null): boolean {
  return fn !== null && NAME_OF_EXPIRED.test(fn.name);
}

/** Names of functions that make tokens with which somebody signs in. */
const SIGNS_IN = /token|jwt|auth|(?:log|sign)_?in|session|access|credential/i;
/** Claims about a person. */
const PERSON = /(?:^|[\s,{])["']?(?:sub|user|user_?id|uid|_?id|email|username|login|role|roles)["']?\s*[:,}]/i;
/** A claim, or a field of one's own, that says when it ends. */
const ENDS = /(?:^|[\s,{])["']?\w*exp(?:ir\w*)?["']?\s*[:,}]|\bexp\s*=|\bexpires?_?(?:in|at|delta)\b/i;

/** What a payload that is written out says: it ends, it never does, or the text cannot tell. */
export function payloadEnds(payload: string, functionName: string): 'ends' | 'never' | null {
  if (ENDS.test(payload)) return 'ends';
  const isWritten = /^\s*\{/.test(payload) && !/\*\*|\.\.\./.test(payload);
  return isWritten && PERSON.test(payload) && SIGNS_IN.test(functionName) ? 'never' : null;
}

/** A list of algorithms, as text: what is wrong with it, if anything (RFC 8725, 2.1 and 3.1). */
export function algorithmsProblem(list: string): 'no-signature' | 'mixed-algorithms' | null {
  if (/["']none["']/i.test(list)) return 'no-signature';
  const hasShared = /["']HS\d{3}["']/.test(list);
  return hasShared && /["'](?:RS|PS|ES)\d{3}K?["']|["']EdDSA["']/.test(list) ? 'mixed-algorithms' : null;
}
