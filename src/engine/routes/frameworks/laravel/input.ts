/** What a Laravel action takes from the body, and what looks at it first. laravel.com/docs, "Validation", "HTTP Requests", "Mass Assignment". */
import type { HandlerInput, Parameter } from '../../../code/model';
import type { PhpExpressions } from '../../../code/php/expressions';
import { field } from '../../../code/php/values';
import type { TreeNode } from '../../../parse/tree';

/** Says nothing of the body: who calls, from where, by which path. */
const OTHER_PARTS =
  'user|session|ip|ips|header|hasHeader|bearerToken|cookie|route|routeIs|query|url|fullUrl|path|is|method|isMethod|userAgent|ajax|wantsJson|expectsJson|hasValidSignature|getHost|secure';
const MAY_READ = /\brequest\s*\(|\bRequest\s*::|\bInput\s*::|\bparent\s*::|\bphp:\/\/input\b/;
const VALIDATOR = /\bValidator\s*::\s*(?:make|validate)\s*\(|\bvalidator\s*\(|\$this\s*->\s*validate(?:WithBag)?\s*\(/;
/** A class of its own that may carry rules: a form request, a data object. */
const RULED = /(?:\w{2,}Request|Data|DTO|Dto)$/;
/** What writes a list of attributes into a record. */
const WRITES =
  /(?:(?:->|::)\s*(?:create|createQuietly|forceCreate|update|fill|forceFill|insert|insertGetId)\s*\(\s*|\bnew\s+[\w\\]+\s*\(\s*)/;

/** Input of one function, as an action or a closure of a route. */
export function inputOf(fn: TreeNode, params: readonly Parameter[], lower: PhpExpressions): HandlerInput {
  const node = field(fn, 'body');
  const body = node ? withoutComments(lower.source(node)) : '';
  const request = requestIn(params);
  const unknown: HandlerInput = { state: 'unknown', at: null, what: null, mixed: true };
  if (VALIDATOR.test(body) || new RegExp(String.raw`${request}\s*(?:->|::)\s*validate(?:WithBag)?\s*\(`).test(body))
    return { ...unknown, state: 'schema' };
  const type = params.find((param) => param.type?.e === 'name' && RULED.test(param.type.name))?.type;
  if (type) return { ...unknown, rules: { type, method: 'rules' } };
  const taken = massAssigned(body, request);
  if (taken && node) {
    const start = node.startIndex + taken.index;
    return { ...unknown, state: 'loose', at: lower.spanAt(start, start + taken[0].length), what: 'all of `$request`' };
  }
  const rest = body.replace(new RegExp(String.raw`${request}\s*->\s*(?:${OTHER_PARTS})\s*\(`, 'g'), '');
  return MAY_READ.test(rest) || new RegExp(request).test(rest) ? unknown : { ...unknown, state: 'none' };
}

/** The request as it is written here: `$request`, `request()`, or what a parameter calls it. */
function requestIn(params: readonly Parameter[]): string {
  const own = params.filter(({ type }) => type?.e === 'name' && /Request$/.test(type.name)).map(({ name }) => name);
  const names = [...new Set(['request', ...own])].join('|');
  return String.raw`(?:\$(?:${names})\b|\brequest\s*\(\s*\))`;
}

/** All that was sent goes into a record, by itself or under a name of its own. */
function massAssigned(body: string, request: string): RegExpExecArray | null {
  const all = String.raw`${request}\s*->\s*(?:all|input|post)\s*\(\s*\)`;
  const kept = new RegExp(String.raw`\$(\w+)\s*=\s*${all}\s*;`).exec(body)?.[1];
  const whole = kept === undefined ? all : String.raw`(?:${all}|\$${kept}\b)`;
  return new RegExp(String.raw`${WRITES.source}${whole}\s*\)`).exec(body);
}

/** Comments as blanks, so that places stay. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)(?:\/\/|#(?!\[)).*$/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}
