// A workspace that exists in memory only: what engine tests run on.

import fs from 'node:fs';
import path from 'node:path';

import { Language, Parser } from '@vscode/tree-sitter-wasm';

import { collect, planCollect } from '../../src/engine/collect/collect';
import type { Parsers } from '../../src/engine/collect/source-file';
import type { FileFacts } from '../../src/engine/facts';
import { blobId, DEFAULT_SALT } from '../../src/engine/hash';
import type { CollectJob, CollectResult, Host, Listing, SpreadSearch, ValueOccurrence } from '../../src/engine/host';
import { createJavaScriptParser } from '../../src/engine/parse/javascript';
import {
  createTreeParser,
  GRAMMARS,
  type GrammarLanguage,
  type TreeParser,
  type Memory,
} from '../../src/engine/parse/tree';
import { findValues, gatherValues, type SecretValues } from '../../src/engine/secrets/spread';

/** Texts by path. */
export type Files = Record<string, string>;

export interface MemoryHostOptions {
  /** Paths that git does not track; everything else is tracked. */
  untracked?: string[];
  /** Paths that are tracked although an ignore rule matches them. */
  ignored?: string[];
  /** Files on disk that are ignored and so not listed (`.env`). */
  unlisted?: string[];
  /** Tracked files that are listed and cannot be read as text (binary, too large). */
  unread?: string[];
  /** False: a folder without git. */
  git?: boolean;
}

const wasmFolder = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
let parsers: Promise<Required<Parsers>> | undefined;

/** The real parsers, loaded once per process. */
export function loadParsers(): Promise<Required<Parsers>> {
  return (parsers ??= (async () => {
    const runtime = { locateFile: (name: string) => path.join(wasmFolder, name) };
    await Parser.init(runtime);
    const load = async ([language, file]: [string, string]): Promise<[string, TreeParser]> => {
      const grammar = await Language.load(fs.readFileSync(path.join(wasmFolder, file)));
      return [language, createTreeParser(new Parser(), grammar, runtime as unknown as Memory)];
    };
    const trees = Object.fromEntries(await Promise.all(Object.entries(GRAMMARS).map(load)));
    return { javascript: createJavaScriptParser(), ...(trees as Record<GrammarLanguage, TreeParser>) };
  })());
}

export class MemoryHost implements Host {
  readonly name = 'acme-shop';
  readonly root = '/acme-shop';

  constructor(
    /** May be changed by a test between two updates. */
    readonly files: Files,
    private readonly options: MemoryHostOptions = {},
  ) {}

  async list(): Promise<Listing> {
    const { untracked = [], ignored = [], unlisted = [], unread = [], git = true } = this.options;
    const files = [...Object.keys(this.files), ...unread]
      .filter((file) => !unlisted.includes(file))
      .map((file) => ({ path: file, tracked: git && !untracked.includes(file), ignored: ignored.includes(file) }));
    return { files, skipped: [], source: git ? 'git' : 'walk' };
  }

  async collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void): Promise<void> {
    const loaded = await loadParsers();
    onBatch(
      jobs.map((job) => {
        const text = job.text ?? this.files[job.path];
        if (text === undefined && this.options.unread?.includes(job.path))
          return { path: job.path, skipped: 'not read' };
        if (text === undefined) return { path: job.path, gone: true };
        return { path: job.path, facts: collectText(job, text, loaded), cached: false };
      }),
    );
  }

  async spread({ sources, among }: SpreadSearch): Promise<ValueOccurrence[]> {
    const values: SecretValues = new Map();
    for (const source of sources) {
      const text = source.text ?? this.files[source.path];
      if (text !== undefined) gatherValues(source, text, DEFAULT_SALT, values);
    }
    return among.flatMap((file) => findValues(values, file, this.files[file] ?? ''));
  }

  async readText(file: string): Promise<string | undefined> {
    return this.files[file];
  }

  async exists(file: string): Promise<boolean> {
    const folder = file.endsWith('/') ? file : `${file}/`;
    return file in this.files || Object.keys(this.files).some((name) => name.startsWith(folder));
  }
}

function collectText(job: CollectJob, text: string, loaded: Required<Parsers>): FileFacts {
  const bytes = Buffer.from(text);
  const plan = planCollect(job.path, text, job);
  const { parser } = plan;
  const input = { path: job.path, text, size: bytes.length, hash: blobId(bytes), plan, salt: DEFAULT_SALT };
  return collect({ ...input, parsers: parser ? { [parser]: loaded[parser] } : {} });
}
