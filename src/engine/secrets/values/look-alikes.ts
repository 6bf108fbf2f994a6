/** What stands under a secret's name and is none, told from what stands around it. */
import type { Scan } from '../detect/detect';
import type { FoundValue } from '../detect/cursor';
import { isSecretName, wordsOf } from '../names';

/** `existingSecret: x`, `secretKey: db-password`: a chart's or operator's name of an entry, not its value. */
export function namesKeyOfSecret(
  { text, family }: Scan,
  name: string,
  value: string,
  { start, end }: FoundValue,
): boolean {
  if (!/key$/i.test(name) || !/^[a-z][\w.-]*$/i.test(value)) return false;
  // An entry of an ExternalSecret (External Secrets Operator documentation, "ExternalSecret"), in Terraform and JSON as well.
  if (name === 'secretKey' && /^["']?[\s,]{1,40}"?remoteRef"?\s{0,20}[:=]/.test(text.slice(end, end + 200)))
    return true;
  if (!isSecretName(value)) return false;
  if (isKeyOfPassword(name) && !/\d{2}/.test(value)) return true;
  if (family !== 'yaml' || !/^[a-z_-]*$/i.test(value)) return false;
  return /(?:existingSecret|secretName|secretRef|secretKeyRef|remoteRef)/.test(
    text.slice(Math.max(0, start - 300), start) + text.slice(end, end + 300),
  );
}

/** `credential_key`, `db_password_vault_key`: under this key a password lies; nothing is signed with a password's key. */
function isKeyOfPassword(name: string): boolean {
  return /(?:^|[_-])(?:password|passwd|pw|pwd|credentials?)(?:[_-](?:secret|vault))?[_-]key$/.test(
    wordsOf(name).join('_'),
  );
}

/** `PASSWORD :'pgpass'`: a variable of psql (PostgreSQL documentation, "psql", SQL Interpolation). */
export function isPsqlVariable({ text }: Scan, nameStart: number, { start }: FoundValue): boolean {
  return (
    /\s:'$/.test(text.slice(Math.max(0, start - 3), start)) &&
    /\b(?:with|encrypted|user|role)\s(?:[\w"]{1,64}\s)?$/i.test(text.slice(Math.max(0, nameStart - 80), nameStart))
  );
}

/** `API_TOKEN: **Required** - the token of the bot`: a word in bold that says something of the setting. */
export function isRemark({ family }: Scan, value: string): boolean {
  return family === 'prose' && /^\*\*[A-Z][a-z]+\**$/.test(value);
}

/** `?token=…&e=1576142006`: a link that was signed for a time. */
export function isSignedLink({ text }: Scan, start: number, end: number): boolean {
  if (!/[?&;]$/.test(text.slice(Math.max(0, start - 1), start))) return false;
  return /[?&;](?:e|expires?|exp|X-Amz-(?:Expires|Date)|X-Goog-(?:Expires|Date)|se)=\d/i.test(
    text.slice(Math.max(0, start - 160), start) + text.slice(end, end + 120),
  );
}

/** The assignment at the left margin in which an offset lies. */
const ASSIGNED =
  /(?:^|\n)(?:export[ \t]+)?(?:(?:const|let|var)[ \t]+)?([A-Za-z_$][\w$]*)[^\n=]{0,80}=(?!=)[^\n]*(?:\n(?:[ \t)\]}][^\n]*)?)*$/;
/** How far above a value the assignment is looked for. */
const ASSIGNED_REACH = 2000;

/** `connection_args_example = { password: … }`: what somebody may write there, not what anything runs with. */
export function isExample({ text, family }: Scan, start: number): boolean {
  if (family !== 'python' && family !== 'code') return false;
  const before = text.slice(Math.max(0, start - ASSIGNED_REACH), start);
  const margin = Math.max(before.lastIndexOf('\n}'), before.lastIndexOf('\n)'), before.lastIndexOf('\n]'));
  const name = ASSIGNED.exec(before.slice(margin < 0 ? 0 : margin + 2))?.[1] ?? '';
  if (/example|sample|demo_?data|placeholder/i.test(name) || isInSchemaExample(before)) return true;
  // `def write_example_import(self)` makes a file that shows how one is written.
  const inside = /\b(?:def|function) (\w+)(?:(?!\b(?:def|function) |\n[^\s)\]}#])[^])*$/.exec(before);
  return /example/i.test(inside?.[1] ?? '');
}

/** Within `"example": {` or `"examples": [{`, as descriptions of an API have them (OpenAPI 3.1, "Example Object"; Pydantic, "json_schema_extra"). */
function isInSchemaExample(before: string): boolean {
  let open = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const sign = before[at] ?? '';
    if ('})]'.includes(sign)) open--;
    else if ('{(['.includes(sign) && ++open > 0) {
      if (/["']?(?:examples?|schema_extra)["']?\s*[:=]\s*$/.test(before.slice(Math.max(0, at - 40), at))) return true;
      open = 0;
    }
  }
  return false;
}

/** `token: x` below `labels:` or `matchLabels:` tells objects apart. */
export function isLabel({ text, family }: Scan, start: number): boolean {
  if (family !== 'yaml') return false;
  const parent = parentIn(text.slice(Math.max(0, start - 400), start));
  return parent !== undefined && /(?:labels|selector|annotations):/i.test(parent);
}

/** `jwt.secret`, `secret` below `jwt:` or `[session]`: tokens are signed with it, whatever it looks like. */
export function signsTokens({ text, family }: Scan, name: string, start: number): boolean {
  if ((family !== 'yaml' && family !== 'config') || !/(?:^|\.)secret$/i.test(name)) return false;
  const before = text.slice(Math.max(0, start - 400), start);
  const section = name.includes('.')
    ? name.slice(0, -7)
    : family === 'yaml'
      ? parentIn(before)
      : before.match(/^\[[^\]\n]+\]/gm)?.at(-1);
  return /(?:jwt|session|cookie)s?\]?:?\s*$/i.test(section ?? '');
}

