/**
 * One file while it is being collected: its text and, on first use, the tree of its language. A tree never outlives `collect`: extractors
 * copy what they need into plain facts.
 */
import type ts from 'typescript';
import type { TSESTree } from 'typescript-estree';
import { parseTree as parseJson, type Node as JsonNode, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { parseAllDocuments, type Document as YamlDocument } from 'yaml';
import { parseTOML, type AST as TomlAst } from 'toml-eslint-parser';
import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';
import type { FileClass, Language, ParseNote } from '../facts';
import { nestedTooDeeply } from '../parse/depth';
import type { JavaScriptParser } from '../parse/javascript';
import { hasGrammar, type GrammarLanguage, type SyntaxTree, type TreeParser } from '../parse/tree';
import { LineTable, type Span } from '../span';
import { blankOutsideScripts } from './script-blocks';

/** Parsers that are loaded on demand by the collector; a missing one means that this file's language did not need it. */
export type Parsers = { javascript?: JavaScriptParser } & { [L in GrammarLanguage]?: TreeParser };

export class SourceFile {
  readonly notes: ParseNote[] = [];
  private lineTable: LineTable | undefined;
  private tooDeep: boolean | undefined;
  private readonly trees = new Map<string, unknown>();

  constructor(
    readonly path: string,
    readonly text: string,
    readonly language: Language,
    readonly fileClass: FileClass,
    /** Extractors behind a prefilter must run. */
    readonly deep: boolean,
    private readonly parsers: Parsers,
    /** Salt of the hashes that stand for secret values. */
    readonly salt: string,
  ) {}

  /** Last segment of the path. */
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('/') + 1);
  }

  get lines(): LineTable {
    return (this.lineTable ??= new LineTable(this.text));
  }

  /** Span of a stretch of offsets (UTF-16 units). */
  span(start: number, end: number): Span {
    return this.lines.span(start, end);
  }

  /** The plain TypeScript tree of the same languages as `program`, at a seventh of its cost; walk it with `tsApi`. */
  get typescript(): ts.SourceFile | undefined {
    return this.once('javascript', () => {
      if (!this.parsers.javascript) return undefined;
      const text = ['vue', 'svelte', 'astro'].includes(this.language) ? blankOutsideScripts(this.text) : this.text;
      const source = this.parsers.javascript.parseTypeScript(this.path, text);
      const error = this.parsers.javascript.firstError(source);
      if (error) this.note('javascript', error.message, error.start);
      return source;
    });
  }

  /** TypeScript's node tests and kinds; loaded whenever `typescript` is. */
  get tsApi(): typeof ts | undefined {
    return this.parsers.javascript?.typescript;
  }

  /** TS-ESTree of JavaScript, TypeScript and the script blocks of Vue, Svelte and Astro files. */
  get program(): TSESTree.Program | undefined {
    return this.once('estree', () => {
      const source = this.typescript;
      if (!this.parsers.javascript || !source) return undefined;
      const program = this.parsers.javascript.convert(source);
      return program ?? this.note('javascript', 'could not be parsed', 0);
    });
  }

  /** Tree of a language that has a grammar. */
  get tree(): SyntaxTree | undefined {
    const { language } = this;
    if (!hasGrammar(language)) return undefined;
    return this.once(language, () => {
      const tree = this.parsers[language]?.parse(this.text);
      if (tree?.rootNode.hasError) this.note(language, 'syntax error', firstError(tree));
      return tree;
    });
  }

  /** jsonc-parser's tree (comments and trailing commas allowed). */
  get json(): JsonNode | undefined {
    return this.once('json', () => {
      const errors: ParseError[] = [];
      const tree = parseJson(this.text, errors, { allowTrailingComma: true, disallowComments: false });
      const first = errors[0];
      if (first) this.note('json', printParseErrorCode(first.error), first.offset);
      return tree;
    });
  }

  /** Documents of a YAML stream, merge keys resolved; errors become notes, partial documents stay. */
  get yaml(): YamlDocument[] | undefined {
    return this.once('yaml', () => {
      const documents = parseAllDocuments(this.text, { merge: true, prettyErrors: false });
      if (!Array.isArray(documents)) return [];
      for (const document of documents) {
        const error = document.errors[0];
        if (error) this.note('yaml', error.message, error.pos[0]);
      }
      return documents as YamlDocument[];
    });
  }

  get toml(): TomlAst.TOMLProgram | undefined {
    return this.once('toml', () => {
      try {
        return parseTOML(this.text);
      } catch (error) {
        return this.note('toml', messageOf(error), indexOf(error));
      }
    });
  }

  get dockerfile(): Dockerfile | undefined {
    return this.once('dockerfile', () => DockerfileParser.parse(this.text));
  }

  private once<T>(parser: string, parse: () => T | undefined): T | undefined {
    if (!this.trees.has(parser)) {
      // Said once, however many trees are asked for.
      if (this.tooDeep === undefined && (this.tooDeep = nestedTooDeeply(this.text)))
        this.note(parser, 'nested too deeply to parse', 0);
      this.trees.set(parser, this.tooDeep ? undefined : parse());
    }
    return this.trees.get(parser) as T | undefined;
  }

  private note(by: string, message: string, offset: number): undefined {
    this.notes.push({ by, message, span: this.span(offset, Math.min(offset + 1, this.text.length)) });
    return undefined;
  }
}

function firstError(tree: SyntaxTree): number {
  let node = tree.rootNode;
  for (;;) {
    const child = node.children.find((candidate) => candidate.hasError);
    if (!child) return node.startIndex;
    node = child;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function indexOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'index' in error && typeof error.index === 'number'
    ? error.index
    : 0;
}
