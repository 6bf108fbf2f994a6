/** Facts of Dockerfiles: stages and their instructions, in order (docs.docker.com/reference/dockerfile). */
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import { shellCommands, wordsOf, type ShellCommand } from './shell';
import type { SourceFile } from './source-file';

export interface DockerInstruction {
  /** Upper case. */
  keyword: string;
  /** Arguments on one line; of ENV and ARG only the names, except for the settings in `PUBLIC_SETTINGS`. */
  text: string;
  /** The words of the JSON form (`CMD ["node", "x.js"]`); null = shell form. */
  json: string[] | null;
  /** Commands of RUN. */
  commands: ShellCommand[];
  span: Span;
}

export interface DockerStage {
  /** `FROM … AS name`. */
  name: string | null;
  /** Image or earlier stage it starts from, as written. */
  from: string;
  /** `ARG` names of the image that have no default, so that it cannot be told: `FROM ${BASE}`. */
  unresolved: boolean;
  span: Span;
  instructions: DockerInstruction[];
}

declare module '../facts' {
  interface FactParts {
    dockerfile: DockerfileFacts;
  }
}

export interface DockerfileFacts {
  stages: DockerStage[];
}

/** Settings whose values decide how a program runs and are no secrets. */
export const PUBLIC_SETTINGS =
  /^(?:\w*DEBUG|NODE_ENV|\w*_?ENV(?:IRONMENT)?|\w*PORT|\w*HOST|RELOAD|\w*AUTO_MIGRATE|\w*LOG_FORMAT)$/;

export const dockerfile = defineExtractor({
  part: 'dockerfile',
  version: 2,
  languages: ['dockerfile'],
  extract(file): DockerfileFacts | undefined {
    const tree = file.dockerfile;
    if (!tree || file.name.toLowerCase().endsWith('.dockerignore')) return undefined;
    const stages: DockerStage[] = [];
    const defaults = new Map<string, string>();
    for (const instruction of tree.getInstructions()) {
      const keyword = instruction.getKeyword();
      const range = instruction.getRange();
      const start = file.lines.offset(range.start.line + 1, range.start.character + 1);
      const end = file.lines.offset(range.end.line + 1, range.end.character + 1);
      const span = file.span(start, end);
      const text = argumentsText(file.text.slice(start, end));
      if (keyword === 'FROM') stages.push(stageOf(text, span, defaults));
      else if (keyword === 'ARG' && stages.length === 0) {
        const [, name, value] = /^(\w+)=(.*)$/.exec(text) ?? [];
        if (name) defaults.set(name, (value ?? '').replace(/^(["'])(.*)\1$/, '$2'));
      } else stages.at(-1)?.instructions.push(read(file, keyword, text, span));
    }
    return stages.length === 0 ? undefined : { stages };
  },
});

/** Everything behind the keyword on one line: flags stay, comment lines inside a continued instruction go. */
function argumentsText(instruction: string): string {
  return instruction
    .replace(/^\s*\w+\s*/, '')
    .replace(/\r?\n\s*#.*(?=\r?\n)/g, '')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function stageOf(text: string, span: Span, defaults: Map<string, string>): DockerStage {
  const words = text.split(' ').filter((word) => !word.startsWith('--'));
  const from = (words[0] ?? '').replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (whole, name: string, other?: string) => {
    return defaults.get(name) ?? other ?? whole;
  });
  const name = words[1]?.toLowerCase() === 'as' ? (words[2] ?? null) : null;
  return { name, from, unresolved: from.includes('$'), span, instructions: [] };
}

function read(file: SourceFile, keyword: string, text: string, span: Span): DockerInstruction {
  let json: string[] | null = null;
  const exec = text.replace(/^(?:--\S+\s+)*(?:CMD\s+)?/, '');
  if (exec.startsWith('[')) {
    try {
      const value: unknown = JSON.parse(exec);
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) json = value;
    } catch {
      json = null; // Not JSON: Docker falls back to the shell form, and so do we.
    }
  }
  const commands = keyword === 'RUN' && !json ? runCommands(file, span) : [];
  return {
    keyword,
    text: keyword === 'ENV' || keyword === 'ARG' ? settingsOnly(text) : text.slice(0, 1000),
    json,
    commands,
    span,
  };
}

function runCommands(file: SourceFile, span: Span): ShellCommand[] {
  const lines = [];
  for (let line = span.line; line <= span.endLine; line++) {
    const text = file.lines.line(line);
    lines.push({ line, text: line === span.line ? text.replace(/^\s*RUN\s+(?:--\S+\s+)*/i, '') : text });
  }
  return shellCommands(lines, { errexit: true, pipefail: false });
}

/** `A=1 B=2` and `A 1`: values only of public settings. */
function settingsOnly(text: string): string {
  const pairs = /^\w+=|^\w+$/.test(text.split(' ')[0] ?? '')
    ? wordsOf(text.replace(/=(["'])/g, '=$1'))
    : [text.replace(/\s+/, '=')];
  return pairs
    .filter((pair) => /^\w+/.test(pair))
    .map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s);
      return value !== undefined && PUBLIC_SETTINGS.test(name)
        ? `${name}=${value.replace(/^(["'])(.*)\1$/, '$2')}`
        : name;
    })
    .join(' ');
}