/** The line of YAML under which the end of a text stands, comments and values left aside. */
function parentIn(before: string): string | undefined {
  const indent = before.length - before.lastIndexOf('\n') - 1;
  const parents = `\n${before}`.match(/\n *[\w.-]+:[ \t]*(?=\n)/g) ?? [];
  return parents.reverse().find((line) => line.search(/\w/) - 1 < indent);
}

/** A line longer than people write, in a file of no known kind: a drawing, a dump. */
export function isMachineLine(scan: Scan, start: number): boolean {
  if (scan.family !== 'prose') return false;
  return scan.isLong(start);
}

/** Settings of a test run (`[tool.pytest.ini_options]`, `[testenv]`), and the tests that Rust keeps at the end of a module. */
export function isToolsTest({ text, family, path }: Scan, at: number): boolean {
  if (path.endsWith('.rs')) return text.lastIndexOf('#[cfg(test)]', at) >= 0;
  if (family !== 'config') return false;
  const header =
    /(?:^|\n)\[([^\]\n]{1,80})\][^\n]*\n(?:(?!\n\[)[\s\S])*$/.exec(text.slice(Math.max(0, at - 1500), at))?.[1] ?? '';
  return /pytest|testenv|tox\b|coverage/i.test(header);
}

/** The configuration of a Docusaurus site is a part of every page (docusaurus.io, "docusaurus.config.js": `themeConfig`): keys in it are public. */
export function isOfPublicSite({ path }: Scan, name: string): boolean {
  return /(?:^|\/)docusaurus\.config\.[cm]?[jt]s$/.test(path) && /api_?key$/i.test(name);
}

/** Algolia's search key stands in the page, with the name of the index (DocSearch documentation, "apiKey"). */
export function isSearchKey({ text }: Scan, { start, end }: FoundValue): boolean {
  if (!/^[0-9a-f]{32}$/.test(text.slice(start, end))) return false;
  return /indexName|index_name|docsearch/i.test(
    text.slice(Math.max(0, start - 240), start) + text.slice(end, end + 240),
  );
}

