/**
 * "Ignore with a reason": the edit that silences one finding. A comment where the language has one, else an exemption in the
 * configuration. Whether a comment really is one at its place is not guessed: the session collects the changed text and looks.
 */
import { applyEdits as applyJsonEdits, modify, parseTree, type ParseError } from 'jsonc-parser';
import type { Exemption } from '../config/config';
import type { Language, SuppressionComment } from '../facts';
import type { TextEdit } from '../fix';
import { LineTable } from '../span';

/** What is silenced, where, and why. */
export interface IgnoreRequest {
  text: string;
  language: Language;
  /** Line of the finding, from 1; null = the file as such. */
  line: number | null;
  /** Check or rule. */
  id: string;
  reason: string;
  /** Comments of the file as it is. */
  comments: readonly SuppressionComment[];
}

type Wrap = readonly [open: string, close: string];

const HASH: Wrap = ['# ', ''];
const SLASHES: Wrap = ['// ', ''];
const STAR: Wrap = ['/* ', ' */'];
const JSX: Wrap = ['{/* ', ' */}'];
const MARKUP: Wrap = ['<!-- ', ' -->'];
const DASHES: Wrap = ['-- ', ''];

/** Comment forms to try, most usual first. JSON has none. */
const FORMS: Partial<Record<Language, readonly Wrap[]>> = {
  javascript: [SLASHES, JSX],
  typescript: [SLASHES, JSX],
  vue: [SLASHES, MARKUP, STAR],
  svelte: [SLASHES, MARKUP, STAR],
  astro: [SLASHES, MARKUP, STAR],
  html: [MARKUP],
  markdown: [MARKUP],
  css: [STAR],
  python: [HASH],
  ruby: [HASH],
  go: [SLASHES],
  java: [SLASHES],
  csharp: [SLASHES],
  php: [SLASHES, HASH],
  yaml: [HASH],
  toml: [HASH],
  ini: [HASH],
  dotenv: [HASH],
  dockerfile: [HASH],
  shell: [HASH],
  sql: [DASHES],
};

/** A reason as it may stand in any comment: one line, nothing that ends a comment. */
export function cleanReason(reason: string): string {
  return reason
    .replace(/\*\/|-->|#\}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Edits that put the comment in place, best first; each has to be tried. An existing comment for the same line is extended instead of
 * stacking another one. Empty for languages without comments.
 */
export function ignoreCandidates(request: IgnoreRequest): TextEdit[] {
  const lines = new LineTable(request.text);
  const existing = request.comments.find(
    (comment) =>
      comment.tool === 'preflight' &&
      comment.kind === (request.line === null ? 'ignore-file' : 'ignore') &&
      (request.line === null || (comment.from <= request.line && request.line <= comment.to)),
  );
  const extended = existing ? [extend(request, existing, lines)] : [];
  const forms = FORMS[request.language] ?? [];
  if (request.line === null) return [...extended, ...forms.map((form) => atTop(request, form, lines))];
  const line = request.line;
  const above = forms.map((form) => aboveLine(request, form, line, lines));
  const behind = forms.filter((form) => form !== JSX).map((form) => behindLine(request, form, line, lines));
  // Between the items of a Markdown list a comment of its own would split the list.
  return [...extended, ...(request.language === 'markdown' ? [...behind, ...above] : [...above, ...behind])];
}

function payload({ id, reason }: IgnoreRequest, word = 'preflight-ignore'): string {
  return `${word} ${id} -- ${cleanReason(reason)}`;
}

function aboveLine(request: IgnoreRequest, [open, close]: Wrap, line: number, lines: LineTable): TextEdit {
  const indent = /^\s*/.exec(lines.line(line))?.[0] ?? '';
  const at = lines.offset(line, 1);
  return { start: at, end: at, newText: `${indent}${open}${payload(request)}${close}${lineBreakOf(request.text)}` };
}

function behindLine(request: IgnoreRequest, [open, close]: Wrap, line: number, lines: LineTable): TextEdit {
  const text = lines.line(line);
  const at = lines.offset(line, text.trimEnd().length + 1);
  return { start: at, end: lines.offset(line, text.length + 1), newText: ` ${open}${payload(request)}${close}` };
}

/** First line of the file, behind what must stay first: `#!`, parser directives of a Dockerfile, encodings, front matter. */
function atTop(request: IgnoreRequest, [open, close]: Wrap, lines: LineTable): TextEdit {
  let line = 1;
  const first = lines.line(1);
  if (request.language === 'markdown' && /^---\s*$/.test(first)) {
    const end = /\r?\n---[ \t]*(\r?\n|$)/.exec(request.text);
    if (end) line = lines.position(end.index + end[0].length).line;
  } else {
    while (/^#!|^#\s*(syntax|escape|check)\s*=|^#.*coding[:=]|^<[?!](?!--)/i.test(lines.line(line))) line++;
  }
  const at = lines.offset(line, 1);
  return {
    start: at,
    end: at,
    newText: `${open}${payload(request, 'preflight-ignore-file')}${close}${lineBreakOf(request.text)}`,
  };
}

/** Adds the id and the reason to a comment that is there. */
function extend(request: IgnoreRequest, comment: SuppressionComment, lines: LineTable): TextEdit {
  const start = lines.offset(comment.span.line, comment.span.column);
  const end = lines.offset(comment.span.endLine, comment.span.endColumn);
  const match = /^(\S*?\s*preflight-ignore(?:-file)?)(.*?)(\s*(?:\*\/\s*\}?|-->|#\}).*)?$/s.exec(
    request.text.slice(start, end),
  );
  const ids = [...new Set([...comment.ids, request.id])].join(' ');
  const reason = cleanReason(request.reason);
  const reasons = comment.reason === null || comment.reason === reason ? reason : `${comment.reason}; ${reason}`;
  return { start, end, newText: `${match?.[1] ?? ''} ${ids} -- ${reasons}${match?.[3] ?? ''}` };
}

function lineBreakOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

/** The text of a configuration file with one exemption more; comments stay. Undefined when the file is not valid JSON. */
export function withExemption(text: string | undefined, exemption: Exemption): string | undefined {
  if (text === undefined || text.trim() === '') return `${JSON.stringify({ exemptions: [exemption] }, null, 2)}\n`;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || tree?.type !== 'object') return undefined;
  const list = tree.children?.find((property) => property.children?.[0]?.value === 'exemptions')?.children?.[1];
  if (list && list.type !== 'array') return undefined;
  const options = {
    formattingOptions: {
      insertSpaces: !/^\t/m.test(text),
      tabSize: /^( +)/m.exec(text)?.[1]?.length ?? 2,
      eol: lineBreakOf(text),
    },
  };
  const edits = list
    ? modify(text, ['exemptions', list.children?.length ?? 0], exemption, { ...options, isArrayInsertion: true })
    : modify(text, ['exemptions'], [exemption], options);
  return applyJsonEdits(text, edits);
}

/** A path as a glob that matches it alone: its own special characters are taken as such, and it is anchored. */
export function globOf(path: string): string {
  const escaped = path.replace(/[\\[\]{}()*?!+@|]/g, '\\$&');
  return path.includes('/') ? escaped : `/${escaped}`;
}
