/** Where code reads environment variables, by text: the names are literals nearly always. */
import type { SourceFile } from '../collect/source-file';
import { Scan } from '../secrets/detect/detect';
import type { Language } from '../facts';
import { isWord } from '../text/units';
import { defineWords, holdsAny, type Words } from '../text/words';
import { familyOf } from '../secrets/detect/syntax';
import type { EnvRead } from './facts';

/** What a text must hold to be worth searching, by language. */
const SIGNS: Readonly<Partial<Record<Language, Words>>> = {
  python: defineWords(['getenv', 'environ', 'BaseSettings', 'decouple', 'environs']),
  yaml: defineWords(['${']),
};
/** Of languages whose calls are told by their names alone. */
const OTHER_SIGNS = defineWords([
  'etenv',
  'etEnv',
  'ustEnv',
  'ustGetEnv',
  'LookupEnv',
  'os.Environ',
  'env::var',
  'env(',
  'ENV[',
  'ENV.fetch',
  'GetEnvironmentVariable',
]);
const OTHERS: ReadonlySet<Language> = new Set(['go', 'java', 'ruby', 'php', 'csharp', 'other']);
const SCRIPT_SIGNS = defineWords(['process.env', 'import.meta.env', 'Deno.env', 'Bun.env', 'createEnv(', 'cleanEnv(']);
const SCRIPTS: ReadonlySet<Language> = new Set(['javascript', 'typescript', 'vue', 'svelte', 'astro']);

/** Cheap test before anything is parsed. */
export function mayReadEnv(text: string, language: Language): boolean {
  const signs = SCRIPTS.has(language) ? SCRIPT_SIGNS : OTHERS.has(language) ? OTHER_SIGNS : SIGNS[language];
  return signs !== undefined && holdsAny(text, signs);
}

