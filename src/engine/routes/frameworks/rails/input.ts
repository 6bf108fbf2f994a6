/**
 * What the actions of a Rails controller take from the body. Strong parameters say what may be sent (Rails guides, "Action Controller
 * Overview"); they stand in methods of the controller mostly, so an action is read with the methods that it calls.
 */
import type { ClassFact, FunctionFact, HandlerInput } from '../../../code/model';
import type { RubyLowering } from '../../../code/ruby/lowering';

/** `permit(:a, :b)`, `expect(post: [:a])`, Pundit's `permitted_attributes(@post)`. */
const PERMITS =
  /\.\s*permit\s*\(?\s*[\w:*'"[{@]|\bparams\s*\.\s*expect!?\s*\(\s*(?:\w+:|\[|\{|:\w+\s*=>)|\bpermitted_attributes\s*\(/;
/** Everything that is sent goes into a record. */
const UNPERMITTED =
  /\.\s*permit!|\.\s*(?:new|create!?|update!?|update_attributes!?|assign_attributes|insert!?|upsert)\b[^\n]*?\bparams\b[^\n]*?\.\s*to_unsafe_h(?:ash)?\b/;
/** Lines that make an address of what was sent. */
const ADDRESS = /\burl_for\b|\b(?:redirect|link)_to\b|_(?:path|url)\s*\(/;
/** The record that the path names. */
const OF_PATH = /\bparams\s*(?:\[\s*:id\s*\]|\.\s*(?:expect|require|fetch)\s*\(?\s*:id\b\s*\)?)/g;
/** Reads what is sent, or hands on to code that may: methods of other classes and modules. */
const MAY_READ =
  /\bparams\b|\brequest\s*\.\s*(?:body|raw_post|request_parameters|params)\b|\b\w+_(?:params|attributes)\b|\bsuper\b/;

/** Adds to the methods of a controller what they take. */
export function noteInputs({ name }: ClassFact, methods: readonly FunctionFact[], lower: RubyLowering): void {
  if (!/Controller$/.test(name)) return;
  const lines = lower.text.split('\n');
  const texts = new Map(methods.map((method) => [method.name, linesOf(method, lines)]));
  for (const method of methods) method.input = inputOf(method, methods, texts);
}

/** Lines of a method below its first, without comments; columns stay. */
function linesOf({ extent }: FunctionFact, lines: readonly string[]): string[] {
  const own = lines.slice(extent.line - 1, extent.endLine).map((line) => line.replace(/(^|\s)#(?!\{).*$/, '$1'));
  own[0] = own[0]?.replace(/^\s*(?:private\s+)?def\s+(?:self\.)?[\w!?=]+/, (head) => ' '.repeat(head.length)) ?? '';
  return own;
}

function inputOf(
  action: FunctionFact,
  methods: readonly FunctionFact[],
  texts: ReadonlyMap<string, string[]>,
): HandlerInput {
  const reached = new Set([action]);
  for (const one of reached)
    for (const word of (texts.get(one.name) ?? []).join('\n').match(/(?<![.:@$\w"'])[a-z_]\w*[!?]?(?!\s*:)/g) ?? [])
      for (const method of methods) if (method.name === word) reached.add(method);
  let rest = '';
  let isPermitted = false;
  for (const method of reached) {
    const lines = texts.get(method.name) ?? [];
    for (const [index, line] of lines.entries()) {
      const found = ADDRESS.test(line) ? null : UNPERMITTED.exec(line);
      if (found) return loose(method, index, found);
    }
    const text = lines.join('\n');
    isPermitted ||= PERMITS.test(text);
    rest += `${text}\n`;
  }
  if (isPermitted) return { state: 'schema', at: null, what: null, mixed: true };
  for (const { name } of reached) rest = rest.replaceAll(new RegExp(`\\b${name.replace(/\W/g, '\\$&')}`, 'g'), '');
  const state = MAY_READ.test(rest.replace(OF_PATH, '')) ? 'unknown' : 'none';
  return { state, at: null, what: null, mixed: true };
}

function loose({ extent }: FunctionFact, index: number, { 0: written, index: start }: RegExpExecArray): HandlerInput {
  const line = extent.line + index;
  const at = { line, column: start + 1, endLine: line, endColumn: start + written.length + 1 };
  const what = written.includes('permit!') ? '`params` with `permit!`' : '`params` with `to_unsafe_h`';
  return { state: 'loose', at, what, mixed: true };
}
