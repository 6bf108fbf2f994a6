/**
 * SQL that is put together from values: every call that runs SQL whose text has holes, with where each hole's value comes from, as far as the
 * function around the call tells. Tagged templates (`sql\`…\``, Prisma's `$queryRaw\`…\``) bind their values and are no such calls.
 */
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import { argumentsOf, closingOf, maskedOf, type MaskedText } from './mask';
import { javascriptSurroundings, pythonSurroundings } from './scope';
import type { SourceFile } from './source-file';

/** `request`: the caller chose it · `number`, `constant`, `placeholder`, `checked`: harmless · `unknown`: not told in this function. */
export type HoleOrigin = 'request' | 'number' | 'constant' | 'placeholder' | 'checked' | 'unknown';

export interface SqlHole {
  /** The expression, at most 60 characters. */
  text: string;
  /** `value`: where SQL takes a value (after `=`, in quotes); `name`: where it takes a table, column or clause. */
  position: 'value' | 'name';
  origin: HoleOrigin;
}

declare module '../facts' {
  interface FactParts {
    /** Calls that run SQL put together from values. */
    sqlText: SqlText[];
  }
}

export interface SqlText {
  /** The call: `execute`, `$queryRawUnsafe`. */
  sink: string;
  holes: SqlHole[];
  within: string | null;
  span: Span;
}

