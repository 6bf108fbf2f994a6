/**
 * Expressions of Spring Security (`hasRole('ADMIN') and #id == principal.id`), as far as they turn on whether anybody signed in. Reference,
 * "Expressing Authorization with SpEL".
 */

/** What each term answers for a caller who has not signed in; null = not known. */
function termMay(term: string): boolean | null {
  if (/^(?:permitAll|isAnonymous\(\)|permitAll\(\)|true)$/.test(term)) return true;
  if (/^(?:denyAll|denyAll\(\)|false)$/.test(term)) return false;
  if (/^is(?:FullyAuthenticated|Authenticated|RememberMe)\(\)$|^authenticated$|^fullyAuthenticated$/.test(term))
    return false;
  if (/^has(?:Any)?(?:Role|Authority|Scope)\(|^hasPermission\(/.test(term))
    return /ANONYMOUS/.test(term) ? true : false;
  // Nobody's principal is a mere text: what is asked of it fails.
  if (/\b(?:authentication\.)?principal\.\w+/.test(term) && !/@/.test(term)) return false;
  if (/\bauthentication\.name\b/.test(term) && !/@/.test(term)) return false;
  return null;
}

/** Whether a caller who has not signed in may pass; null = not known. */
export function anonymousMay(expression: string): boolean | null {
  return either(expression.trim(), 0);
}

/** What an expression asks, as a tree: `true` and `false` are what a known term answers to nobody. */
export type Asked = boolean | { asks: string } | { op: '|' | '&' | '~'; of: Asked[] };

/**
 * What an expression asks of objects of the application (`@owns.may(#id) or hasRole('ADMIN')`); null = a term decides that is not known.
 * A term that is not known beside one that asks only narrows it down further.
 */
export function askedBy(expression: string, depth = 0): Asked | null {
  const term = expression.trim();
  const may = anonymousMay(term);
  if (may !== null || depth > 8) return may;
  const any = split(term, /^(?:\|\||or\b)/i);
  if (any.length > 1) {
    const of = any.map((part) => askedBy(part, depth + 1));
    return of.every((one) => one !== null) ? { op: '|', of } : null;
  }
  const all = split(term, /^(?:&&|and\b)/i);
  if (all.length > 1) {
    const of = all.flatMap((part) => askedBy(part, depth + 1) ?? []);
    return of.some((one) => typeof one !== 'boolean') ? { op: '&', of } : null;
  }
  const negated = /^(?:!|not\s+)(.+)$/is.exec(term)?.[1];
  if (negated !== undefined) {
    const of = askedBy(negated, depth + 1);
    return of === null ? null : { op: '~', of: [of] };
  }
  if (term.startsWith('(') && closes(term)) return askedBy(term.slice(1, -1), depth + 1);
  const asks = /^@\w+\.\w+(?=\()/.exec(term)?.[0];
  return asks === undefined ? null : { asks };
}

function either(expression: string, depth: number): boolean | null {
  const parts = split(expression, /^(?:\|\||or\b)/i);
  if (parts.length === 1 || depth > 8) return both(expression, depth);
  const all = parts.map((part) => either(part, depth + 1));
  if (all.includes(true)) return true;
  return all.includes(null) ? null : false;
}

function both(expression: string, depth: number): boolean | null {
  const parts = split(expression, /^(?:&&|and\b)/i);
  if (parts.length === 1 || depth > 8) return single(expression, depth);
  const all = parts.map((part) => either(part, depth + 1));
  if (all.includes(false)) return false;
  return all.includes(null) ? null : true;
}

function single(expression: string, depth: number): boolean | null {
  const term = expression.trim();
  const negated = /^(?:!|not\s+)(.+)$/is.exec(term)?.[1];
  if (negated !== undefined) {
    const may = depth > 8 ? null : either(negated.trim(), depth + 1);
    return may === null ? null : !may;
  }
  if (term.startsWith('(') && closes(term)) return depth > 8 ? null : either(term.slice(1, -1).trim(), depth + 1);
  return termMay(term);
}

/** Whether the parenthesis at the start ends at the end. */
function closes(term: string): boolean {
  let open = 0;
  for (let at = 0; at < term.length; at++) {
    if (term[at] === '(') open++;
    else if (term[at] === ')' && --open === 0) return at === term.length - 1;
  }
  return false;
}

/** Parts between operators that stand outside parentheses and texts. */
function split(expression: string, operator: RegExp): string[] {
  const parts: string[] = [];
  let open = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    const character = expression.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    else if (character === '(') open++;
    else if (character === ')') open--;
    if (open > 0 || (at > 0 && /\w/.test(expression.charAt(at - 1)) && /\w/.test(character))) continue;
    const found = operator.exec(expression.slice(at, at + 4))?.[0];
    if (found === undefined) continue;
    parts.push(expression.slice(start, at));
    at += found.length - 1;
    start = at + 1;
  }
  return [...parts, expression.slice(start)];
}
