/**
 * What a Markdown document names: files behind links, and files and scripts in the commands that it shows. Plans, history and templates
 * name what is not there yet, not any more, or elsewhere: the same rules as for checklists tell them apart.
 */
import { Sections, type Mode } from '../checklist/sections';
import { defineExtractor } from '../collect/extractor';
import { shellCommands } from '../collect/shell';
import type { SourceFile } from '../collect/source-file';
import { isCurrent } from './documents';
import type { Reference } from './facts';
import { MAY_NAME, namedBy, type Named } from './named';

/** More than a person would put right; what writes so many is a program. */
const MAX_REFERENCES = 500;

export const references = defineExtractor({
  part: 'references',
  version: 1,
  notOf: ['vendored', 'test', 'generated'],
  languages: ['markdown'],
  accepts: isCurrent,
  extract(file): Reference[] | undefined {
    const found = new Reader(file).read();
    return found.length === 0 ? undefined : found.slice(0, MAX_REFERENCES);
  },
});

interface Fence {
  start: number;
  end: number;
  /** Offset of its first line of content. */
  body: number;
  info: string;
}

const FENCE = /^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)?(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n`]*$/gm;
const SHELL = /^(?:bash|sh|shell|zsh|console|shell-session|terminal|)$/i;
/** Commands between backticks, and shell scripts by their path. */
const CODE = /`((?:(?:npm|pnpm|yarn|make|node|tsx|python3?|bash|sh) |\.\/)[^`\n]{1,120}|[\w.-]+\/[\w./-]+\.sh)`/g;
const TARGET = /[ \t]*(?:<([^>\n]+)>|((?:[^\s()\\]|\\.|\([^\s()]*\))+))/y;
const ELSEWHERE = /^(?:[a-z][\w+.-]*:|#|\/\/)|[{}<>$*|%^]/i;
const DEFINITION = /^ {0,3}\[[^\]\n^]+\]:[ \t]+(\S+)/gm;

/** Modes of sections that speak of something else than what is. */
const ASIDE: ReadonlySet<Mode> = new Set<Mode>(['history', 'plan', 'template', 'gap', 'consequence']);
/** A line that says itself that the thing is not there. */
const NOT_HERE =
  /\b(?:todo|coming soon|planned|not yet|to be|will be|would|removed?|deleted?|deprecated|obsolete|missing|broken|renamed?|moved?|formerly|previously|legacy|creat(?:e[sd]?|ing)|added?|new|generate[sd]?|instead of|if you have)\b|~~|→|->|❌|🚧|⏳/i;
/** A line after which the thing is there, because the document says how to make it. */
const MAKES =
  /\b(?:creat(?:e[sd]?|ing)|add|new|writ(?:e|ing)|save|touch|nano|vim?|tee|cp|mv|curl|wget|generate[sd]?|output|download|init|clone|file(?:name)?:)(?=[\s:])|>|^\s*(?:#|\/\/)\s*[\w./-]+\s*$/i;

const CHANGES_FOLDER = /^[ \t>]*(?:\$ )?cd[ \t]+\S/m;

class Reader {
  private readonly text: string;
  private readonly found: Reference[] = [];
  private readonly known = new Set<string>();
  private fences: Fence[] | undefined;
  private headings: { at: number; mode: Mode }[] | undefined;
  private comments: [number, number][] | undefined;

  constructor(private readonly file: SourceFile) {
    this.text = file.text;
  }

  read(): Reference[] {
    this.readLinks();
    if (this.text.includes('\n```') || this.text.includes('```')) this.readFences();
    this.readCode();
    return this.found;
  }

  private readLinks(): void {
    const { text } = this;
    for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
      TARGET.lastIndex = at + 2;
      const match = TARGET.exec(text);
      const target = match?.[1] ?? match?.[2] ?? '';
      if (target === '' || ELSEWHERE.test(target.replaceAll('%20', ' '))) continue;
      const end = TARGET.lastIndex - (match?.[1] === undefined ? 0 : 1);
      this.addLink(target, end - target.length);
    }
    if (!text.includes(']: ')) return;
    for (const match of text.matchAll(DEFINITION)) {
      const target = match[1] ?? '';
      if (!ELSEWHERE.test(target)) this.addLink(target, match.index + match[0].length - target.length);
    }
  }

  private addLink(target: string, at: number): void {
    const name = pathOf(target);
    if (name === null || this.isKnown(`link ${name}`) || !this.counts(at) || this.isInCode(at)) return;
    this.found.push({ kind: 'link', name, span: this.file.span(at, at + target.length), folder: '' });
  }

  private readFences(): void {
    for (const { info, body, end } of this.fenceList) {
      if (!SHELL.test(info)) continue;
      const source = this.text.slice(body, end);
      if (!MAY_NAME.test(source)) continue;
      const line = this.file.lines.position(body).line;
      const lines = source
        .split('\n')
        .map((text, index) => ({ line: line + index, text: text.replace(/^\s*[$>] /, '') }));
      for (const command of shellCommands(lines, { errexit: true, pipefail: false })) {
        if (!MAY_NAME.test(`${command.text} `)) continue;
        for (const named of namedBy(command.text)) {
          const from = this.file.lines.startOf(command.line);
          this.addNamed(named, from, this.file.lines.endOf(command.line), command.folder);
        }
      }
    }
  }

  private readCode(): void {
    for (const match of this.text.matchAll(CODE)) {
      const code = match[1] ?? '';
      const from = match.index + 1;
      if (this.isFenced(from) || NOT_HERE.test(this.lineAt(from))) continue;
      const named: Named[] = /^[\w-][\w./-]*\.sh$/.test(code) ? [{ kind: 'file', name: code }] : namedBy(code);
      for (const one of named) this.addNamed(one, from, from + code.length, null);
    }
  }

  private addNamed(named: Named, from: number, to: number, folder: string | null): void {
    const { kind, name } = named;
    if (this.isKnown(`${kind} ${name} ${named.within ?? ''}`) || (kind === 'file' && ELSEWHERE.test(name))) return;
    if (!this.counts(from) || (kind === 'file' && this.isElsewhere(name, from))) return;
    const at = this.text.indexOf(name, from);
    const start = at >= 0 && at < to ? at : from;
    this.found.push({ ...named, span: this.file.span(start, Math.min(to, start + name.length)), folder });
  }

  private isKnown(key: string): boolean {
    if (this.known.has(key)) return true;
    this.known.add(key);
    return false;
  }

  /** The place stands in a section that speaks of what is, and its line does not say otherwise. */
  private counts(at: number): boolean {
    if (this.commentList.some(([start, end]) => start < at && at < end)) return false;
    const mode = this.headingList.findLast((heading) => heading.at < at)?.mode;
    return !(mode && ASIDE.has(mode)) && !NOT_HERE.test(this.lineAt(at).replace(/\]\([^)]*\)/g, ''));
  }

  /** A line of the document makes the file, or a reader has gone into a folder of which nobody says where it is. */
  private isElsewhere(name: string, place: number): boolean {
    if (!/\w\//.test(name) && CHANGES_FOLDER.test(this.text.slice(0, place))) return true;
    const base = name.slice(name.lastIndexOf('/') + 1);
    for (let at = this.text.indexOf(base); at >= 0; at = this.text.indexOf(base, at + base.length)) {
      const start = this.text.lastIndexOf('\n', at) + 1;
      const before = this.text.slice(start, at);
      const isOwn = start === this.text.lastIndexOf('\n', place) + 1;
      if (MAKES.test(isOwn ? before : `${before} `) || (!isOwn && /^\s*(?:#|\/\/)\s*[\w./-]*$/.test(before)))
        return true;
    }
    return false;
  }

  private lineAt(at: number): string {
    const end = this.text.indexOf('\n', at);
    return this.text.slice(this.text.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end);
  }

  /** Between backticks, or in a fence. */
  private isInCode(at: number): boolean {
    const before = this.text.slice(this.text.lastIndexOf('\n', at - 1) + 1, at);
    const ticks = before.includes('`') ? before.split('`').length - 1 : 0;
    return ticks % 2 === 1 || this.isFenced(at);
  }

  private isFenced(at: number): boolean {
    return this.fenceList.some(({ start, end }) => start <= at && at < end);
  }

  private get fenceList(): readonly Fence[] {
    return (this.fences ??= fencesOf(this.text));
  }

  private get headingList(): readonly { at: number; mode: Mode }[] {
    if (this.headings) return this.headings;
    const sections = new Sections();
    const headings: { at: number; mode: Mode }[] = [];
    for (const match of this.text.matchAll(/^(#{1,6})[ \t]+(.*)$/gm)) {
      if (this.isFenced(match.index)) continue;
      sections.heading(match[1]?.length ?? 1, match[2] ?? '');
      headings.push({ at: match.index, mode: sections.mode });
    }
    return (this.headings = headings);
  }

  private get commentList(): readonly [number, number][] {
    if (this.comments) return this.comments;
    const comments: [number, number][] = [];
    for (let at = this.text.indexOf('<!--'); at >= 0; at = this.text.indexOf('<!--', at + 4)) {
      const end = this.text.indexOf('-->', at);
      comments.push([at, end < 0 ? this.text.length : end]);
    }
    return (this.comments = comments);
  }
}

/** Stretches of fenced code; a fence inside a longer one or inside a `markdown` one is its content. */
function fencesOf(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { marker: string; start: number; body: number; info: string } | undefined;
  for (const match of text.matchAll(FENCE)) {
    const [whole, marker = '', info = ''] = match;
    if (!open) open = { marker, start: match.index, body: match.index + whole.length + 1, info };
    else if (marker.startsWith(open.marker) && info === '') {
      fences.push({ start: open.start, end: match.index, body: open.body, info: open.info });
      open = undefined;
    }
  }
  if (open) fences.push({ start: open.start, end: text.length, body: open.body, info: 'open' });
  return fences;
}

/** The path of a link's target, without anchor, query and line number; null for the document itself. */
function pathOf(target: string): string | null {
  const path = target
    .replace(/[#?].*$/, '')
    .replace(/:\d+(?:[-:]\d+)?$/, '')
    .replaceAll('%20', ' ')
    .replaceAll('\\', '');
  return path === '' || path === '.' || path === './' ? null : path;
}
