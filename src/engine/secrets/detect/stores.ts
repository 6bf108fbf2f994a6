/** Files in which tools keep passwords in a form of their own. */
import type { Detection } from './detect';
import { storedHashRule } from './password-hashes';
import { classifyValue } from '../values/value';

const USER_LIST = /(?:^|\/)userlist(?:[.-][\w.-]+)?\.txt(?:\.\w+)?$/;
const FORMS: readonly { path: RegExp; line: RegExp }[] = [
  // machine HOST login USER password VALUE (GNU inetutils, "The .netrc file")
  { path: /(?:^|\/)[._]netrc$/, line: /\bpassword[ \t]+(\S{1,200})/g },
  // host:port:database:user:password (PostgreSQL, "The Password File")
  { path: /(?:^|\/)\.pgpass$/, line: /^(?!#)(?:[^:\n]{0,200}:){4}([^:\n]{1,200})$/gm },
  // "user" "password or its hash" (PgBouncer documentation, "Authentication file format")
  { path: USER_LIST, line: /^[ \t]*"[^"\n]{1,100}"[ \t]+"([^"\n]{1,300})/gm },
];

/** Passwords of `.netrc`, `.pgpass` and PgBouncer's list of users. */
export function storedCredentials(path: string, text: string): Detection[] {
  const form = FORMS.find((candidate) => candidate.path.test(path));
  if (!form) return [];
  return [...text.matchAll(form.line)].flatMap((match): Detection[] => {
    const value = match[1] ?? '';
    const hash = storedHashRule(value);
    const kind = hash === undefined ? classifyValue(value) : 'hash';
    if (kind === 'reference' || kind === 'masked' || kind === 'cut-off') return [];
    const start = match.index + match[0].length - value.length;
    const shown = kind === 'strong' || kind === 'hash' ? kind : 'weak';
    return [
      {
        rule: hash ?? 'password',
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
