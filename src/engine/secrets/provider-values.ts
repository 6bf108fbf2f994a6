/** Provider rules at a hit of one of their keys. */
import { bindingBefore } from './binding';
import type { Detection, Scan } from './detect';
import { PROVIDER_RULES } from './rules';
import type { ProviderRule } from './rules/rule';
import { classifyValue } from './value';
import { wordsOf } from './names';

interface Compiled {
  rule: ProviderRule;
  sticky: RegExp;
  before: RegExp | undefined;
}

const COMPILED: { key: string; compiled: Compiled }[] = PROVIDER_RULES.flatMap((rule) => {
  const compiled: Compiled = {
    rule,
    sticky: new RegExp(rule.pattern, rule.named ? 'g' : 'y'),
    before: rule.before === undefined ? undefined : new RegExp(`${rule.before}$`),
  };
  return rule.keys.map((key) => ({ key, compiled }));
});

/** Keys of the automaton, by index. */
export const PROVIDER_KEYS: readonly string[] = COMPILED.map(({ key }) => key);

/** How far from a provider's name a value without a prefix may stand, on the same line. */
const NAMED_REACH = 120;

/** The values that the rule of a key finds at its hit (`end` = behind the key). */
export function providerValue(scan: Scan, key: number, end: number): Detection[] {
  const entry = COMPILED[key];
  if (!entry) return [];
  const { rule, sticky, before } = entry.compiled;
  const start = end - entry.key.length;
  if (rule.named) return namedToken(scan, entry.compiled, start, end);
  sticky.lastIndex = start;
  const match = sticky.exec(scan.text);
  if (!match) return [];
  const whole = match[1] ?? match[0];
  let from = start + match[0].indexOf(whole);
  const to = from + whole.length;
  if (before) {
    const head = before.exec(scan.text.slice(Math.max(0, start - 24), start));
    if (!head) return [];
    from = start - head[0].length;
  }
  const detection = judged(scan, rule, from, to, entry.key.length);
  return detection ? [detection] : [];
}

function namedToken(scan: Scan, { rule, sticky }: Compiled, start: number, end: number): Detection[] {
  const line = scan.line(start);
  const stretch = scan.text.slice(end, Math.min(line.end, end + NAMED_REACH));
  if (
    !/key|token|secret|auth|pass|cred/i.test(
      scan.text.slice(Math.max(line.start, start - 40), end) + stretch.slice(0, 60),
    )
  )
    return [];
  sticky.lastIndex = 0;
  const match = sticky.exec(stretch);
  if (!match) return [];
  const detection = judged(scan, rule, end + match.index, end + match.index + match[0].length);
  return detection ? [detection] : [];
}

const BODY = /[A-Za-z0-9_]/;

function judged(scan: Scan, rule: ProviderRule, start: number, end: number, prefix = 0): Detection | undefined {
  const { text } = scan;
  const previous = text[start - 1] ?? '';
  if (rule.boundary !== false && /[A-Za-z0-9_+]/.test(previous)) return undefined;
  if (rule.boundary !== false && previous === '-' && /[A-Za-z0-9_]/.test(text[start - 2] ?? '')) return undefined;
  if (BODY.test(text[end] ?? '') || /^(?:\.\.\.|…|\*{2})/.test(text.slice(end, end + 3))) return undefined;
  const value = text.slice(start, end);
  const proof = rule.check?.(value);
  if (proof === 'not-a-secret' || (proof !== 'proven' && looksMadeUp(value.slice(prefix)))) return undefined;
  const binding = bindingBefore(text, start, scan.family);
  const isProse = scan.isProse(start);
  return {
    rule: rule.id,
    value: rule.public || proof === 'public' ? 'public' : 'token',
    position: isProse ? 'prose' : binding.position === 'comparison' ? 'literal' : binding.position,
    name: binding.name,
    env: binding.env ?? (binding.name && /^[A-Z][A-Z0-9_]+$/.test(binding.name) ? binding.name : null),
    start,
    end,
    proven: proof === 'proven',
  };
}

const MADE_UP = new Set(
  'example placeholder your dummy fake sample redacted changeme insert test mock xxx xxxx todo replace here hardcoded demo'.split(
    ' ',
  ),
);

/** The right prefix before a body that nobody generated: all x, a keyboard run, words. */
export function looksMadeUp(value: string): boolean {
  if (classifyValue(value) === 'masked') return true;
  if (wordsOf(value.replace(/([A-Za-z])([0-9])/g, '$1_$2')).some((word) => MADE_UP.has(word) && word.length > 3))
    return true;
  return /example|placeholder|your[-_]|redacted/i.test(value);
}
