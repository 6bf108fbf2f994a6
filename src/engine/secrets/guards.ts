/** Start-up guards: conditions on a secret's variable that end the program, raise, or collect an error. Read from the text of conditions. */
import type { SourceFile } from '../collect/source-file';
import { hashValue } from '../hash';
import type { Span } from '../span';
import { environmentName, fallsBack } from './detect/local-names';
import { isSecretName } from './names';
import { familyOf } from './detect/syntax';

export type GuardKind = 'equals' | 'length' | 'presence' | 'pattern';

declare module '../facts' {
  interface FactParts {
    /** Start-up conditions on secrets. */
    secretGuards: GuardFact[];
  }
}

export interface GuardFact {
  /** Environment variable that is judged, in upper case. */
  name: string;
  kind: GuardKind;
  /** Salted hashes of the literals that are refused. */
  values: string[];
  /** Shortest length that is accepted. */
  minimum: number;
  /** Variable that must say `production` for the guard to run, or null when it always runs. */
  flag: string | null;
  /** Does not see the default of the field itself (pydantic validators of version 2). */
  skipsDefaults: boolean;
  span: Span;
}

/** How far around a condition is read. */
const BODY = 700;
const ENCLOSING = 3000;
const MAX_CONDITION = 600;
const REJECTS =
  /\b(?:raise|throw|panic|abort|die)\b|(?:sys|process|os|System|Environment)\.[eE]xit\(|\bexit\(|errors?\.(?:append|push|add)\(|(?:missing|problems|issues|failures)\.(?:append|push)\(|[fF]atal(?:f|ln)?\(|Error\(|errors\.New\(|\bErrorf\(/;
const PYTHON_IF = /^([ \t]*)(?:el)?if\s+/gm;
const SCRIPT_IF = /\bif\s*\(/g;
/** Go, Rust, Swift: no parentheses around a condition. */
const BARE_IF = /\bif\s+(?=[^\s(])([^{}\n]{1,400})\{/g;
/** Ruby, at the end of a statement and at its start. */
const RUBY_IF =
  /^[^\n#]{0,160}\b(?:raise|abort)\b[^\n]{0,160}?\bif\s+([^\n]{1,300})$|^[ \t]*if\s+([^\n]{1,300})\n(?=[ \t]*(?:raise|abort)\b)/gm;

/** Every guard of a text in Python, JavaScript or another language with conditions. */
export function guardsIn(file: SourceFile): GuardFact[] {
  if (file.language === 'python') return pythonGuards(file);
  if (file.language === 'javascript' || file.language === 'typescript')
    return [...scriptGuards(file), ...schemaGuards(file)];
  if (familyOf(file.language, file.path) !== 'code') return [];
  return /\.(?:rb|rake)$/.test(file.path) ? rubyGuards(file) : [...scriptGuards(file), ...bareGuards(file)];
}

function bareGuards(file: SourceFile): GuardFact[] {
  const { text } = file;
  return [...text.matchAll(BARE_IF)].flatMap((match) => {
    const condition = match[1] ?? '';
    const end = match.index + match[0].length;
    if (!mentionsSecret(condition) || !REJECTS.test(blockAfter(text, end - 1))) return [];
    const at = end - 1 - condition.length;
    const flag = flagOf(condition) ?? enclosingBlockFlag(text, match.index);
    return judge(file, { condition, at, flag, validated: undefined, skipsDefaults: false });
  });
}

function rubyGuards(file: SourceFile): GuardFact[] {
  return [...file.text.matchAll(RUBY_IF)].flatMap((match) => {
    const condition = match[1] ?? match[2] ?? '';
    if (!mentionsSecret(condition)) return [];
    const at = match.index + match[0].indexOf(condition);
    const flag = /\.production\?/.test(condition) ? 'RAILS_ENV' : flagOf(condition);
    return judge(file, { condition, at, flag, validated: undefined, skipsDefaults: false });
  });
}

function pythonGuards(file: SourceFile): GuardFact[] {
  const { text } = file;
  const guards: GuardFact[] = [];
  const hasValidators = text.includes('validator(');
  const hasJudges = JUDGE.test(text);
  for (const match of text.matchAll(PYTHON_IF)) {
    const start = match.index + match[0].length;
    const end = conditionEnd(text, start);
    if (end === undefined) continue;
    const condition = text.slice(start, end);
    const field = hasValidators ? validatedField(text, match.index) : undefined;
    const subjects =
      field !== undefined
        ? [field]
        : mentionsSecret(condition)
          ? [undefined]
          : hasJudges
            ? argumentsOf(text, match.index)
            : [];
    if (subjects.length === 0) continue;
    const indent = (match[1] ?? '').length;
    if (!REJECTS.test(indentedBody(text, end, indent))) continue;
    const flag = flagOf(condition) ?? enclosingFlag(text, match.index, indent);
    for (const validated of subjects) {
      const skips = field !== undefined && skipsDefaults(text, match.index);
      guards.push(...judge(file, { condition, at: start, flag, validated, skipsDefaults: skips }));
    }
  }
  return guards;
}

/** A function whose name says that it judges secrets. */
const JUDGE = /\bdef\s+\w*(?:secret|passw|credential|default|weak|insecure|placeholder)/i;

/** Variables that a condition on a plain `value` judges: what the function around it is called with. */
function argumentsOf(text: string, at: number): string[] {
  const before = text.slice(Math.max(0, at - 1500), at);
  const name = before
    .match(/\n[ \t]*def\s+(\w+)\(/g)
    ?.pop()
    ?.match(/def\s+(\w+)/)?.[1];
  if (name === undefined || !/secret|passw|credential|default|weak|insecure|placeholder/i.test(name)) return [];
  const calls = [...text.matchAll(new RegExp(`(?<!def\\s)\\b${name}\\(([^()]{1,200})\\)`, 'g'))];
  const words = calls.flatMap((call) => (call[1] ?? '').match(/[A-Za-z_]\w*/g) ?? []);
  return [...new Set(words.filter(isSecretName).map((word) => word.toUpperCase()))];
}

/** End of a Python condition: the colon that closes it, brackets and strings skipped; undefined when it is too long. */
function conditionEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, start + MAX_CONDITION); at++) {
    const character = text[at] ?? '';
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, at + 1);
      if (close < 0) return undefined;
      at = close;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ':' && depth === 0) return at;
    else if (character === '\n' && depth === 0) return undefined;
  }
  return undefined;
}

/** The lines below that are indented deeper. */
function indentedBody(text: string, from: number, indent: number): string {
  const stretch = text.slice(from, from + BODY);
  const end = stretch.slice(1).search(new RegExp(`\\n[ \\t]{0,${indent}}[^\\s#]`));
  return end < 0 ? stretch : stretch.slice(0, end + 1);
}

/** Field that the validator around a position judges, as an environment variable. */
function validatedField(text: string, at: number): string | undefined {
  const before = text.slice(Math.max(0, at - 2000), at);
  const index = Math.max(before.lastIndexOf('@field_validator('), before.lastIndexOf('@validator('));
  if (index < 0 || /\n(?: {4}|\t)?@(?!classmethod)\w|\nclass /.test(before.slice(index + 1))) return undefined;
  const between = before.slice(index);
  if ((between.match(/\n[ \t]*(?:async\s+)?def\s/g) ?? []).length !== 1) return undefined;
  const fields = [...between.slice(0, between.indexOf(')')).matchAll(/["'](\w+)["']/g)].map((field) => field[1] ?? '');
  return fields.find(isSecretName)?.toUpperCase();
}

function skipsDefaults(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2000), at);
  const decorator = before.slice(Math.max(before.lastIndexOf('@field_validator('), before.lastIndexOf('@validator(')));
  return !/always\s*=\s*True/.test(decorator.slice(0, 160)) && !/validate_default\s*=\s*True/.test(text);
}

function scriptGuards(file: SourceFile): GuardFact[] {
  const { text } = file;
  const guards: GuardFact[] = [];
  for (const match of text.matchAll(SCRIPT_IF)) {
    const start = match.index + match[0].length;
    const end = closingParenthesis(text, start);
    if (end === undefined) continue;
    const condition = text.slice(start, end);
    if (!mentionsSecret(condition) || !REJECTS.test(blockAfter(text, end + 1))) continue;
    const flag = flagOf(condition) ?? enclosingBlockFlag(text, match.index);
    guards.push(...judge(file, { condition, at: start, flag, validated: undefined, skipsDefaults: false }));
  }
  return guards;
}

function closingParenthesis(text: string, start: number): number | undefined {
  let depth = 1;
  for (let at = start; at < Math.min(text.length, start + MAX_CONDITION); at++) {
    const character = text[at];
    if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** What an `if` runs: its block, or the one statement. */
function blockAfter(text: string, from: number): string {
  const stretch = text.slice(from, from + BODY);
  if (!/^\s*\{/.test(stretch)) return stretch.slice(0, stretch.indexOf(';') + 1 || stretch.indexOf('\n', 2) + 1 || 160);
  let depth = 0;
  for (let at = 0; at < stretch.length; at++) {
    if (stretch[at] === '{') depth++;
    else if (stretch[at] === '}' && --depth === 0) return stretch.slice(0, at);
  }
  return stretch;
}

/** Lengths that a schema demands of a variable: `JWT_SECRET: z.string().min(32)`. */
function schemaGuards(file: SourceFile): GuardFact[] {
  const found: GuardFact[] = [];
  for (const match of file.text.matchAll(
    /\b([A-Z][A-Z0-9_]{2,60})\s*:\s*z\s*\.string\([^)\n]{0,60}\)[^,\n]{0,80}?\.min\((\d{1,3})/g,
  )) {
    const name = match[1] ?? '';
    if (!isSecretName(name)) continue;
    const span = file.span(match.index, match.index + name.length);
    found.push({ name, kind: 'length', values: [], minimum: Number(match[2]), flag: null, skipsDefaults: false, span });
  }
  return found;
}

const SECRET_HINT = /secret|passw|pwd|token|key|salt|credential|_ur[li]\b|dsn/i;

function mentionsSecret(condition: string): boolean {
  if (!SECRET_HINT.test(condition)) return false;
  return (condition.match(/[A-Za-z_$][\w$]*/g) ?? []).some(
    (word) => isSecretName(word) || /_(?:URL|URI|DSN)$/.test(word),
  );
}

const FLAG =
  /(?:([A-Za-z_$][\w$]*)["')\]]*(?:,\s*["'][^"']*["']\))?(?:\.(?:lower|toLowerCase)\(\))?\s*===?\s*["']prod(?:uction)?["'])|\b((?:is_?|in_?)prod(?:uction)?)\b/i;

function flagOf(condition: string): string | null {
  const match = FLAG.exec(condition);
  if (!match) return null;
  return match[1] ?? match[2] ?? null;
}

/** The production flag of an enclosing Python condition: lines above with less indentation. */
function enclosingFlag(text: string, at: number, indent: number): string | null {
  const lines = text.slice(Math.max(0, at - ENCLOSING), at).split('\n');
  let depth = indent;
  for (let i = lines.length - 2; i >= 0 && depth > 0; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const own = line.length - line.trimStart().length;
    if (own >= depth) continue;
    depth = own;
    const flag = /^\s*(?:el)?if\b/.test(line) ? flagOf(line) : null;
    if (flag !== null) return resolveFlag(text, flag, at);
    if (/^\s*(?:async\s+)?def\b/.test(line)) return null;
  }
  return null;
}

function enclosingBlockFlag(text: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - ENCLOSING), at);
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    if (before[i] === '}') depth++;
    else if (before[i] === '{' && --depth < 0) {
      depth = 0;
      const head = before.slice(Math.max(0, i - 200), i);
      const condition = /\bif\s*\(([^{};]{1,180})\)\s*$/.exec(head)?.[1];
      const flag = condition === undefined ? null : flagOf(condition);
      if (flag !== null) return resolveFlag(text, flag, at);
    }
  }
  return null;
}

/** `is_production = os.getenv("ENV", "") == "production"`: the variable behind a local flag. */
function resolveFlag(text: string, flag: string, at: number): string {
  const before = text.slice(Math.max(0, at - ENCLOSING), at);
  const line =
    new RegExp(`\\b${flag.replace(/\$/g, '\\$')}\\s*(?::\\s*\\w+\\s*)?=(?!=)([^\\n]{1,200})`).exec(before)?.[1] ?? '';
  const read = /(?:getenv|environ\.get)\(\s*["'](\w+)["']|process\.env\.(\w+)|environ\[["'](\w+)["']\]/.exec(line);
  return read?.[1] ?? read?.[2] ?? read?.[3] ?? flag;
}

interface Condition {
  condition: string;
  at: number;
  flag: string | null;
  validated: string | undefined;
  skipsDefaults: boolean;
}

const SUBJECT = `(?:[A-Za-z_$][\\w$]*\\.)*(?:env\\.)?([A-Za-z_$][\\w$]*)`;

/** The guards in one condition. */
function judge(file: SourceFile, { condition, at, flag, validated, skipsDefaults: skips }: Condition): GuardFact[] {
  const found: GuardFact[] = [];
  const resolved = flag === null ? null : resolveFlag(file.text, flag, at);
  const add = (subject: string, index: number, kind: GuardKind, values: string[] = [], minimum = 0): void => {
    const name = variableOf(file.text, subject, at, validated);
    if (name === undefined) return;
    const span = file.span(at + index, at + index + subject.length);
    found.push({
      name,
      kind,
      values: values.map((value) => hashValue(value, file.salt)),
      minimum,
      flag: resolved,
      skipsDefaults: skips,
      span,
    });
  };
  for (const match of condition.matchAll(
    new RegExp(
      `${SUBJECT}\\s*(?:===?|\\bin\\b)\\s*(?:["']([^"'\\n]{1,200})["']|([A-Za-z_$][\\w$]*)|[[({]([^\\])}]{1,400})[\\])}])`,
      'g',
    ),
  )) {
    const values =
      match[2] !== undefined ? [match[2]] : literalsOf(match[4] ?? listNamed(file.text, match[3] ?? '', at));
    if (values.length > 0) add(match[1] ?? '', match.index, 'equals', values);
  }
  // Java and Kotlin: `"v".equals(secret)`, `secret.equals("v")`.
  for (const match of condition.matchAll(
    new RegExp(
      `["']([^"'\\n]{1,200})["']\\.equals\\(\\s*${SUBJECT}|${SUBJECT}\\.equals\\(\\s*["']([^"'\\n]{1,200})["']`,
      'g',
    ),
  ))
    add(match[2] ?? match[3] ?? '', match.index, 'equals', [match[1] ?? match[4] ?? '']);
  for (const match of condition.matchAll(
    /(?:([A-Za-z_$][\w$]*)|\[([^\]]{1,400})\])\.(?:includes?\??|has|contains|Contains)\(\s*(?:[A-Za-z_$][\w$]*\.)*([A-Za-z_$][\w$]*)\s*\)/g,
  )) {
    const values = literalsOf(match[2] ?? listNamed(file.text, match[1] ?? '', at));
    if (values.length > 0) add(match[3] ?? '', match.index, 'equals', values);
  }
  for (const match of condition.matchAll(
    new RegExp(
      `(?:str)?len\\(\\s*${SUBJECT}[^)]{0,20}\\)\\s*<=?\\s*(\\d{1,4})|${SUBJECT}\\.(?:length|Length|len|size)(?:\\(\\))?\\s*<=?\\s*(\\d{1,4})`,
      'g',
    ),
  )) {
    add(match[1] ?? match[3] ?? '', match.index, 'length', [], Number(match[2] ?? match[4]));
  }
  for (const match of condition.matchAll(
    new RegExp(
      `${SUBJECT}\\.(?:startswith|startsWith|includes|endsWith|match|lower\\(\\)\\.startswith)\\(\\s*["'/]|["'][\\w -]+["']\\s+in\\s+${SUBJECT}`,
      'g',
    ),
  )) {
    add(match[1] ?? match[2] ?? '', match.index, 'pattern');
  }
  for (const match of condition.matchAll(new RegExp(`(?:\\bnot\\s+|!)${SUBJECT}(?![\\w.(])`, 'g'))) {
    const readsIt = /env\.\w+$/.test(match[0]);
    if (readsIt || !fallsBack(file.text, match[1] ?? '', at)) add(match[1] ?? '', match.index, 'presence');
  }
  return found;
}

/** The environment variable behind a name in a condition; undefined for names of no interest. */
function variableOf(text: string, subject: string, at: number, validated: string | undefined): string | undefined {
  if (validated !== undefined && /^(?:v|value|val|secret|key)$/.test(subject)) return validated;
  if (!isSecretName(subject) && !/(?:_|^)(?:URL|URI|DSN)$/i.test(subject)) return undefined;
  return environmentName(text, subject, at);
}

function literalsOf(list: string): string[] {
  return [...list.matchAll(/["']([^"'\n]{1,200})["']/g)].map((match) => match[1] ?? '');
}

/** Text of a list or literal that a name was given above. */
function listNamed(text: string, name: string, at: number): string {
  if (name === '') return '';
  const before = text.slice(Math.max(0, at - 6000), at);
  const index = Math.max(before.lastIndexOf(`${name} = `), before.lastIndexOf(`${name}: `));
  if (index < 0) return '';
  const stretch = before.slice(index + name.length, index + name.length + 800);
  const list = /^[^\n=]{0,60}=\s*(?:new Set\(|frozenset\(|set\()?\s*([[({][^\])}]*[\])}]|["'][^"'\n]*["'])/.exec(
    stretch,
  );
  return list?.[1] ?? '';
}