/** A project's token of Mixpanel stands in the page and tells where events go (docs.mixpanel.com, "Project Token": "not a secret value"). */
export function isProjectToken({ text, path }: Scan, name: string, { start, end }: FoundValue): boolean {
  if (!/token$/i.test(name) || !/^[0-9a-f]{32}$/.test(text.slice(start, end))) return false;
  return /mixpanel/i.test(path + text.slice(Math.max(0, start - 240), end + 240));
}

/** A name that is only there to be compared with: `default_secret = "…"`, `if settings.SECRET_KEY == default_secret`. */
export function isComparedBelow(text: string, name: string, from: number): boolean {
  const below = text.slice(from, from + 400);
  return ['== ', '=== ', '!= ', '!== ', ' in '].some((sign) => below.includes(sign + name));
}

/** The instruction of a Dockerfile in which an offset lies. */
const INSTRUCTION = /(?:^|\n)[ \t]*(FROM|RUN|ENV|ARG|CMD|ENTRYPOINT|LABEL|COPY|ADD|HEALTHCHECK|ONBUILD)[ \t]/gi;

/** `RUN SECRET_KEY=x build-assets`: set for one command of a build, and gone from the image (Docker documentation, "RUN"). */
export function isForOneCommand({ text, family }: Scan, start: number): boolean {
  if (family !== 'dockerfile' || text[start - 1] === '-') return false;
  const instructions = [...text.slice(Math.max(0, start - 2000), start).matchAll(INSTRUCTION)];
  return instructions.at(-1)?.[1]?.toUpperCase() === 'RUN';
}

/** `out.append("PASSWORD=").append(v)`: the quote behind the sign ends the string that holds the name. */
export function isBehindString({ text, family }: Scan, { start, end, quoted }: FoundValue): boolean {
  if ((family !== 'code' && family !== 'python') || !quoted) return false;
  // `"token: " + v` and `"token=\"" + v`.
  if (/(?:: |=\\")"$/.test(text.slice(start - 3, start))) return /^\)\s*\.\s*\w+\(/.test(text.slice(start, end));
  return (
    text[start - 2] === '=' &&
    /^\s*(?:\)\s*[.;,+)]|[+,;]\s|\.\s*\w+\(|\+[\w.()]+\+$|\.\s*(?:\w+::)?\$\w)/.test(text.slice(start, end))
  );
}

/** `KEY_PASSWORD = "password"` beside `KEY_USERNAME = "username"`, in Go `UserPassword` beside `UserName`: names of fields, each under a constant of its own. */
export function isFieldName({ text, family }: Scan, name: string, value: string, start: number): boolean {
  const prefix = /^(?:[A-Z]+(?=_[A-Z0-9_]+$)|[A-Z][a-z]+(?=(?:[A-Z][a-z]+)+$))/.exec(name)?.[0];
  if ((family !== 'code' && family !== 'python') || prefix === undefined) return false;
  const echoes = (constant: string, text: string): boolean =>
    wordsOf(constant).slice(1).join('') === wordsOf(text).join('') && wordsOf(constant).length > 1;
  if (!echoes(name, value)) return false;
  const around = text.slice(Math.max(0, start - 600), start + 600);
  const sibling = new RegExp(
    `\\b(${prefix}(?=[A-Z_])\\w{1,60})\\b[^=\\n"']{0,24}=\\s{0,4}["']([\\w.-]{1,60})["']`,
    'g',
  );
  return [...around.matchAll(sibling)].some(([, other = '', text = '']) => other !== name && echoes(other, text));
}

/** `"apiKey": "SECRET"`: what belongs there, in capitals. In a manifest something would start with it. */
export function isCapitalStandIn({ family }: Scan, value: string): boolean {
  return (
    (family === 'json' || family === 'markup' || family === 'config') &&
    /^(?:SECRET|PASSWORD|PASSWD|TOKEN|KEY|API_?KEY|SECRET_?KEY|CLIENT_?SECRET|ACCESS_?TOKEN)$/.test(value)
  );
}

