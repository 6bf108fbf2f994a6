/** Passwords on command lines and in pairs without a name of their own. */
import type { Detection, Scan } from './detect';
import { isSecretName } from './names';
import type { Position } from './facts';
import { classifyValue } from './value';

interface Form {
  /** Lower-case key of the automaton. */
  key: string;
  /** From the key on; the last group is the value, a first of two the name. */
  pattern: RegExp;
  position: Position;
  /** Only in code. */
  code?: boolean;
}

const WORD = '["\']?([^\\s"\'$<>|;&]{4,128})["\']?';

const FORMS: readonly Form[] = [
  {
    key: 'docker login',
    pattern: new RegExp(`docker login[^\\n|;&]{0,200}?(?:-p|--password)[ =]${WORD}`, 'iy'),
    position: 'shell',
  },
  {
    key: 'podman login',
    pattern: new RegExp(`podman login[^\\n|;&]{0,200}?(?:-p|--password)[ =]${WORD}`, 'iy'),
    position: 'shell',
  },
  { key: 'sshpass', pattern: new RegExp(`sshpass\\s{1,4}-p\\s{0,4}${WORD}`, 'iy'), position: 'shell' },
  { key: 'mysql ', pattern: new RegExp(`mysql [^\\n|;&]{0,200}?-p${WORD}`, 'iy'), position: 'shell' },
  { key: 'mysqldump ', pattern: new RegExp(`mysqldump [^\\n|;&]{0,200}?-p${WORD}`, 'iy'), position: 'shell' },
  { key: 'redis-cli', pattern: new RegExp(`redis-cli[^\\n|;&]{0,100}? -a\\s{1,4}${WORD}`, 'iy'), position: 'shell' },
  {
    key: 'auth=(',
    pattern: /auth=\(\s{0,40}["'][^"'\n]{0,100}["']\s{0,4},\s{0,40}["']([^"'\n]{1,128})["']/iy,
    position: 'literal',
    code: true,
  },
  {
    key: 'httpbasicauth(',
    pattern: /HTTPBasicAuth\(\s{0,40}["'][^"'\n]{0,100}["']\s{0,4},\s{0,40}["']([^"'\n]{1,128})["']/iy,
    position: 'literal',
    code: true,
  },
  {
    key: 'variable "',
    pattern: /variable "(\w{1,80})"\s{0,4}\{[^}]{0,400}?\bdefault\s{0,20}=\s{0,4}"([^"\n]{1,200})"/iy,
    position: 'setting',
    code: true,
  },
];

/** Keys of the automaton, by index. */
export const COMMAND_KEYS: readonly string[] = FORMS.map(({ key }) => key);

/** The value of a command or pair, at the hit of its key. */
export function commandValue(scan: Scan, index: number, end: number): Detection[] {
  const form = FORMS[index];
  if (!form || (form.code && scan.family !== 'code' && scan.family !== 'python')) return [];
  const start = end - form.key.length;
  form.pattern.lastIndex = start;
  const match = form.pattern.exec(scan.text);
  const value = match?.[2] ?? match?.[1];
  const name = match?.[2] === undefined ? 'password' : (match[1] ?? '');
  if (!match || value === undefined || !isSecretName(name)) return [];
  const kind = classifyValue(value, name);
  if (kind !== 'strong' && !(form.code && (kind === 'weak' || (kind === 'plain' && form.position === 'setting'))))
    return [];
  const at = start + match[0].lastIndexOf(value);
  const position = scan.isProse(start) ? 'prose' : form.position;
  return [
    { rule: 'password', value: kind, position, name, env: null, start: at, end: at + value.length, proven: false },
  ];
}
