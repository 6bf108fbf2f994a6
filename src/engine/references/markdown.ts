/**
 * What a Markdown document names: files behind links, and files and scripts in the commands that it shows. Plans, history and templates
 * name what is not there yet, not any more, or elsewhere: the same rules as for checklists tell them apart.
 */
import { modeOf, type Mode } from '../checklist/sections';
import { defineExtractor } from '../collect/extractor';
import type { SourceFile } from '../collect/source-file';
import { isCurrent } from './documents';
import type { Reference } from './facts';
import { fencesOf, isBetweenTicks, lineFrom, type Fence } from './fences';
import { eachLink, ELSEWHERE, pathOf } from './links';
import { MAY_NAME, namedBy, type Named } from './named';

/** More than a person would put right; what writes so many is a program. */
const MAX_REFERENCES = 500;

export const references = defineExtractor({
  part: 'references',
  version: 2,
  notOf: ['vendored', 'test', 'generated'],
  languages: ['markdown'],
  accepts: isCurrent,
  extract(file): Reference[] | undefined {
    const found = new Reader(file).read();
    return found.length === 0 ? undefined : found.slice(0, MAX_REFERENCES);
  },
});

interface Heading {
  at: number;
  level: number;
  title: string;
  /** What it says of its section: null = nothing, undefined = nobody has asked. */
  mode: Mode | null | undefined;
}

