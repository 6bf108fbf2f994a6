/**
 * From a secret's name to its value: reads what stands behind a name on its line (a little further where the expression goes on), in any
 * syntax. Every pattern is sticky, bounded and linear, so a line costs the same however it is made.
 */
import type { Position } from '../facts';
import { bareAt, closing, Cursor, literalAt, untilBrace, type FoundValue } from './cursor';
import {
  QUOTES,
  LITERAL,
  SPACE,
  COMPARED_WITH,
  COMPARISON,
  OR,
  ANNOTATED,
  BEFORE_JUXTAPOSED,
  JUXTAPOSED,
  ASSIGN,
  ENV_CALL,
  OR_ELSE,
  OPTION_CALL,
  SETTER_CALL,
  TEMPLATE_DEFAULT,
  WRAPPERS,
  envReadIn,
} from './expression-patterns';
import { BARE, type Family } from './syntax';

/** Longest stretch that is read behind a name. */
const REACH = 480;

/** The value behind the name at `[nameStart, nameEnd)`; undefined when none stands there. */
export function valueBehind(
  text: string,
  nameStart: number,
  nameEnd: number,
  lineEnd: number,
  family: Family,
): FoundValue | undefined {
  const cursor = new Cursor(text, nameEnd, Math.min(text.length, reachOf(text, nameEnd, lineEnd, family)));
  if (text.startsWith('${', nameStart - 2)) {
    // Shells and compose write `${X:-v}` and `${X:=v}`, Spring `${x.y:v}`.
    const separator = cursor.eat(/:?[-=]|:(?![?+\s])/y)?.[0];
    if (separator === undefined || (separator === ':' && (family === 'shell' || family === 'prose'))) return undefined;
    return untilBrace(cursor, text.slice(nameStart, nameEnd));
  }
  const quote = text[nameStart - 1] ?? '';
  if (family === 'yaml' && /\n[ \t]*- ["']?--$/.test(text.slice(Math.max(0, nameStart - 40), nameStart))) {
    const next = new Cursor(text, nameEnd, Math.min(text.length, nameEnd + REACH));
    // The arguments of a command, one a line: the option, then its value.
    if (next.eat(/["']?[ \t]*\r?\n[ \t]*- (?!["']?-)/y)) return rightSide(next, family);
  }
  const pair = pairedValue(cursor, nameStart, family) ?? declaredDefault(cursor, nameStart, family);
  if (pair) return pair;
  if (isCodeLike(family) && quote === '-' && OPTION_CALL.test(text.slice(Math.max(0, nameStart - 60), nameStart)))
    return optionDefault(cursor);
  const quotedName = QUOTES.includes(quote) && quote !== '' && text[nameEnd] === quote;
  // `process.env.X ? process.env.X : 'v'` falls back.
  const read = envReadIn(text.slice(nameStart, nameEnd));
  if (read !== null && isCodeLike(family) && cursor.eat(/\s{0,10}:\s{0,10}(?=["'`])/y))
    return literalAt(cursor, 'fallback', read);
  // `cond ? SECRET : 'x'` chooses between two values and gives none to the first.
  if (isCodeLike(family) && /\?\s{0,40}["'`]?$/.test(text.slice(Math.max(0, nameStart - 42), nameStart)))
    return undefined;
  // `[ "$DB_PASSWORD" = "admin" ]` asks.
  if (family === 'shell' && quotedName && text[nameStart] === '$') return undefined;
  if (quotedName) {
    cursor.at++;
    const answer = behindQuotedName(cursor, nameStart, nameEnd, family);
    if (answer !== 'go on') return answer;
  }
  if (cursor.eat(COMPARISON)) return literalAt(cursor, 'comparison', null);
  // `$tokenData->username ?? 'v'` gives a value to what the object holds under another name.
  if (family === 'code' && text[nameStart] === '$' && /^\??->\w/.test(text.slice(nameEnd, nameEnd + 4)))
    return undefined;
  // `repeated === password || 'Passwords differ'` answers with a text, and falls back to nothing.
  if (isCodeLike(family) && COMPARED_WITH.test(text.slice(Math.max(0, nameStart - 60), nameStart))) return undefined;
  const or = cursor.eat(OR);
  if (or && (isCodeLike(family) || /\bENV\[\s{0,4}["']$/.test(text.slice(Math.max(0, nameStart - 10), nameStart)))) {
    const env = envReadIn(text.slice(Math.max(0, nameStart - 40), cursor.at));
    const found = literalAt(cursor, 'fallback', env);
    // `name === null || 'v' === name` asks twice.
    return found && /^["'`]\s{0,10}[=!]==?/.test(text.slice(found.end, found.end + 16)) ? undefined : found;
  }
  if (isCodeLike(family)) {
    if (cursor.eat(ANNOTATED)) return rightSide(cursor, family);
    const head = text.slice(Math.max(0, nameStart - 40), nameStart);
    if (family === 'code' && BEFORE_JUXTAPOSED.test(head) && cursor.eat(JUXTAPOSED))
      return literalAt(cursor, 'literal', null);
    // A script inside a string: user data of a machine, a command that is run.
    if (/(?:^|\n)[ \t]*export[ \t]+$/.test(head) && cursor.eat(/=(?=[^\s"'`])/y)) return bareAt(cursor, 'shell');
  }
  if (family === 'sql')
    return cursor.eat(/\s{1,40}(?=')/y)
      ? literalAt(cursor, 'sql', null)
      : cursor.eat(ASSIGN)
        ? literalAt(cursor, 'sql', null)
        : undefined;
  if (family === 'dockerfile' || family === 'shell') {
    // PowerShell's `$name = v` has spaces around the sign.
    const isSpaced =
      family === 'shell' &&
      (text[nameStart] === '$' || /\$env:$/i.test(text.slice(Math.max(0, nameStart - 5), nameStart)));
    if (cursor.eat(isSpaced ? /[ \t]{0,20}=(?!=)[ \t]{0,20}/y : /=/y)) return rightSide(cursor, family);
    const isOption =
      family === 'shell'
        ? text[nameStart - 1] === '-'
        : /(?:^|\n)[ \t]*(?:ENV|ARG)[ \t]+$/i.test(text.slice(Math.max(0, nameStart - 12), nameStart));
    if (isOption && cursor.eat(/[ \t]+(?=["']?[^\s=-])/y)) return rightSide(cursor, family);
    return undefined;
  }
  if (family === 'prose') return behindProse(cursor, nameStart, quotedName);
  const embedded =
    family === 'json' || family === 'markup' || isCodeLike(family) ? embeddedAt(cursor, nameStart, family) : undefined;
  if (embedded) return embedded;
  // A parameter of a URL has no blank before its value.
  if (/[?&]/.test(quote) && /^=\s/.test(text.slice(nameEnd, nameEnd + 2))) return undefined;
  if (cursor.eat(ASSIGN)) return rightSide(cursor, family);
  if (isCodeLike(family) && cursor.eat(/\(\s{0,40}(?=["'`])/y)) return literalAt(cursor, 'argument', null);
  return undefined;
}

const PAIRED: ReadonlySet<Family> = new Set(['yaml', 'json', 'markup', 'code']);

/** `- name: X` / `value: v` of Kubernetes, `<add key="X" value="v"/>`, `<password>v</password>`. */
function pairedValue(cursor: Cursor, nameStart: number, family: Family): FoundValue | undefined {
  const { text } = cursor;
  if (!PAIRED.has(family)) return undefined;
  if (family === 'markup') {
    if (text[nameStart - 1] === '<') return cursor.eat(/>/y) ? bareAt(cursor, 'config') : undefined;
    // `<key>Name</key><string>v</string>` of property lists, `<string name="x">v</string>` of Android.
    const list = new Cursor(text, cursor.at, Math.min(text.length, cursor.at + REACH));
    if (text[nameStart - 1] === '>' && list.eat(/<\/key>\s{0,40}<string>/y)) return bareAt(list, 'config');
    // `<property name="x" value="v"/>` is a pair as below.
    const isNamed = /\bname=["']$/.test(text.slice(Math.max(0, nameStart - 8), nameStart));
    if (isNamed && list.eat(/["'](?![^<>\n]{0,60}\bvalue=)[^<>\n]{0,60}>\s{0,40}(?:<value>)?/y))
      return bareAt(list, 'config');
  }
  if (!/(?:name|key)["']?\s{0,4}[:=]\s{0,4}["']?$/i.test(text.slice(Math.max(0, nameStart - 16), nameStart)))
    return undefined;
  const wide = new Cursor(text, cursor.at, Math.min(text.length, cursor.at + REACH));
  if (!wide.eat(/["']?\s{0,40}[,;]?\s{0,40}["']?value["']?\s{0,4}[:=]\s{0,4}/iy))
    return family === 'yaml' ? valueAbove(text, nameStart) : undefined;
  if (family === 'yaml') return rightSide(wide, family);
  return literalAt(wide, family === 'code' ? 'literal' : 'config', null);
}

/**
 * The default of a declared parameter: `X: {Type: String, Default: v}` of CloudFormation in YAML or JSON, `"x": {"value": "v"}` of Azure's
 * parameter files (documentation of both, "Parameters").
 */
function declaredDefault(cursor: Cursor, nameStart: number, family: Family): FoundValue | undefined {
  const wide = new Cursor(cursor.text, cursor.at, Math.min(cursor.text.length, cursor.at + REACH));
  if (family === 'json')
    return wide.eat(
      /"\s{0,4}:\s{0,4}\{\s{0,40}(?:"\w{1,24}"\s{0,4}:\s{0,4}(?:"[^"\n]{0,120}"|\w{1,12})\s{0,4},\s{0,40}){0,6}"(?:value|[dD]efault(?:Value)?)"\s{0,4}:\s{0,4}/y,
    )
      ? literalAt(wide, 'config', null)
      : undefined;
  if (family !== 'yaml' || !/(?:^|\n)[ \t]{2,8}$/.test(cursor.text.slice(Math.max(0, nameStart - 9), nameStart)))
    return undefined;
  return wide.eat(
    /:[ \t]*\n(?:[ \t]{4,12}(?!Default)[A-Z]\w{1,24}:[^\n]{0,120}\n){1,6}[ \t]{4,12}Default:[ \t]*(?=\S)/y,
  )
    ? rightSide(wide, family)
    : undefined;
}

/** `- value: v` with `name: X` on the next line. */
function valueAbove(text: string, nameStart: number): FoundValue | undefined {
  const from = Math.max(0, nameStart - REACH);
  const match = /-[ \t]+value:[ \t]*(["']?)([^"'\n]{2,200})\1[ \t]*\n[ \t]*name:[ \t]*["']?$/.exec(
    text.slice(from, nameStart),
  );
  if (!match) return undefined;
  const value = match[2] ?? '';
  const start = from + match.index + match[0].indexOf(value, match[0].indexOf('value:') + 6);
  return { start, end: start + value.length, position: 'config', env: null, quoted: match[1] !== '', dynamic: false };
}

function isCodeLike(family: Family): boolean {
  return family === 'code' || family === 'python';
}

/** How far behind a name is read: to the end of its line, or three lines where the expression plainly goes on. */
function reachOf(text: string, from: number, lineEnd: number, family: Family): number {
  let end = lineEnd;
  if (isCodeLike(family)) {
    for (let lines = 0; lines < 3 && end < text.length; lines++) {
      const tail = text.slice(Math.max(from - 1, end - 40), end).trimEnd();
      if (!/(?:[([=,:+\\]|\|\||\?\?|\bor)$/.test(tail)) break;
      const next = text.indexOf('\n', end + 1);
      end = next < 0 ? text.length : next;
    }
  }
  return Math.min(end, from + REACH);
}

/** `…&password=v` and `Password=v;` inside a string: no space around the `=`, no quote behind it. */
function embeddedAt(cursor: Cursor, nameStart: number, family: Family): FoundValue | undefined {
  const before = cursor.text[nameStart - 1] ?? '';
  const from = cursor.at;
  // A command kept as a string, with the variables that it is run with: permissions of an agent, tasks of an editor.
  const isCommand =
    family === 'json' && /[( "]/.test(before) && /^[A-Z][A-Z0-9_]+$/.test(cursor.text.slice(nameStart, from));
  if ((!'?&;"\'` '.includes(before) && !isCommand) || before === '') return undefined;
  const isQuoted = isCommand && cursor.eat(/=\\["'](?=[^\s"'`\\${])/y) !== undefined;
  if (!isQuoted && !cursor.eat(/=(?=[^\s"'`=>{$])/y)) return undefined;
  const found = bareAt(cursor, 'literal');
  // The quote behind it is escaped like the one before.
  if (found && isQuoted && cursor.text[found.end - 1] === '\\') found.end--;
  if (
    !found ||
    !/["'`;&\\ ]/.test(cursor.text[found.end] ?? '') ||
    (before === ' ' && !isCommand && !/[;"'`]/.test(cursor.text[found.end] ?? '') && !isLibpq(cursor.text, nameStart))
  ) {
    cursor.at = from;
    return undefined;
  }
  return { ...found, embedded: true };
}

/** `host=db user=shop password=v dbname=shop` (PostgreSQL documentation, "Keyword/Value Connection Strings"). */
function isLibpq(text: string, nameStart: number): boolean {
  return /\b(?:host|user|dbname|port)=\S{1,100}[^"'`\n]*$/.test(text.slice(Math.max(0, nameStart - 160), nameStart));
}

/** `default="v"` among the arguments behind an option's name. */
function optionDefault(cursor: Cursor): FoundValue | undefined {
  const found = cursor.eat(
    /["'](?:,\s{0,40}["'][^"'\n]{0,40}["']|,\s{0,40}\w{1,20}\s{0,4}=\s{0,4}(?!["'])[^,)"'\n]{1,60}|,\s{0,40}(?!default)\w{1,20}\s{0,4}=\s{0,4}["'][^"'\n]{0,120}["']){0,6},\s{0,40}default\s{0,4}=\s{0,4}/y,
  );
  return found ? literalAt(cursor, 'setting', null) : undefined;
}

function behindQuotedName(
  cursor: Cursor,
  nameStart: number,
  nameEnd: number,
  family: Family,
): FoundValue | undefined | 'go on' {
  const { text } = cursor;
  if (cursor.eat(/\s{0,40}\]/y)) return 'go on';
  const head = text.slice(Math.max(0, nameStart - 48), nameStart - 1);
  const name = text.slice(nameStart, nameEnd);
  if (/\bENV\.fetch\(\s{0,4}$/.test(head) && cursor.eat(/\)\s{0,4}\{\s{0,4}/y))
    return literalAt(cursor, 'fallback', name);
  // `os.environ["X"] if "X" in os.environ else "v"`
  if (family === 'python' && cursor.eat(/\s{1,4}in\s{1,4}os\.environ\s{1,4}else\s{1,4}/y))
    return literalAt(cursor, 'fallback', name);
  if (cursor.eat(/\s{0,40}\)/y)) {
    const reads = ENV_CALL.test(head) || /env\.get\(\s{0,40}$/i.test(head);
    if (!cursor.eat(OR)) {
      // `cmp.Or(os.Getenv("X"), "v")` falls back, `run(a + os.Getenv("X"), "v")` goes on with its next argument.
      if (cursor.text[cursor.at] === ',' && !/[\w.]\(\s{0,10}[\w.:]+\(\s{0,40}$|\bcmp\.Or\(/.test(head))
        return undefined;
      if (!(reads && cursor.eat(OR_ELSE))) return undefined;
    }
    return literalAt(cursor, 'fallback', reads ? name : null);
  }
  if (cursor.eat(/\s{0,40},\s{0,40}/y)) {
    const reads = ENV_CALL.test(head);
    if (OPTION_CALL.test(head) || SETTER_CALL.test(head)) return literalAt(cursor, 'setting', null);
    cursor.eat(/(?:default(?:Value)?|fallback)\s{0,40}[=:]\s{0,40}/y);
    if (reads) return literalAt(cursor, 'fallback', name);
    if (/\bdefine\(\s{0,4}$/.test(head)) return literalAt(cursor, 'literal', null);
    return /\(\s{0,40}$/.test(head) ? literalAt(cursor, 'argument', null) : undefined;
  }
  if (cursor.eat(/\s{0,40}(?:=>|:|=(?!=))\s{0,40}/y)) return rightSide(cursor, family);
  return undefined;
}

/** `Password: v`, `Password is v`, `password (currently: v)`, `| password | v |`, `X=v`, `"x": "v"` in text for people. */
function behindProse(cursor: Cursor, nameStart: number, quotedName: boolean): FoundValue | undefined {
  void nameStart;
  void quotedName;
  const sign = cursor.eat(
    /["'`]?\*{0,2}(?:\s{1,40}key\b|\s{1,40}\(?currently)?\*{0,2}(?:\s{0,40}(?::=|=>|=|:(?!:))|\s{1,40}is\b|\s{0,40}\|)\*{0,2}/iy,
  )?.[0];
  if (sign === undefined) return undefined;
  cursor.eat(/\s{0,40}(?:Bearer\s{1,40})?(?:Enter\s{1,40})?/iy);
  const mark = cursor.eat(/["'`]|\*{1,2}/y)?.[0];
  if (mark !== undefined && QUOTES.includes(mark)) return closing(cursor, mark, 'prose', null, false);
  // "The token is valid" is a sentence.
  return /\sis$/i.test(sign) ? undefined : bareAt(cursor, 'prose');
}

/** What stands on the right of an assignment: a literal, a literal inside a known wrapper, or a bare value. */
function rightSide(cursor: Cursor, family: Family): FoundValue | undefined {
  cursor.eat(SPACE);
  const position = positionOf(family);
  // `"{{ x | default('v') }}"` of Ansible is quoted as a whole.
  if (family === 'yaml' && cursor.eat(TEMPLATE_DEFAULT)) return literalAt(cursor, 'fallback', null);
  LITERAL.lastIndex = cursor.at;
  if (LITERAL.test(cursor.text)) return literalAt(cursor, position, null);
  const substituted = cursor.eat(/\$\{([A-Za-z_]\w*):?[-=]/y);
  if (substituted) return untilBrace(cursor, substituted[1] ?? null);
  // Helm's `{{ .Values.x | default "v" }}` and `{{ default "v" .Values.x }}`.
  if (family === 'yaml' && cursor.eat(/\{\{-?[^}"'\n]{0,120}\bdefault\s{1,4}(?=")/y))
    return literalAt(cursor, 'fallback', null);
  if (isCodeLike(family)) {
    const from = cursor.at;
    for (const { pattern, position: wrapped, env } of WRAPPERS) {
      cursor.at = from;
      const match = cursor.eat(pattern);
      if (match) return literalAt(cursor, wrapped, env === undefined ? envReadIn(match[0]) : (match[env] ?? null));
    }
    return undefined;
  }
  const found = BARE.has(family) ? bareAt(cursor, position) : undefined;
  // `Secret: Escaped the castle to …`: a plain scalar goes on behind a blank (YAML 1.2.2, "Plain Style"), and words behind a word are a sentence.
  if (found && family === 'yaml' && cursor.text[found.start - 2] === ':' && isSentence(cursor.text, found))
    return undefined;
  return found;
}

function isSentence(text: string, { start, end }: FoundValue): boolean {
  return /^[A-Z]?[a-z]+$/.test(text.slice(start, end)) && /^ [a-z]+ [a-z]/i.test(text.slice(end, end + 40));
}

/** Position of a plain value in a family; manifests are told apart later. */
function positionOf(family: Family): Position {
  switch (family) {
    case 'python':
    case 'code':
      return 'literal';
    case 'dotenv':
    case 'dockerfile':
    case 'shell':
    case 'sql':
    case 'prose':
      return family;
    default:
      return 'config';
  }
}