/** An entry of an array that a PHP framework reads as configuration (Laravel documentation, "Configuration"; CodeIgniter, CakePHP alike). */
export function isPhpConfiguration({ text, path }: Scan, { start, quoted }: FoundValue): boolean {
  return (
    quoted &&
    /(?:^|\/)config\/[^.]*\.php$/i.test(path) &&
    /=>\s{0,40}["']$/.test(text.slice(Math.max(0, start - 44), start))
  );
}

/** `<string name="key_password">password</string>` of an Android resource: a label, or the key of a setting. */
export function isResourceText({ text, family }: Scan, start: number): boolean {
  return family === 'markup' && /<string\s[^<>]{0,40}$/.test(text.slice(Math.max(0, start - 50), start));
}

/** `user: shop` beside `password: password`: a login whose password is the word itself, not a table of names. */
export function isLoginBeside({ text, family }: Scan, value: string, { start, end, embedded }: FoundValue): boolean {
  if (((family === 'code' || family === 'python') && !embedded) || !/^(?:password|secret)$/.test(value)) return false;
  return /\b(?:user(?:_?name| ?id)?|uid|login)["']?\s*[:=]\s*(?:name:\s*)?["']?(?!user_?name|login|name)\w/i.test(
    text.slice(Math.max(0, start - 120), start) + text.slice(end, end + 80),
  );
}

/** `REDIS_PASSWORD=redispassword` where something starts with it: its own name in small letters is what everybody tries first. */
export function isGivenItsName(
  { family, path }: Scan,
  name: string,
  value: string,
  { position, embedded }: FoundValue,
): boolean {
  if (family !== 'dotenv' && family !== 'dockerfile' && !(family === 'yaml' && /compose[^/]*$/.test(path)))
    return false;
  if (embedded || position === 'prose' || !/^[A-Z][A-Z0-9_]*(?:PASSWORD|SECRET)$/.test(name)) return false;
  return /^[a-z_-]{8,}$/.test(value) && wordsOf(value).join('') === wordsOf(name).join('');
}

/**
 * `unlock_token`, `reset_password_token`: what one person is sent once, to confirm an address or to get in again (Devise, "Recoverable"). Written
 * down it opens nothing; in a log it does, so the name stays that of a secret.
 */
export function isSentOnce(name: string): boolean {
  return /^(?:user_)?(?:unlock|confirmation|reset|(?:password_reset|reset_password))_token$/.test(
    wordsOf(name).join('_'),
  );
}

/** `UPDATE users SET password = '…'`: what a column is given. */
export function isInUpdate({ text }: Scan, start: number): boolean {
  return /\bupdate\s[^;]{1,120}\sset\s[^;]*$/i.test(text.slice(Math.max(0, start - 300), start));
}

/** `entry_password: 'Password'`, `GrantTypePassword = "password"`: the last word of a name again, as a caption or the name of a kind. */
export function isCaption({ family }: Scan, name: string, value: string): boolean {
  const words = wordsOf(name);
  if ((family !== 'code' && family !== 'python' && family !== 'json' && family !== 'yaml') || words.length < 2)
    return false;
  if (words.at(-1) !== value.toLowerCase() || /^[A-Z][A-Z0-9_]*$/.test(name)) return false;
  return (
    /^[A-Z][a-z]+$/.test(value) || words.some((word) => /^(?:type|kind|grant|text|entry|label|caption)$/.test(word))
  );
}

/** Sections of a YAML file for one sort of environment each, as Rails and others have them (Rails guides, "Configuring a Database"). */
export function sectionOf({ text, family }: Scan, start: number): 'test' | 'development' | undefined {
  if (family !== 'yaml' || !/^production:/m.test(text)) return undefined;
  const section = text
    .slice(0, start)
    .match(/^(\w+):/gm)
    ?.pop();
  return section === 'test:' ? 'test' : section === 'development:' ? 'development' : undefined;
}

/** `role&#95;key`: a name in which HTML spells a sign. */
export function isSpelledName({ family }: Scan, value: string): boolean {
  return family === 'markup' && /^[a-z]+&#\d{2,5};?[a-z]*$/i.test(value);
}