const NAME = '([A-Za-z_][A-Za-z0-9_]{0,120})';
const SCRIPT_READ = new RegExp(
  `(?:process\\.env|import\\.meta\\.env|Bun\\.env)(?:\\??\\.${NAME}|\\??\\.?\\[\\s*(?:["'\`]${NAME}["'\`]|([A-Za-z_$][\\w$.]*)))|(?:Deno\\.env\\.get|\\benv)\\(\\s*["']${NAME}["']`,
  'g',
);
const DESTRUCTURES = /\}\s{0,10}=\s{0,10}(?:process\.env|import\.meta\.env)\b/;
const DESTRUCTURED = /\{([^{}]{1,800})\}\s*=\s*(?:process\.env|import\.meta\.env)\b/g;
const SCHEMA_READ =
  /(?<!\bJSON\.)\b(?:parse|safeParse|cleanEnv|createEnv|envsafe|validate|decode)\(\s*(?:\{[^}]{0,400}runtimeEnv[^}]{0,400})?(?:process\.env|import\.meta\.env|\{)/;
const SCHEMA_KEY =
  /^\s{2,12}([A-Z][A-Z0-9_]{2,80})\s*:\s*(z|v|Joi|joi|yup|t|str|num|bool|url|port|email|host|Schema|S)\b([^\n]*)/gm;
/** Keys are optional unless the schema says otherwise (joi.dev, github.com/jquense/yup). */
const OPTIONAL_KEYS = /^(?:joi|yup)$/i;

const PYTHON_READ = new RegExp(
  `(?:getenv|environ\\.get|environ\\.setdefault|\\benv(?:\\.(?:str|int|bool|list|url|db|float|json|dict|path))?|\\bconfig)\\(\\s*(?:["']${NAME}["']\\s*(,|\\))|([A-Za-z_][\\w.]*)\\s*[,)])|environ\\[\\s*(?:["']${NAME}["']|([A-Za-z_][\\w.]*))\\s*\\]`,
  'g',
);

/** Keys of the `environ` that a server hands over with a request (PEP 3333, "environ Variables"). */
const GATEWAY =
  /^(?:HTTP_\w+|REQUEST_METHOD|SCRIPT_NAME|PATH_INFO|QUERY_STRING|CONTENT_(?:TYPE|LENGTH)|SERVER_(?:NAME|PORT|PROTOCOL)|REMOTE_(?:ADDR|HOST|USER|PORT))$/;

/** True for a read of an `environ` that is not that of the module `os`. */
function isOfGateway(text: string, at: number): boolean {
  return text.startsWith('environ', at) && !/\bos\.$/.test(text.slice(Math.max(0, at - 4), at));
}

/** The last form is that of a helper of one's own: `getEnv("PORT", "80")`, `mustEnvInt("PORT")`. */
const OTHER_READ = new RegExp(
  `(?:os\\.Getenv|os\\.LookupEnv|System\\.getenv|getenv|env::var|env|Environment\\.GetEnvironmentVariable|ENV\\.fetch)\\(\\s*["']${NAME}["']\\s*(,)?|ENV\\[["']${NAME}["']\\]|\\$_ENV\\[["']${NAME}["']\\]|\\b(?:[gG]et|[mM]ust)(?:Get)?_?[eE]nv\\w*\\(\\s*"([A-Z][A-Z0-9_]{1,120})"\\s*(,)?`,
  'g',
);

const SUBSTITUTION = /\$\{([A-Za-z_][A-Za-z0-9_]{0,120})(:?[-?+=])?/g;

/** Every read of a text, in order, and how many have a computed name. */
export function envReads(file: SourceFile): { reads: EnvRead[]; dynamic: number } {
  const collector = new Collector(file);
  switch (file.language) {
    case 'javascript':
    case 'typescript':
    case 'vue':
    case 'svelte':
    case 'astro':
      collector.script();
      break;
    case 'python':
      collector.python();
      break;
    case 'yaml':
      if (/(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i.test(file.path)) collector.substitutions();
      break;
    default:
      if (OTHERS.has(file.language) && familyOf(file.language, file.path) === 'code') collector.other();
  }
  return { reads: collector.reads, dynamic: collector.dynamic };
}

class Collector {
  readonly reads: EnvRead[] = [];
  dynamic = 0;
  private readonly scan: Scan;

  constructor(private readonly file: SourceFile) {
    this.scan = new Scan(file.text, familyOf(file.language, file.path), file.path);
  }

  script(): void {
    const { text } = this.file;
    for (const match of text.matchAll(SCRIPT_READ)) {
      const name = match[1] ?? match[2] ?? match[4];
      if (name === undefined) this.dynamic++;
      else
        this.add(
          name,
          match.index,
          match[0],
          /^["'`\]]*\)?\s*(?:\|\||\?\?)/.test(
            text.slice(match.index + match[0].length, match.index + match[0].length + 12),
          ),
        );
    }
    if (DESTRUCTURES.test(text))
      for (const match of text.matchAll(DESTRUCTURED)) this.destructured(match[1] ?? '', match.index + 1);
    if (SCHEMA_READ.test(text)) {
      for (const match of text.matchAll(SCHEMA_KEY)) {
        this.add(
          match[1] ?? '',
          match.index,
          match[0],
          hasSchemaDefault(match[2] ?? '', wholeValue(text, match.index + match[0].length, match[3] ?? '')),
          true,
        );
      }
    }
  }

  private destructured(names: string, from: number): void {
    for (const part of names.matchAll(/(?:^|,)\s*([A-Za-z_$][\w$]*)\s*(?::\s*[\w$]+\s*)?(=)?/g)) {
      this.add(part[1] ?? '', from + part.index, part[0], part[2] !== undefined);
    }
  }

  python(): void {
    const { text } = this.file;
    const reads = /\b(?:os|environ|decouple|environs|env)\b/.test(text);
    for (const match of reads ? text.matchAll(PYTHON_READ) : []) {
      const name = match[1] ?? match[4];
      if (/^(?:config|env)\b/.test(match[0]) && !/\b(?:decouple|environs?|starlette\.config)\b/.test(text)) continue;
      if (name === undefined) this.dynamic++;
      else if (!GATEWAY.test(name) || !isOfGateway(text, match.index))
        this.add(name, match.index, match[0], match[2] === ',');
    }
    if (/\bBaseSettings\b/.test(text)) this.settings();
  }

  /** Fields of pydantic settings classes: the variable is the field's name in upper case, behind `env_prefix`, or its alias. */
  private settings(): void {
    const { text } = this.file;
    for (const header of text.matchAll(/^class\s+\w+\([^)\n]*\bBaseSettings\b[^)\n]*\)\s*:/gm)) {
      const body = classBody(text, header.index + header[0].length);
      const prefix = /env_prefix\s*=\s*["'](\w*)["']/.exec(body.text)?.[1] ?? '';
      for (const field of body.text.matchAll(/^(?: {4}|\t)([A-Za-z]\w*)\s*:\s*([^=\n#]+?)(?:=\s*([^\n]*))?$/gm)) {
        const own = field[1] ?? '';
        if (own === 'model_config' || /\bClassVar\b/.test(field[2] ?? '')) continue;
        const value = field[3]?.trim();
        const alias = /(?:env|validation_alias|alias)\s*=\s*(?:AliasChoices\(\s*)?["'](\w+)["']/.exec(value ?? '')?.[1];
        const name = (alias ?? prefix + own).toUpperCase();
        const isRequired =
          value === undefined || /^(?:Field\(\s*)?\.\.\.|^Field\((?![^)]*default)[^"']*\)$/.test(value);
        this.add(name, body.start + field.index, field[0], !isRequired, true);
      }
    }
  }

  other(): void {
    for (const match of this.file.text.matchAll(OTHER_READ)) {
      const [matched, first, fallback, second, third, own, ownFallback] = match;
      const hasDefault = (fallback ?? ownFallback) !== undefined;
      this.add(first ?? second ?? third ?? own ?? '', match.index, matched, hasDefault);
    }
    // pkg.go.dev/os: all variables at once; appended to those of a command they are only handed on.
    if (this.file.language === 'go')
      this.dynamic += [...this.file.text.matchAll(/(?<!append\(|\.Env\s{0,4}=\s{0,4})\bos\.Environ\(\)/g)].length;
  }

  substitutions(): void {
    for (const match of this.file.text.matchAll(SUBSTITUTION)) {
      if (this.file.text[match.index - 1] !== '$')
        this.add(match[1] ?? '', match.index, match[0], /[-=]/.test(match[2] ?? ''));
    }
  }

  private add(name: string, index: number, matched: string, hasDefault: boolean, setting = false): void {
    if (name === '') return;
    const at = index + Math.max(0, placeOf(name, matched));
    if (this.scan.isProse(at)) return;
    this.reads.push({ name, span: this.file.span(at, at + name.length), hasDefault, setting });
  }
}

/** The value of a schema's key, with the lines that go on with it. */
function wholeValue(text: string, end: number, line: string): string {
  if (/[,}]\s*(?:\/\/.*)?$/.test(line)) return line;
  return line + (/^[^]*?(?=,\s*\n|\n\s*\})/.exec(text.slice(end, end + 400))?.[0] ?? '');
}

function hasSchemaDefault(library: string, value: string): boolean {
  return OPTIONAL_KEYS.test(library)
    ? !/\.required\(/.test(value)
    : /\.(?:default|optional|nullish|catch)\(|default:/.test(value);
}

/** Where a name stands by itself in a text, at any case; -1 where it does not. */
function placeOf(name: string, text: string): number {
  const [wanted, folded] = [name.toLowerCase(), text.toLowerCase()];
  let at = folded.indexOf(wanted);
  while (at >= 0 && (isWord(folded.charCodeAt(at - 1)) || isWord(folded.charCodeAt(at + wanted.length))))
    at = folded.indexOf(wanted, at + 1);
  return at;
}

/** The indented lines below a class header. */
function classBody(text: string, from: number): { text: string; start: number } {
  const rest = text.slice(from);
  const end = rest.search(/\n(?=[^\s#)\]}])/);
  return { text: end < 0 ? rest : rest.slice(0, end), start: from };
}
