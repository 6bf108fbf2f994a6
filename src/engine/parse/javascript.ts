/**
 * The JavaScript and TypeScript parser: a TS-ESTree tree that tolerates half-typed text. The public `parse` of typescript-estree throws
 * on the first syntax error, which refuses two thirds of half-typed files; the converter without the parse errors takes all of them.
 * This module pulls in TypeScript, so only `node/parser.ts` imports it, and that is loaded on the first file that needs it.
 */
import type { TSESTree } from 'typescript-estree';
import { astConverter } from 'typescript-estree/use-at-your-own-risk';
import ts from 'typescript';

/** A syntax error, in UTF-16 offsets. */
export interface SyntaxProblem {
  message: string;
  start: number;
}

export interface JavaScriptParser {
  /** The plain TypeScript tree, seven times cheaper than TS-ESTree, for passes over every file. Parent pointers are set. */
  parseTypeScript(path: string, text: string): ts.SourceFile;
  /** TS-ESTree of a plain tree; undefined when even the tolerant converter gives up. */
  convert(source: ts.SourceFile): TSESTree.Program | undefined;
  /** The first syntax error of a plain tree; asked before `convert`, which takes the errors out. */
  firstError(source: ts.SourceFile): SyntaxProblem | undefined;
  /** Node tests and kinds for walking the plain tree. */
  typescript: typeof ts;
}

function scriptKind(path: string): ts.ScriptKind {
  if (/\.(m|c)?ts$/.test(path)) return ts.ScriptKind.TS;
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.(vue|svelte|astro)$/.test(path)) return ts.ScriptKind.TSX;
  return ts.ScriptKind.JSX;
}

/** Members that TypeScript's typings keep to themselves. */
type WithDiagnostics = ts.SourceFile & {
  externalModuleIndicator?: unknown;
  parseDiagnostics: { messageText: string | ts.DiagnosticMessageChain; start: number }[];
};

export function createJavaScriptParser(): JavaScriptParser {
  return {
    typescript: ts,
    parseTypeScript(path, text) {
      const source = ts.createSourceFile(
        path,
        text,
        {
          languageVersion: ts.ScriptTarget.Latest,
          jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
          setExternalModuleIndicator: /\.m[jt]s$/.test(path)
            ? (file) => {
                (file as WithDiagnostics).externalModuleIndicator = true;
              }
            : undefined,
        },
        false,
        scriptKind(path),
      );
      setParents(source);
      return source;
    },
    firstError(source) {
      const first = (source as WithDiagnostics).parseDiagnostics[0];
      if (!first) return undefined;
      const message = typeof first.messageText === 'string' ? first.messageText : first.messageText.messageText;
      return { message, start: first.start };
    },
    convert(source) {
      (source as WithDiagnostics).parseDiagnostics.splice(0);
      try {
        const { estree } = astConverter(
          source,
          {
            range: true,
            loc: true,
            comment: false,
            tokens: false,
            allowInvalidAST: true,
            errorOnUnknownASTType: false,
            suppressDeprecatedPropertyWarnings: true,
          } as unknown as Parameters<typeof astConverter>[1],
          false,
        );
        return estree;
      } catch {
        // The converter refuses a few cut-off texts; the caller keeps the last good facts and notes that this one did not parse.
        return undefined;
      }
    },
  };
}

/** Levels of a tree that are walked by recursion; what lies deeper waits (sums and chains of calls are as deep as they are long). */
const MOST_LEVELS = 400;

/** Sets the parent pointers of a tree. TypeScript's own way lists the children of every node first, which makes it twice as slow. */
function setParents(source: ts.SourceFile): void {
  const waiting: ts.Node[] = [source];
  let parent: ts.Node = source;
  let level = 0;
  const visit = (node: ts.Node): void => {
    (node as { parent: ts.Node }).parent = parent;
    if (level === MOST_LEVELS) {
      waiting.push(node);
      return;
    }
    const outer = parent;
    parent = node;
    level++;
    ts.forEachChild(node, visit);
    level--;
    parent = outer;
  };
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    parent = node;
    ts.forEachChild(node, visit);
  }
}
