/** What a file's syntax lets a value look like, and where comments and multi-line strings are. A scanner, no parser: it works on any text. */
import { languageOf } from '../../collect/language';
import type { Language } from '../../facts';

export type Family =
  'code' | 'python' | 'yaml' | 'json' | 'config' | 'dotenv' | 'dockerfile' | 'shell' | 'sql' | 'prose' | 'markup';

const CODE_EXTENSIONS =
  /\.(?:go|java|kt|kts|scala|groovy|gradle|rb|erb|rake|php|cs|fs|vb|rs|c|h|cc|cpp|hpp|m|mm|swift|dart|exs?|erl|clj[cs]?|edn|lua|pl|pm|r|jl|tf|tfvars|hcl|bicep|proto|graphql|prisma|cjs|coffee|ino|pde|zig|nim|sol|hs|ml|pas|bas|phtml|inc|jsp|cue|aspx?|cshtml|razor)$|(?:^|\/)(?:jenkinsfile|vagrantfile|fastfile|podfile|gemfile|rakefile|appfile|matchfile)$/i;
const SHELL_EXTENSIONS = /\.(?:ps1|psm1|bat|cmd|fish|ksh)$/i;

/** `app.yml.j2`: what a template of a deployment is rendered to. */
const TEMPLATE =
  /^(.*\.(?:ya?ml|conf|cnf|cfg|ini|sh|json|xml|properties|env|sql|toml|php|py|rb|js|ts))\.(?:j2|jinja2?|erb|epp|tmpl|tpl|gotmpl|ctmpl|template|dist|sample|example)$/i;
/** Variables of Ansible may stand in files without an extension (Ansible documentation, "Organizing host and group variables"). */
const VARIABLES = /(?:^|\/)(?:group_vars|host_vars)\/(?:[^/]+\/)?[^/.]+$/;

/** Language of a file that no parser reads as such: a template has the syntax of what it is rendered to. */
export function writtenLanguage(language: Language, path: string): Language {
  if (language !== 'other') return language;
  if (VARIABLES.test(path)) return 'yaml';
  const rendered = TEMPLATE.exec(path)?.[1];
  return rendered === undefined ? language : languageOf(rendered);
}

/** The family of a file by its language and name. */
export function familyOf(language: Language, filePath: string): Family {
  const path = TEMPLATE.exec(filePath)?.[1] ?? filePath;
  switch (language) {
    case 'javascript':
    case 'typescript':
    case 'vue':
    case 'svelte':
    case 'astro':
      return 'code';
    case 'python':
    case 'yaml':
    case 'json':
    case 'dotenv':
    case 'dockerfile':
    case 'shell':
    case 'sql':
      return language;
    case 'toml':
    case 'ini':
      return 'config';
    case 'html':
    case 'css':
      return 'markup';
    case 'markdown':
      return 'prose';
    default:
      if (CODE_EXTENSIONS.test(path)) return 'code';
      if (
        SHELL_EXTENSIONS.test(path) ||
        /(?:^|\/)(?:procfile|\.(?:bash|zsh)?_?(?:rc|profile|login|aliases|env))$/i.test(path)
      )
        return 'shell';
      // `[default]` and names with `=` or `:` below: what command lines keep in a home directory.
      if (/(?:^|\/)\.(?:\w{2,12}(?:cfg|rc)|credentials|boto)$/i.test(path)) return 'config';
      if (/(?:^|\/)(?:gnu)?makefile$|\.mk$|(?:^|\/)justfile$/i.test(path)) return 'config';
      if (/\.(?:xml|config|xaml|plist|svg)$/i.test(path)) return 'markup';
      if (/\.(?:ipynb|har)$/i.test(path)) return 'json';
      if (/(?:^|\/)(?:env\.[\w.-]+|[\w.-]*\.env\.[\w.-]+)$/i.test(path)) return 'dotenv';
      return 'prose';
  }
}

/** Families in which a value needs no quotes. */
export const BARE: ReadonlySet<Family> = new Set(['yaml', 'config', 'dotenv', 'dockerfile', 'shell', 'prose']);

/** A stretch of text that is not code: comment, docstring, template literal. */
export interface Region {
  start: number;
  end: number;
  /** Interpolates `{…}` or `${…}`. */
  holes: boolean;
}