const PYTHON_SINK =
  /\b(execute|executemany|executescript|exec_driver_sql|text|raw|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetchall|scalar|scalars|read_sql|read_sql_query|extra)\s*\(/g;
const JAVASCRIPT_SINK =
  /(?:\.|\b)(query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe|unsafe|whereRaw|orWhereRaw|orderByRaw|groupByRaw|havingRaw|joinRaw|prepare|exec|run|all)\s*(?:<[^>()]*>)?\(/g;
const SQL =
  /^\s*(?:SELECT\b[\s\S]*\bFROM\b|SELECT\s|INSERT\s+INTO|UPDATE\s+[\s\S]*\bSET\b|DELETE\s+FROM|CREATE\s|ALTER\s|DROP\s|TRUNCATE\s|WITH\s+\w+\s+AS|SET\s+(?:search_path|LOCAL|role)|GRANT\s|CALL\s|EXEC\s|MERGE\s)/i;
/** SQL in a literal that has holes or is joined to something. */
const PYTHON_TEXT =
  /\b[rR]?[fF][rR]?(?:"""|'''|"|')\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|WITH|SET|GRANT|CALL|EXEC|MERGE)\b|"\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SET)\b[^"\n]*"{1,3}\s*(?:[%+]|\.format)|'\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|SET)\b[^'\n]*'{1,3}\s*(?:[%+]|\.format)/i;
const JAVASCRIPT_TEXT =
  /`\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|SET)\b|["'](?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\b[^\n]*["']\s*\+|(?:where|orderBy|groupBy|having|join)Raw\s*\(\s*["'`]/i;
/** Methods of query builders that take a part of a statement (knexjs.org, "Query Builder"). */
const FRAGMENT_SINK = /^\w+Raw$/;

export const sqlText = defineExtractor({
  part: 'sqlText',
  version: 4,
  notOf: ['vendored'],
  accepts: (path) => /\.(?:py|[cm]?[jt]sx?)$/.test(path),
  prefilter: (text, path) => (path.endsWith('.py') ? PYTHON_TEXT : JAVASCRIPT_TEXT).test(text),
  extract(file): SqlText[] | undefined {
    if (
      ['generated', 'minified', 'vendored', 'artefact', 'test'].includes(file.fileClass) ||
      file.text.length > 512 * 1024
    )
      return undefined;
    const found = file.language === 'python' ? pythonTexts(file) : javascriptTexts(file);
    return found.length === 0 ? undefined : found;
  },
});

/** What the enclosing function knows of its names. */
interface Scope {
  /** Masked text without comments, strings kept. */
  text: string;
  /** The same with the strings blanked: names are looked for here. */
  code: string;
  /** Names that carry what the caller sent. */
  tainted: ReadonlySet<string>;
  numeric: ReadonlySet<string>;
}

function pythonTexts(file: SourceFile): SqlText[] {
  const masked = maskedOf(file);
  const lines = masked.code.split(/\r?\n/);
  const out: SqlText[] = [];
  for (const match of masked.code.matchAll(PYTHON_SINK)) {
    const open = match.index + match[0].length - 1;
    const first = argumentsOf(masked.code, open)[0];
    if (!first) continue;
    const line = file.lines.position(match.index).line;
    const around = pythonSurroundings(lines, line - 1);
    const scope = pythonScope(file, masked, around.withinLine);
    const argument = masked.text.slice(first[0], first[1]).trim();
    const texts = pieces(argument, scope);
    const holes = texts.flatMap((text) => pythonHoles(text, scope));
    // `execute(text(f"…"))` is one text with two calls around it.
    if (holes.length === 0 || out.at(-1)?.span.line === line) continue;
    out.push({ sink: match[1] ?? '', holes, within: around.within, span: file.lines.lineSpan(line) });
  }
  return out;
}

/** The argument itself, or what is assigned to the variable that it is. */
function pieces(argument: string, scope: Scope): string[] {
  const inner = /^(?:\w+\.)?text\s*\(([\s\S]*)\)$/.exec(argument)?.[1]?.trim() ?? argument;
  if (!/^\w+$/.test(inner)) return [inner];
  const out: string[] = [];
  for (const match of scope.code.matchAll(new RegExp(`\\b${inner}\\s*(?::\\s*str\\s*)?\\+?=(?!=)\\s*`, 'g')))
    out.push(statementFrom(scope.text, match.index + match[0].length));
  return out;
}

/** Text of an expression up to the end of its statement. */
function statementFrom(text: string, from: number): string {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') {
      if (char === '\\') i++;
      else if (text.startsWith(quote, i)) {
        i += quote.length - 1;
        quote = '';
      }
    } else if (char === '"' || char === "'" || char === '`') {
      quote = text.startsWith(char.repeat(3), i) ? char.repeat(3) : char;
      i += quote.length - 1;
    } else if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') {
      if (depth-- === 0) return text.slice(from, i);
    } else if ((char === '\n' || char === ';') && depth === 0) return text.slice(from, i);
  }
  return text.slice(from);
}

const PYTHON_STRING = /(?<!\w)([rbuRBU]*[fF][rR]?|)("""|'''|"|')([\s\S]*?)(?<!\\)\2/g;

function pythonHoles(expression: string, scope: Scope): SqlHole[] {
  const strings = [...expression.matchAll(PYTHON_STRING)];
  const whole = strings.map((match) => match[3] ?? '').join(' ');
  if (!SQL.test(whole) && !/^\s*(?:AND|OR|WHERE|ORDER BY|LIMIT)\b/i.test(whole)) return [];
  const holes: SqlHole[] = [];
  for (const match of strings) {
    if (!/[fF]/.test(match[1] ?? '')) continue;
    const body = match[3] ?? '';
    for (const hole of body
      .replaceAll('{{', '  ')
      .replaceAll('}}', '  ')
      .matchAll(/\{([^{}]+)\}/g)) {
      const text = (hole[1] ?? '').replace(/![rsa]$|:[^:()'"]*$/, '').trim();
      holes.push(holeOf(text, body.slice(0, hole.index), scope, 'python'));
    }
  }
  const last = strings.at(-1);
  const tail = last ? expression.slice(last.index + last[0].length) : '';
  const percent = /^\s*%\s*([\s\S]+)/.exec(tail)?.[1];
  const format = /^\s*\.format\s*\(([\s\S]*)\)/.exec(tail)?.[1];
  for (const value of (percent ?? format ?? '').replace(/^\(([\s\S]*)\)$/, '$1').split(',')) {
    if (value.trim() !== '')
      holes.push(holeOf(value.replace(/^\s*\w+\s*=/, '').trim(), last?.[3] ?? '', scope, 'python'));
  }
  for (const plus of expression.matchAll(/(["'])\s*\+\s*([\w.()[\]]+)/g)) {
    holes.push(holeOf(plus[2] ?? '', expression.slice(0, plus.index), scope, 'python'));
  }
  return holes;
}

function pythonScope(file: SourceFile, masked: MaskedText, headLine: number | null): Scope {
  if (headLine === null) return { ...masked, tainted: new Set(), numeric: new Set() };
  const start = file.lines.offset(headLine, 1);
  const open = masked.code.indexOf('(', start);
  const close = closingOf(masked.code, open);
  const end = blockEnd(masked.code, start);
  const body = masked.text.slice(start, end);
  const decorators = decoratorsAbove(file, headLine);
  const isHandler = /@\w+(?:\.\w+)*\.(?:get|post|put|patch|delete|route|api_route|websocket)\s*\(/.test(decorators);
  const tainted = new Set<string>();
  const numeric = new Set<string>();
  for (const [from, to] of argumentsOf(masked.code, open)) {
    if (from > close) break;
    const [, name, type = '', initial = ''] =
      /^\s*\*{0,2}(\w+)\s*(?::\s*([^=]+))?(?:=\s*([\s\S]+))?$/.exec(masked.text.slice(from, to)) ?? [];
    if (!name) continue;
    if (/\b(?:int|float|bool|UUID|date|datetime|Decimal|Enum)\b/.test(type) || /^-?\d/.test(initial)) numeric.add(name);
    else if (
      isHandler &&
      !/\b(?:Depends|Session|AsyncSession|Security)\b/.test(`${type} ${initial}`) &&
      name !== 'self'
    )
      tainted.add(name);
  }
  for (const match of body.matchAll(
    /\b(\w+)\s*=\s*(?:await\s+)?(?:request|self\.request)\.(?:args|form|json|GET|POST|query_params|path_params|values|cookies|headers|get_json|data)\b/g,
  ))
    tainted.add(match[1] ?? '');
  for (const match of body.matchAll(/\b(\w+)\s*=\s*(?:int|float|len|bool|abs|max|min)\(/g)) numeric.add(match[1] ?? '');
  return { text: body, code: masked.code.slice(start, end), tainted, numeric };
}

/** Lines above a function's head, up to the blank line before its decorators. */
function decoratorsAbove(file: SourceFile, headLine: number): string {
  const out: string[] = [];
  for (let line = headLine - 1; line > 0 && line > headLine - 20; line--) {
    const text = file.lines.line(line);
    if (text.trim() === '') break;
    out.unshift(text);
  }
  return out.join('\n');
}

function blockEnd(code: string, start: number): number {
  const indent = /^[ \t]*/.exec(code.slice(start))?.[0].length ?? 0;
  const head = closingOf(code, code.indexOf('(', start));
  const rest = code.slice(head);
  for (const match of rest.matchAll(/\n([ \t]*)(?=[^\s#)\]}])/g))
    if ((match[1]?.length ?? 0) <= indent) return head + match.index;
  return code.length;
}

function javascriptTexts(file: SourceFile): SqlText[] {
  const masked = maskedOf(file);
  const out: SqlText[] = [];
  for (const match of masked.code.matchAll(JAVASCRIPT_SINK)) {
    const open = match.index + match[0].length - 1;
    const first = argumentsOf(masked.code, open)[0];
    if (!first) continue;
    const argument = masked.text.slice(first[0], first[1]).trim();
    const scope = javascriptScope(masked, match.index);
    const holes = pieces(argument, scope).flatMap((text) =>
      javascriptHoles(text, scope, FRAGMENT_SINK.test(match[1] ?? '')),
    );
    if (holes.length === 0) continue;
    const at = match.index + match[0].search(/[\w$]/);
    const within = javascriptSurroundings(masked.code, at).within;
    out.push({ sink: match[1] ?? '', holes, within, span: file.lines.lineSpan(file.lines.position(at).line) });
  }
  return out;
}

function javascriptHoles(expression: string, scope: Scope, isFragment: boolean): SqlHole[] {
  const text = expression.trim();
  const holes: SqlHole[] = [];
  const template = /^`([\s\S]*)`$/.exec(text)?.[1];
  if (template !== undefined) {
    if (!isFragment && !SQL.test(template.replace(/\$\{[^}]*\}/g, 'x'))) return [];
    for (const hole of template.matchAll(/\$\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g))
      holes.push(holeOf((hole[1] ?? '').trim(), template.slice(0, hole.index), scope, 'javascript'));
  } else if (/^["'`]/.test(text) && (isFragment || SQL.test(text.slice(1)))) {
    for (const plus of text.matchAll(/(["'`])\s*\+\s*([\w.()[\]]+)/g))
      holes.push(holeOf(plus[2] ?? '', text.slice(0, plus.index), scope, 'javascript'));
  }
  return holes;
}

/** Up to 4,000 characters before the call: the function, more or less, which is where its names are bound. */
function javascriptScope(masked: MaskedText, offset: number): Scope {
  const from = Math.max(0, offset - 4000);
  const text = masked.text.slice(from, offset + 400);
  const tainted = new Set<string>();
  for (const match of text.matchAll(
    /\b(?:const|let|var)\s+(\{[^}]*\}|\w+)\s*(?::[^=]+)?=\s*(?:await\s+)?(?:req|request|ctx\.request|ctx|c\.req|event)\.(?:body|query|params|headers|json|param)\b/g,
  )) {
    for (const name of (match[1] ?? '').matchAll(/\w+/g)) tainted.add(name[0]);
  }
  for (const match of text.matchAll(/\b(?:const|let|var)\s+(\w+)\s*=\s*[\w.]*searchParams\.get\(/g))
    tainted.add(match[1] ?? '');
  const numeric = new Set<string>();
  for (const match of text.matchAll(/\b(\w+)\s*(?::\s*number\b|=\s*(?:Number|parseInt|parseFloat|Math\.\w+)\()/g))
    numeric.add(match[1] ?? '');
  return { text, code: masked.code.slice(from, offset + 400), tainted, numeric };
}

const VALUE_BEFORE = /(?:'\s*%?|[=<>]\s*|\b(?:LIKE|ILIKE|BETWEEN|VALUES)\s*\(?\s*|\bIN\s*\(\s*|VALUES\s*\([^)]*,\s*)$/i;
const PLACEHOLDER =
  /placeholder|param(?:s|eter)?s?\b|\bmarks?\b|\bph\b|\bbinds?\b|["'][?%][s]?["']|\$\$?\{?\w*(?:index|idx|i)\b|:\w+/i;
const CHECKER = /\b(?:quote|escape|validat|sanitiz|sanitis|identifier|ident|safe|allow|whitelist|slugify)\w*\b/i;

/** One of two fixed texts, whatever decides which: `action ? ' AND action = $2' : ''`. */
const FIXED_CHOICE = /^[\w.!()]+\s*\?\s*(["'`])(?:(?!\1)[^{}])*\1\s*:\s*(["'`])(?:(?!\2)[^{}])*\2$/;
/** A number that depends on what else is given, inside of such a text. */
const FIXED_NUMBER = /\$\{\w+ \? \d+ : \d+\}/g;

function holeOf(text: string, before: string, scope: Scope, language: 'python' | 'javascript'): SqlHole {
  const position = VALUE_BEFORE.test(before) ? 'value' : 'name';
  return { text: text.slice(0, 60), position, origin: originOf(text, scope, language) };
}

function originOf(text: string, scope: Scope, language: 'python' | 'javascript'): HoleOrigin {
  const root = /^(?:str\(|String\()?\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1] ?? '';
  if (/^(?:[A-Z][A-Z0-9_]*|\d+|["'][^"']*["'])$/.test(text) || /^(?:self|this|cls)\.[A-Z_]+$/.test(text))
    return 'constant';
  if (FIXED_CHOICE.test(text.replace(FIXED_NUMBER, ''))) return 'constant';
  if (
    /^(?:int|float|len|Number|parseInt|parseFloat|abs|round)\s*\(/.test(text) ||
    /\.length$/.test(text) ||
    scope.numeric.has(root)
  )
    return 'number';
  if (/\b(?:req|request|ctx)\.(?:body|query|params|args|form|GET|POST|query_params|headers)\b/.test(text))
    return 'request';
  if (PLACEHOLDER.test(text)) return 'placeholder';
  if (CHECKER.test(text)) return 'checked';
  const assigned = root === '' ? '' : assignments(root, scope);
  if (assigned !== '' && PLACEHOLDER.test(assigned) && /join|repeat|["'`][?:%$]/.test(assigned)) return 'placeholder';
  if (root !== '' && isChecked(root, scope.text, language)) return 'checked';
  if (scope.tainted.has(root)) return 'request';
  if (assigned !== '' && CHECKER.test(assigned)) return 'checked';
  if (assigned !== '' && /^\s*(?:["'`][^"'`{$]*["'`]\s*)+$/.test(assigned)) return 'constant';
  if (loopsOverLiteral(root, scope.text)) return 'constant';
  return collected(root, scope) ?? (text === root ? ofStatement(root, scope, language) : 'unknown');
}

/** A list into which only placeholders and fixed conditions are put: `values.push(`($${i++}, $${i++})`)`, `parts.append("name = %s")`. */
function collected(name: string, { text, code }: Scope): HoleOrigin | null {
  if (name === '') return null;
  // Another function nearby may have a list of the same name.
  const from = Math.max(
    0,
    ...[...code.matchAll(new RegExp(`\\b${escape(name)}\\s*=\\s*\\[`, 'g'))].map(({ index }) => index),
  );
  const added = [...code.matchAll(new RegExp(`(?<![.\\w])${escape(name)}\\.(?:push|append)\\s*\\(`, 'g'))].filter(
    ({ index }) => index > from,
  );
  const isFixed = added.every((match) =>
    /^\s*(?:f?"[^"{]*"|f?'[^'{]*'|`[^`$]*`)\s*,?\s*$/.test(
      statementFrom(text, match.index + match[0].length).replace(
        /\$(?:\$\{[^{}]*\}|\{(?:len\([^(){}]*\)|\w*(?:i|idx|index|n))\})/g,
        '?',
      ),
    ),
  );
  return added.length > 0 && isFixed ? 'placeholder' : null;
}

/** A statement of its own that is put into another one: as good as the worst of what is put into it. */
function ofStatement(name: string, scope: Scope, language: 'python' | 'javascript'): HoleOrigin {
  const texts = name === '' ? [] : pieces(name, scope).filter((text) => SQL.test(text.replace(/^\s*[rf]*["'`]+/i, '')));
  if (texts.length === 0 || pieces(name, scope).length > texts.length) return 'unknown';
  // It is no part of itself.
  const inner = {
    ...scope,
    code: scope.code.replaceAll(new RegExp(`\\b${escape(name)}\\b`, 'g'), (one) => '_'.repeat(one.length)),
  };
  const holes = texts.flatMap((text) =>
    language === 'python' ? pythonHoles(text, inner) : javascriptHoles(text, inner, false),
  );
  return (
    holes.find(({ origin }) => origin === 'request')?.origin ??
    holes.find(({ origin }) => origin === 'unknown')?.origin ??
    'constant'
  );
}

function assignments(name: string, { text, code }: Scope): string {
  const found = code.matchAll(new RegExp(`(?<![.\\w])${escape(name)}\\s*(?::[^=\\n]+)?=(?!=)\\s*`, 'g'));
  return [...found]
    .map((match) => text.slice(match.index + match[0].length, text.indexOf('\n', match.index + match[0].length)))
    .join('\n');
}

/** The value is compared with a pattern or a fixed set before it is used. */
function isChecked(name: string, text: string, language: 'python' | 'javascript'): boolean {
  const word = escape(name);
  const python = `re\\.(?:match|fullmatch|search)\\s*\\([^\\n]*\\b${word}\\b|\\.(?:match|fullmatch)\\s*\\(\\s*${word}\\b|\\b${word}\\.(?:isidentifier|isalnum|isdigit)\\(|\\b${word}\\s+(?:not\\s+)?in\\s+(?:[A-Z_]{3,}|\\{|\\[|\\(|\\w*(?:allowed|valid|columns|fields)\\w*)`;
  const javascript = `\\.test\\s*\\(\\s*${word}\\b|\\.(?:includes|has)\\s*\\(\\s*${word}\\b|\\b${word}\\s+in\\s+`;
  const generic = `\\b\\w*(?:quote|escape|validat|sanitiz|is_?safe|is_?valid)\\w*\\s*\\(\\s*${word}\\b`;
  return new RegExp(`${language === 'python' ? python : javascript}|${generic}`, 'i').test(text);
}

function loopsOverLiteral(name: string, text: string): boolean {
  if (name === '') return false;
  return new RegExp(
    `\\bfor\\s*\\(?\\s*(?:const|let|var)?\\s*(?:\\w+\\s*,\\s*)?${escape(name)}\\b[^\\n]*\\b(?:in|of)\\s+(?:[A-Z_]{3,}\\b|\\[|\\(\\s*["']|\\{)`,
  ).test(text);
}

function escape(text: string): string {
  return text.replace(/[$]/g, '\\$');
}
