/** JSON as people write it: comments and trailing commas are welcome, whatever else is wrong is told with its place. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { LineTable, type Span } from '../span';

/** The tree of a text, or what is wrong first. `none`: what an empty object stands for. */
export function parseJson(
  text: string,
  none = 'no settings',
): { tree: Node; lines: LineTable } | { span: Span; message: string } {
  const lines = new LineTable(text);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (!first && tree) return { tree, lines };
  return { span: syntaxSpan(lines, first, text), message: syntaxMessage(tree ? first : undefined, none) };
}

function syntaxSpan(lines: LineTable, error: ParseError | undefined, text: string): Span {
  if (!error) return lines.span(0, 0);
  // An error at the very end of the text would point behind the last line: it belongs to the last thing that was typed.
  const at = error.offset >= text.trimEnd().length ? Math.max(0, text.trimEnd().length - 1) : error.offset;
  return lines.span(at, at + Math.max(1, error.length));
}

const SYNTAX_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this word is not known to JSON; texts stand in double quotes',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a setting’s name in double quotes is due here',
  ValueExpected: 'a value is due here',
  ColonExpected: 'a colon is due here',
  CommaExpected: 'a comma is due here',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'nothing may follow the last }',
  UnexpectedEndOfComment: 'this comment has no end',
  UnexpectedEndOfString: 'this text has no closing quote',
  UnexpectedEndOfNumber: 'this number is not complete',
};

function syntaxMessage(error: ParseError | undefined, none: string): string {
  if (!error) return `The file is empty. Write { } for "${none}".`;
  const words = SYNTAX_WORDS[printParseErrorCode(error.error)];
  return `This is not valid JSON yet${words ? `: ${words}` : ''}.`;
}
