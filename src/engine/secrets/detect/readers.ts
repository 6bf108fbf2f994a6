/** What readers of structured values share. */
import { bindingBefore } from './binding';
import type { Detection, Scan } from './detect';
import type { ValueClass } from '../values/value';

/** Reads what stands at the hit of a key: `start` of the key and its `end`. */
export type Reader = (scan: Scan, start: number, end: number) => Detection | Detection[] | undefined;

/** A value with the name and position of what stands before `at`. */
export function bound(
  scan: Scan,
  at: number,
  rule: string,
  value: Detection['value'],
  start: number,
  end: number,
): Detection {
  const binding = bindingBefore(scan.text, at, scan.family);
  const position = scan.isProse(at) ? 'prose' : binding.position;
  const env = binding.env ?? (binding.name && /^[A-Z][A-Z0-9_]+$/.test(binding.name) ? binding.name : null);
  const isSetting = position === 'literal' && scan.isSetting(at);
  return {
    rule,
    value,
    position: isSetting ? 'setting' : position,
    name: binding.name,
    env,
    start,
    end,
    proven: false,
  };
}

/** Classes that no context makes a finding. */
export function isNothing(kind: ValueClass): boolean {
  return kind === 'reference' || kind === 'cut-off' || kind === 'masked' || kind === 'no-value';
}

/** The group of a sticky pattern at an offset, and where it stands. */
export function quotedAfter(scan: Scan, pattern: RegExp, start: number): { value: string; at: number } | undefined {
  pattern.lastIndex = start;
  const match = pattern.exec(scan.text);
  const value = match?.[1];
  return match && value !== undefined ? { value, at: start + match[0].lastIndexOf(value) } : undefined;
}
