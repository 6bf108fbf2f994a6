/** Where comments begin, by language, and whether a place in a text really is inside of one. */
import { createScanner } from 'jsonc-parser';
import type ts from 'typescript';
import { Lexer } from 'yaml';
import type { Language } from '../facts';
import type { SourceFile } from './source-file';

const HASH = ['#'];
const C_LIKE = ['//', '/*'];
const COMPONENT = ['<!--', ...C_LIKE];

/** What opens a comment; a language that is not here may use any of them. */
const OPENERS: Partial<Record<Language, readonly string[]>> = {
  javascript: C_LIKE,
  typescript: C_LIKE,
  json: C_LIKE,
  css: C_LIKE,
  vue: COMPONENT,
  svelte: COMPONENT,
  astro: COMPONENT,
  html: ['<!--', '{#', ...C_LIKE],
  python: HASH,
  ruby: HASH,
  go: C_LIKE,
  java: C_LIKE,
  csharp: C_LIKE,
  php: ['//', '#', '/*'],
  yaml: HASH,
  toml: HASH,
  dotenv: HASH,
  dockerfile: HASH,
  shell: HASH,
  ini: ['#', ';'],
  sql: ['--', '/*', '#'],
};
const ANY = ['<!--', '{#', '//', '/*', '--', '#', ';', '%'];

export function openersOf(language: Language): readonly string[] {
  return OPENERS[language] ?? ANY;
}

/** True when a comment may begin at this offset, where `opener` stands: not inside of a string, a block of text or a literal. */
export function isCommentAt(file: SourceFile, offset: number, opener: string): boolean {
  if (file.language === 'markdown') return opener === '<!--' && !isQuoted(file, offset);
  if (file.language === 'dockerfile') return lineBefore(file, offset).trim() === '';
  return byTree(file, offset) ?? !isQuoted(file, offset);
}

/** Asked of the language's own reader; undefined where there is none for this text. */
function byTree(file: SourceFile, offset: number): boolean | undefined {
  switch (file.language) {
    case 'python':
    case 'go':
    case 'java':
    case 'ruby':
    case 'php':
    case 'csharp': {
      const node = file.tree?.rootNode.descendantForIndex(offset);
      return node ? node.type.endsWith('comment') : undefined;
    }
    case 'javascript':
    case 'typescript':
    case 'vue':
    case 'svelte':
    case 'astro':
      return file.typescript && file.tsApi ? !isInLiteral(file.tsApi, file.typescript, offset) : undefined;
    case 'json':
      return isJsonComment(file.text, offset);
    case 'yaml':
      return isYamlComment(file.text, offset);
    case 'toml':
      return file.toml?.comments.some((comment) => comment.range[0] <= offset && offset < comment.range[1]);
    default:
      return undefined;
  }
}

/** True inside of string, template, regular expression and text between JSX tags. */
function isInLiteral(api: typeof ts, source: ts.SourceFile, offset: number): boolean {
  const kinds = api.SyntaxKind;
  let node: ts.Node | undefined = source;
  while (node) {
    const { kind }: ts.Node = node;
    // Numbers, strings, JSX text, regular expressions and templates without holes stand side by side in the list of kinds.
    if (kind >= kinds.FirstLiteralToken && kind <= kinds.LastTemplateToken) return true;
    node = api.forEachChild(node, (child): ts.Node | undefined =>
      child.getStart(source) <= offset && offset < child.getEnd() ? child : undefined,
    );
  }
  return false;
}

function isJsonComment(text: string, offset: number): boolean {
  const scanner = createScanner(text, false);
  // SyntaxKind is a const enum of the package: 12 and 13 are comments, 17 is the end.
  for (let kind = scanner.scan() as number; kind !== 17; kind = scanner.scan()) {
    if (scanner.getTokenOffset() > offset) return false;
    if (offset < scanner.getTokenOffset() + scanner.getTokenLength()) return kind === 12 || kind === 13;
  }
  return false;
}

/** Tokens of the lexer that stand for structure, not for text. */
const YAML_MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function isYamlComment(text: string, offset: number): boolean {
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (YAML_MARKS.has(token)) continue;
    if (offset < at + token.length) return token.startsWith('#');
    at += token.length;
  }
  return false;
}

function lineBefore(file: SourceFile, offset: number): string {
  const { line, column } = file.lines.position(offset);
  return file.lines.line(line).slice(0, column - 1);
}

/** True when a quote opens before the place and closes after it on the same line; an apostrophe in prose does not close. */
function isQuoted(file: SourceFile, offset: number): boolean {
  const { line, column } = file.lines.position(offset);
  const text = file.lines.line(line);
  let open: string | undefined;
  for (let i = 0; i < column - 1; i++) {
    const character = text.charAt(i);
    if (character === '\\') i++;
    else if (open === undefined && /["'`]/.test(character)) open = character;
    else if (character === open) open = undefined;
  }
  return open !== undefined && text.indexOf(open, column - 1) >= 0;
}
