/** Files in which tools keep passwords in a form of their own. */
import type { Detection } from './detect';
import { classifyValue } from '../values/value';

const FORMS: readonly { path: RegExp; line: RegExp }[] = [
  // machine HOST login USER password VALUE (GNU inetutils, "The .netrc file")
  { path: /(?:^|\/)[._]netrc$/, line: /\bpassword[ \t]+(\S{1,200})/g },
  // host:port:database:user:password (PostgreSQL, "The Password File")
  { path: /(?:^|\/)\.pgpass$/, line: /^(?!#)(?:[^:\n]{0,200}:){4}([^:\n]{1,200})$/gm },
];

/** Passwords of `.netrc` and `.pgpass`. */
export function storedCredentials(path: string, text: string): Detection[] {
  const form = FORMS.find((candidate) => candidate.path.test(path));
  if (!form) return [];
  return [...text.matchAll(form.line)].flatMap((match): Detection[] => {
    const value = match[1] ?? '';
    const kind = classifyValue(value);
    if (kind === 'reference' || kind === 'masked' || kind === 'cut-off') return [];
    const start = match.index + match[0].length - value.length;
    const shown = kind === 'strong' ? kind : 'weak';
    return [
      {
        rule: 'password',
        value: shown,
        position: 'config',
        name: 'password',
        env: null,
        start,
        end: start + value.length,
        proven: false,
      },
    ];
  });
}
