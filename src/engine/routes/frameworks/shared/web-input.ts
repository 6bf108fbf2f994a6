/** What a handler of the Fetch API's `Request` takes from its body, and whether something looks at its shape first. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import type { RouteInput } from '../../../code/model';

/**
 * Schema libraries (`parseWithZod` is conform's), own `validate…` functions, wrappers that parse before the handler runs, and what makes a typed
 * event of a signed body (`constructEvent`, docs.stripe.com/webhooks).
 */
const VALIDATES =
  /\b(?:\w*[vV]alidat\w*|parseWith[A-Z]\w*|constructEvent(?:Async)?|parseBody|parseRequest|plainToInstance|superValidate)\s*\(|\.(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|cast|check|assert)\s*\(/;
const READS = /\.\s*(?:json|formData|text|arrayBuffer|blob)\s*\(\s*\)|\breadBody\s*\(|\breq(?:uest)?\s*\.\s*body\b/;

/** Input of one handler. */
export function webInputOf(fn: ts.SignatureDeclaration | undefined, lower: Lowering): RouteInput {
  const body = fn && 'body' in fn ? (fn.body as ts.Node | undefined) : undefined;
  if (!body) return { state: 'unknown', at: null, what: null };
  const text = body.getText(lower.source);
  const reads = READS.exec(text);
  if (!reads) return { state: 'none', at: null, what: null };
  if (validates(text)) return { state: 'schema', at: null, what: null };
  const start = body.getStart(lower.source) + reads.index;
  return {
    state: 'loose',
    at: lower.file.span(start, start + reads[0].length),
    what: `\`${reads[0].replace(/^\.\s*/, '')}\``,
  };
}

/** Whether something in a handler's text looks at the shape of what was sent. */
export function validates(text: string): boolean {
  return VALIDATES.test(text.replaceAll(/JSON\s*\.\s*parse/g, ''));
}
