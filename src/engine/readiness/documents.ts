/** Documents of the team, by name and by heading. */
import type { Heading } from '../collect/outline';
import type { Workspace } from '../workspace';

export interface Document {
  path: string;
  headings: Heading[];
  words: number;
}

/** A place in a document that covers a topic. */
export interface Topic {
  path: string;
  line: number;
  /** A command stands under it. */
  code: boolean;
  words: number;
  /** The document is about running the system, by its path or its title; others speak of a topic in passing. */
  ofRunning: boolean;
}

/** Documents about bringing the system out and keeping it up. */
const OF_RUNNING =
  /deploy|releas|roll-?_?\s?(?:back|out)|\bprod(?:uction)?(?:\b|_)|operat|\bops\b|runbook|go[-_ ]?live|launch|incident|disaster|recover|infra|docker|kubernetes|k8s|helm|ci[-_/ ]?cd|(?:^|\/)readme\.md/i;
/** Records of decisions and plans of changes, wherever they stand. */
const OF_CHANGES = /(?:^|\/)(?:adrs?|decisions|rfcs?|plans|proposals|specs)(?:\/|$)|(?:^|\/)adr-/i;

/** Markdown documents but vendored ones. Call through `workspace.derive(documents)`. */
export function documents(workspace: Workspace): Document[] {
  const found: Document[] = [];
  for (const { file, facts } of workspace.each('outline'))
    if (file.fileClass !== 'vendored') found.push({ path: file.path, ...facts });
  return found;
}

/** Where a topic is covered: a document of its own by its name, else a heading; documents with commands come first. */
export function topics(workspace: Workspace, name: RegExp, heading: RegExp | null): Topic[] {
  const out: Topic[] = [];
  for (const { path, headings, words } of workspace.derive(documents)) {
    const own = name.test(path);
    const ofRunning = !OF_CHANGES.test(path) && OF_RUNNING.test(`${path} ${headings[0]?.text ?? ''}`);
    const under = heading ? headings.find(({ text }) => heading.test(text)) : undefined;
    if (own)
      out.push({ path, line: under?.line ?? 1, code: headings.some(({ code }) => code), words, ofRunning: true });
    else if (under) out.push({ path, line: under.line, code: under.code, words: under.said ? words : 0, ofRunning });
  }
  return out.sort((a, b) => Number(b.code) - Number(a.code));
}
