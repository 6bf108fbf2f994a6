/** What stands between a name and its value in the syntaxes that are read: sticky, bounded and linear patterns. */
import type { Position } from '../facts';

export const QUOTES = '"\'`';
export const LITERAL = /(?:[rbuf]{1,2}|@|N(?='))?("""|'''|["'`])/iy;
export const SPACE = /[ \t]{0,80}(?:\\?\r?\n[ \t]{0,80})?/y;
export const COMPARISON =
  /\s{0,40}(?:===?|!==?|=~|!~|<>|(?:not\s{1,40})?in\s{1,40}[[({]|\.(?:includes|equals|startsWith|endsWith|test|match)\b)/y;
/** Up to a name that something is compared with. */
export const COMPARED_WITH = /(?:[^=!]|^)[=!]==?\s{0,10}[\w$.?]{0,40}$/;
/** No language that says `or` writes texts between backticks. */
export const OR = /\s{0,40}(?:\|\||\?\?|\bor\b(?!\s{0,40}`)|\?:)=?\s{0,40}/y;
/** A type stands on the line of its name: behind `if self.SECRET_KEY:` a block begins. */
export const ANNOTATED =
  /\s{0,40}[?!]?:[ \t]{0,40}[A-Za-z_$&][\w.$<>[\]|, &']{0,80}?\s{0,40}=(?![=>])\s{0,40}|\s{0,4}\{\s{0,4}get;[^{}"=\n]{0,40}\}\s{0,4}=\s{0,4}|\s{1,4}(?:As\s{1,4}String|string)\s{1,4}=\s{0,4}/y;
/** `storePassword 'v'` of a Groovy block, `#define WIFI_PASSWORD "v"`, `@api_key "v"` of Elixir, `(def api-key "v")` and `:api-key "v"` of Clojure. */
export const BEFORE_JUXTAPOSED = /(?:^|\n)[ \t]*(?:#[ \t]*define[ \t]+|@)?$|\(def[ \t]+$|[{\s]:$/;
export const JUXTAPOSED = /[ \t]{1,8}(?=["'])/y;
export const ASSIGN = /(?:\[\d{0,4}\])?\s{0,40}[?!]?(?::=|=>|->|<-|\|\|=|\?\?=|=|:(?!:))\s{0,40}/y;
export const ENV_CALL =
  /(?:^|[^\w])(?:getenv|environ\.get|environ\.setdefault|env\w{0,12}|env\.get|env\.str|env\.string|ENV\.fetch|config|[cC]onfig(?:Service)?\.get|getProperty|GetEnv|Getenv|GetEnvironmentVariable|GetValue|getEnv|get_env|env_or|(?:read|get_docker)_secret|getOrDefault|get_env_var|env_var|SetDefault|env::var|lookupEnv|fromEnvironment)(?:<\w{1,20}>)?\s{0,40}\(\s{0,40}$/;

/** What other languages fall back with, behind the call that reads a variable: Rust, Java, Kotlin, Python's `else`, Go's `cmp.Or`. */
export const OR_ELSE =
  /\s{0,4}\)?\s{0,4}(?:\.(?:unwrap_or|unwrap_or_else|orElse|getOrElse|or)\(\s{0,4}(?:\|_?\w{0,10}\|\s{0,4}|\(\)\s{0,4}->\s{0,4})?(?:String::from\(|"?(?="))?|,\s{0,4}(?=["`])|\selse\s{1,4})/y;
/** Options of command lines with a default: argparse, click, typer, Go's flag. */
export const OPTION_CALL =
  /(?:add_argument|\boption|\bOption|flag\.String|flag\.StringVar|StringVar)\([^()\n]{0,40}["'](?:--?)?$/;

/** Up to the default of an expression (documentation of Ansible, "Providing default values"). */
export const TEMPLATE_DEFAULT = /["']?\{\{-?[^{}\n]{1,160}?\|\s{0,4}default\(\s{0,4}(?=["'])/y;

/** Calls that set a variable or property of what is then started. */
export const SETTER_CALL =
  /(?:WithEnvironment|withEnv|setenv|putenv|setProperty|addEnvironment|setEnvironmentVariable)\(\s{0,40}$/i;

/** Wrappers between the `=` and the literal, with the position the literal then has. */
export const WRAPPERS: readonly { pattern: RegExp; position: Position; env?: number }[] = [
  {
    // `production ? process.env.SECRET : 'v'`
    pattern: /[^\n?;]{1,120}\?\s{0,10}process\.env(?:\.|\[["'])(\w{1,80})(?:["']\])?\s{0,10}:\s{0,10}(?=["'`])/y,
    position: 'fallback',
    env: 1,
  },
  {
    pattern:
      /[\w.$]*(?:getenv|environ\.get|env\w{0,12}|env\.str|config|[cC]onfig(?:Service)?\.get(?:<\w{1,20}>)?|ENV\.fetch|Deno\.env\.get|Getenv|get_env|(?:read|get_docker)_secret|getEnv|getOrDefault)\(\s{0,40}["']([\w.-]+)["']\s{0,40},\s{0,40}(?:default\s{0,40}=\s{0,40})?(?=[rbuf]{0,2}["'`])/iy,
    position: 'fallback',
    env: 1,
  },
  { pattern: /Field\(\s{0,40}(?:default\s{0,40}=\s{0,40})?(?=[rbuf]{0,2}["'])/y, position: 'setting' },
  { pattern: /Field\([^"'\n]{0,120}\bdefault\s{0,40}=\s{0,40}(?=[rbuf]{0,2}["'])/y, position: 'setting' },
  { pattern: /(?:pydantic\.)?Secret(?:Str|Bytes)\(\s{0,40}(?=[rbuf]{0,2}["'])/y, position: 'literal' },
  {
    pattern:
      /(?:z|zod|yup|Joi|joi|v|t|s|str|num|envalid)\b[\w.$]{0,40}\([^"'`\n]{0,40}\)?[\w.$(),: {}\d]{0,100}\.default\(\s{0,40}(?=["'`])/y,
    position: 'setting',
  },
  {
    pattern:
      /(?:str|url|makeValidator)\(\{(?:\s{0,40}\w{1,20}\s{0,4}:\s{0,4}(?:"[^"\n]{0,160}"|'[^'\n]{0,160}'|[\w.]{1,60})\s{0,4},){0,4}\s{0,40}(?:devDefault|default)\s{0,40}:\s{0,40}(?=["'`])/y,
    position: 'setting',
  },
  {
    pattern:
      /(?:str|bytes|String|String::from|Secret::new|SecretString::(?:new|from)|Some|Buffer\.from|new TextEncoder\(\)\.encode|b64decode|\[\]byte)\(\s{0,40}(?=[rbuf]{0,2}["'`])/y,
    position: 'literal',
  },
  {
    pattern:
      /(?:process\.env|import\.meta\.env|Bun\.env|settings|self|this|config|cfg|env|opts|options|[A-Za-z_$][\w$]*)(?:\??\.[\w$]+|\[(?:["'][\w.-]+["']|\d{1,2})\]|\([^()\n"'`]{0,60}\)|\(["'][\w.-]+["']\)){0,6}!?\s{0,40}(?:\|\||\?\?|\bor\b)\s{0,40}(?=[rbuf]{0,2}["'`])/y,
    position: 'fallback',
  },
];

/** Wrappers that read a variable: where its name stands. */
const ENV_READ =
  /(?:process\.env|import\.meta\.env|Bun\.env)(?:\.([A-Za-z_]\w*)|\[["']([A-Za-z_]\w*)["']\])|(?:getenv|environ\.get|env\.get|Getenv)\(\s{0,40}["']([A-Za-z_]\w*)["']|environ\[["']([A-Za-z_]\w*)["']\]/;

/** The variable that a stretch of code reads from the environment, if it reads one. */
export function envReadIn(code: string): string | null {
  const match = ENV_READ.exec(code);
  return match ? (match[1] ?? match[2] ?? match[3] ?? match[4] ?? null) : null;
}
