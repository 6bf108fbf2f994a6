/** Passwords on command lines and in calls, where position alone says what a value is. */
import { CALL_FORMS, COMMAND_FORMS, type ValueForm } from './value-forms';
import type { Detection, Scan } from './detect';
import { isPasswordName, isSecretName } from '../names';
import { classifyValue, isPassphrase, type ValueClass } from '../values/value';

const FORMS: readonly ValueForm[] = [...COMMAND_FORMS, ...CALL_FORMS];

/** Keys of the automaton, by index. */
export const COMMAND_KEYS: readonly string[] = FORMS.map(({ key }) => key);

/** How far before a key its value may stand (`echo "v" | docker login --password-stdin`). */
const BEFORE = 240;

/** The value of a command or pair, at the hit of its key. */
export function commandValue(scan: Scan, index: number, end: number): Detection[] {
  const form = FORMS[index];
  if (!form || (form.code && scan.family !== 'code' && scan.family !== 'python')) return [];
  const match = matchOf(form, scan.text, end);
  if (!match || !isSecretName(match.name)) return [];
  const { value, name, at } = match;
  // `description = "Key of the secret that holds …"` of a variable: its value is a name.
  if (/\bdescription\s*=\s*"[^"\n]{0,80}\b(?:name|key|path|arn|id) of\b/i.test(scan.text.slice(end, at))) return [];
  const kind = classOf(value, name);
  if (!isWorthKeeping(form, kind)) return [];
  // `auth.login(user, 'google')` may hand over anything.
  if (form.key === '.login(' && kind !== 'strong' && /^\.login\(\s*[$\w]/i.test(scan.text.slice(end - 7, at)))
    return [];
  const position = scan.isProse(at) ? 'prose' : form.position;
  return [
    {
      rule: form.rule ?? 'password',
      value: kind,
      position,
      name,
      env: null,
      start: at,
      end: at + value.length,
      proven: false,
      ...(form.signsIn ? { used: true } : {}),
      ...(form.scheme === undefined ? {} : { scheme: form.scheme }),
    },
  ];
}

function matchOf(form: ValueForm, text: string, end: number): { value: string; name: string; at: number } | undefined {
  const start = end - form.key.length;
  const from = form.before ? Math.max(0, start - BEFORE) : start;
  if (!form.before) form.pattern.lastIndex = start;
  const match = form.pattern.exec(form.before ? text.slice(from, start) : text);
  const value = match?.[2] ?? match?.[1];
  if (!match || value === undefined) return undefined;
  const name = match[2] === undefined ? (form.name ?? 'password') : (match[1] ?? '');
  return { value, name, at: from + (form.before ? match.index : 0) + match[0].lastIndexOf(value) };
}

function classOf(value: string, name: string): ValueClass {
  const kind = classifyValue(value, name);
  return kind === 'plain' && isPasswordName(name) && isPassphrase(value) ? 'strong' : kind;
}

function isWorthKeeping({ code, position, signsIn }: ValueForm, kind: ValueClass): boolean {
  if (kind === 'strong') return true;
  if (kind === 'weak') return code === true;
  // What tells people to change it is run with all the same where nobody does.
  if (kind === 'placeholder') return position === 'setting' || (position === 'fallback' && !signsIn);
  return kind === 'plain' && (position === 'setting' || (position === 'fallback' && !signsIn) || position === 'sql');
}