const SHELL = /^(?:bash|sh|shell|zsh|console|shell-session|terminal|)$/i;
/** Commands between backticks, and shell scripts by their path. */
const CODE = /`((?:(?:npm|pnpm|yarn|make|node|tsx|python3?|bash|sh) |\.\/)[^`\n]{1,120}|[\w.-]+\/[\w./-]+\.sh)`/g;

/** Modes of sections that speak of something else than what is. */
const ASIDE: ReadonlySet<Mode> = new Set<Mode>(['history', 'plan', 'template', 'gap', 'consequence']);
/** A line that says itself that the thing is not there. */
const NOT_HERE =
  /\b(?:todo|coming soon|planned|not yet|to be|will be|would|removed?|deleted?|deprecated|obsolete|missing|broken|renamed?|moved?|formerly|previously|legacy|creat(?:e[sd]?|ing)|added?|new|generate[sd]?|instead of|if you have)\b|~~|→|->|❌|🚧|⏳/i;
/** A line after which the thing is there, because the document says how to make it. */
const MAKES =
  /\b(?:creat(?:e[sd]?|ing)|add|new|writ(?:e|ing)|save|touch|nano|vim?|tee|cp|mv|curl|wget|generate[sd]?|output|download|init|clone|file(?:name)?:)(?=[\s:])|>|^\s*(?:#|\/\/)\s*[\w./-]+\s*$/i;

/** See `MAY_NAME`. */
const COMMAND = new RegExp(MAY_NAME.source, 'g');
const CHANGES_FOLDER = /^[ \t>]*(?:\$ )?cd[ \t]+\S/m;

class Reader {
  private readonly text: string;
  private readonly found: Reference[] = [];
  private readonly known = new Set<string>();
  private fences: Fence[] | undefined;
  private headings: Heading[] | undefined;
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
    eachLink(this.text, (target, at) => this.addLink(target, at));
  }

  private addLink(target: string, at: number): void {
    const name = pathOf(target);
    if (name === null || this.isKnown(`link ${name}`) || !this.counts(at) || this.isInCode(at)) return;
    this.found.push({ kind: 'link', name, span: this.file.span(at, at + target.length) });
  }

  private readFences(): void {
    for (const { info, body, end } of this.fenceList) {
      if (!SHELL.test(info)) continue;
      const source = this.text.slice(body, end);
      // What stands in a here-document is another file's text.
      if (source.includes('<<')) continue;
      COMMAND.lastIndex = 0;
      for (let match = COMMAND.exec(source); match; match = COMMAND.exec(source)) {
        const from = source.lastIndexOf('\n', match.index) + 1;
        const line = lineFrom(source, from);
        COMMAND.lastIndex = from + line.length;
        this.readCommands(line, body + from);
      }
    }
  }

  private readCommands(line: string, at: number): void {
    const commands = line.replace(/^\s*(?:[$>] )?/, '').replace(/(?:^|\s)#.*/, '');
    for (const command of commands.split(/&&|\|\|?|;/))
      for (const named of namedBy(command.trim())) this.addNamed(named, at, at + line.length);
  }

  private readCode(): void {
    for (const match of this.text.matchAll(CODE)) {
      const code = match[1] ?? '';
      const from = match.index + 1;
      if (this.isFenced(from) || NOT_HERE.test(this.lineAt(from))) continue;
      const named: Named[] = /^[\w-][\w./-]*\.sh$/.test(code) ? [{ kind: 'file', name: code }] : namedBy(code);
      for (const one of named) this.addNamed(one, from, from + code.length);
    }
  }

  private addNamed(named: Named, from: number, to: number): void {
    const { kind, name } = named;
    if (this.isKnown(`${kind} ${name} ${named.within ?? ''}`) || (kind === 'file' && ELSEWHERE.test(name))) return;
    if (!this.counts(from) || (kind === 'file' && this.isElsewhere(name, from))) return;
    const at = this.text.indexOf(name, from);
    const start = at >= 0 && at < to ? at : from;
    this.found.push({ ...named, span: this.file.span(start, Math.min(to, start + name.length)) });
  }

  private isKnown(key: string): boolean {
    if (this.known.has(key)) return true;
    this.known.add(key);
    return false;
  }

  /** The place stands in a section that speaks of what is, and its line does not say otherwise. */
  private counts(at: number): boolean {
    if (this.commentList.some(([start, end]) => start < at && at < end)) return false;
    const mode = this.modeAt(at);
    return !(mode && ASIDE.has(mode)) && !NOT_HERE.test(this.lineAt(at).replace(/\]\([^)]*\)/g, ''));
  }

  /** A line of the document makes the file, or a reader has gone into a folder of which nobody says where it is. */
  private isElsewhere(name: string, place: number): boolean {
    if (!/\w\//.test(name) && CHANGES_FOLDER.test(this.text.slice(0, place))) return true;
    const base = /[^/]*\/*$/.exec(name)?.[0] ?? '';
    // Nothing stands everywhere, and past the end of the text.
    if (base === '') return true;
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
    return isBetweenTicks(this.text, at) || this.isFenced(at);
  }

  private isFenced(at: number): boolean {
    return this.fenceList.some(({ start, end }) => start <= at && at < end);
  }

  private get fenceList(): readonly Fence[] {
    return (this.fences ??= fencesOf(this.text));
  }

  /** What the section says that a place stands in, from the innermost heading outwards. */
  private modeAt(at: number): Mode | undefined {
    const { headingList } = this;
    let level = 7;
    for (let index = lastBefore(headingList, at); index >= 0; index--) {
      const heading = headingList[index];
      if (!heading || heading.level >= level) continue;
      level = heading.level;
      if (level === 1) return undefined;
      if (heading.mode === undefined) heading.mode = modeOf(heading.title) ?? null;
      if (heading.mode !== null) return heading.mode;
    }
    return undefined;
  }

  private get headingList(): readonly Heading[] {
    if (this.headings) return this.headings;
    const { text } = this;
    const headings: Heading[] = [];
    for (let at = text.startsWith('#') ? 0 : text.indexOf('\n#') + 1; at > 0 || headings.length === 0;) {
      const end = text.indexOf('\n', at);
      const match = /^(#{1,6})[ \t]+(.*)$/.exec(text.slice(at, end < 0 ? undefined : end).trimEnd());
      if (match && !this.isFenced(at))
        headings.push({ at, level: match[1]?.length ?? 1, title: match[2] ?? '', mode: undefined });
      const next = text.indexOf('\n#', at);
      if (next < 0) break;
      at = next + 1;
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

/** Index of the last one that starts before an offset; -1 = none. */
function lastBefore(places: readonly { at: number }[], at: number): number {
  let low = -1;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle]?.at ?? 0) < at) low = middle;
    else high = middle - 1;
  }
  return low;
}