/** Multi-line comments and strings of a text, in order. One pass; a construct that never ends reaches to the end of the text. */
export function regionsOf(text: string, family: Family): Region[] {
  if (family === 'python') return scanRegions(text, /#|"""|'''|["']/g, closePython);
  if (family === 'code') return scanRegions(text, /\/\/|\/\*|<!--|["'`]/g, closeCode);
  if (family === 'sql') return scanRegions(text, /--|\/\*|'/g, closeSql);
  return [];
}

type Close = (opener: string, text: string, after: number) => { end: number; region: boolean };

function scanRegions(text: string, openers: RegExp, close: Close): Region[] {
  const regions: Region[] = [];
  for (let match = openers.exec(text); match; match = openers.exec(text)) {
    const opener = match[0];
    const { end, region } = close(opener, text, match.index + opener.length);
    if (region) regions.push({ start: match.index, end, holes: opener === '`' || hasFormatPrefix(text, match.index) });
    openers.lastIndex = Math.max(end, match.index + opener.length);
  }
  return regions;
}

function hasFormatPrefix(text: string, at: number): boolean {
  return /[fF]/.test(text.slice(Math.max(0, at - 2), at));
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** End of a one-line string; a string that is not closed on its line ends there (an apostrophe in prose or markup). */
function endOfString(text: string, quote: string, from: number): number {
  const line = endOfLine(text, from);
  for (let at = text.indexOf(quote, from); at >= 0 && at < line; at = text.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return line;
}

function endOf(text: string, closer: string, from: number): number {
  const end = text.indexOf(closer, from);
  return end < 0 ? text.length : end + closer.length;
}

function closePython(opener: string, text: string, after: number): { end: number; region: boolean } {
  if (opener === '#') return { end: endOfLine(text, after), region: true };
  if (opener.length === 3) return { end: endOf(text, opener, after), region: true };
  return { end: endOfString(text, opener, after), region: false };
}

function closeCode(opener: string, text: string, after: number): { end: number; region: boolean } {
  if (opener === '//') {
    const isUrl = text.charCodeAt(after - 3) === 58;
    return isUrl ? { end: after, region: false } : { end: endOfLine(text, after), region: true };
  }
  if (opener === '/*') return { end: endOf(text, '*/', after), region: true };
  if (opener === '<!--') return { end: endOf(text, '-->', after), region: true };
  if (opener === '`') return { end: endOfTemplate(text, after), region: true };
  return { end: endOfString(text, opener, after), region: false };
}

function endOfTemplate(text: string, from: number): number {
  for (let at = text.indexOf('`', from); at >= 0; at = text.indexOf('`', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function closeSql(opener: string, text: string, after: number): { end: number; region: boolean } {
  if (opener === '--') return { end: endOfLine(text, after), region: true };
  if (opener === '/*') return { end: endOf(text, '*/', after), region: true };
  return { end: endOfString(text, "'", after), region: false };
}

/** The region that holds an offset, if one does; regions are in order. */
export function regionAt(regions: readonly Region[], offset: number): Region | undefined {
  let low = 0;
  let high = regions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const region = regions[middle];
    if (!region) return undefined;
    if (offset < region.start) high = middle - 1;
    else if (offset >= region.end) low = middle + 1;
    else return region;
  }
  return undefined;
}

/** Languages among those of `code` whose comments begin with `#`. */
const HASH_COMMENTS =
  /\.(?:rb|erb|rake|gemspec|ru|php|tf|tfvars|hcl|exs?|pl|pm|r|jl|coffee|nim|graphql)$|(?:^|\/)(?:vagrantfile|fastfile|podfile|gemfile|rakefile|appfile|matchfile)$/i;

/** True for a line that is a comment as a whole, in the languages of `code` that write `#` before it. */
export function isHashComment(text: string, lineStart: number, path: string): boolean {
  return HASH_COMMENTS.test(path) && /^[ \t]{0,40}#(?![{[!])/.test(text.slice(lineStart, lineStart + 44));
}

/** True when an offset of a line lies behind a comment sign of a line-based syntax (`#`, `;` at the start, `--`). */
export function isCommentedOut(text: string, lineStart: number, offset: number, family: Family): boolean {
  const before = text.slice(Math.max(lineStart, offset - 400), offset);
  switch (family) {
    case 'yaml':
    case 'shell':
    case 'dotenv':
    case 'dockerfile':
      return /(?:^|\s)#/.test(before);
    case 'config':
      return /^\s*[#;!]|\s#/.test(before);
    case 'markup':
      return before.includes('<!--') && !before.includes('-->');
    default:
      return false;
  }
}
