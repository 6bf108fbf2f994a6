/** What an Express route takes from the request body, and whether something looks at its shape first. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { parameterRoles } from '../../../code/javascript/scope';
import type { RouteInput } from '../../../code/model';

/** Middleware and calls that check a shape: zod, joi, yup, ajv, celebrate, express-validator, class-validator, own `validate…`. */
const VALIDATES =
  /\b(?:\w*[vV]alidat\w*|parseWith[A-Z]\w*|constructEvent(?:Async)?|celebrate|checkSchema|checkExact|matchedData|zodMiddleware|plainToInstance|plainToClass)\s*\(|\.(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|cast|check)\s*\(/;
const BODY = /\.\s*(?:body)\b|\{[^{}]*\bbody\b[^{}]*\}\s*=/;

/** Input of the handlers of one route, the last being the one that answers. */
export function inputOf(handlers: readonly ts.Expression[], lower: Lowering): RouteInput {
  const last = handlers.at(-1);
  const handler = last && handlerNode(last, lower);
  if (handlers.slice(0, -1).some((one) => VALIDATES.test(`${one.getText(lower.source)}(`) && isValidator(one, lower))) {
    return { state: 'schema', at: null, what: null };
  }
  if (!handler?.body) return { state: 'unknown', at: null, what: null };
  const body = handler.body.getText(lower.source);
  const reads = BODY.exec(body);
  const roles = parameterRoles(handler.parameters, lower.source, lower.ts);
  const request = handler.parameters[roles.indexOf('request')];
  if (!reads || !request) return { state: 'none', at: null, what: null };
  if (VALIDATES.test(body)) return { state: 'schema', at: null, what: null };
  const start = handler.body.getStart(lower.source) + reads.index;
  return {
    state: 'loose',
    at: lower.file.span(start + 1, start + reads[0].length),
    what: `\`${request.name.getText(lower.source)}.body\``,
  };
}

function isValidator(node: ts.Expression, lower: Lowering): boolean {
  const written = node.getText(lower.source).slice(0, 200);
  return !/token|auth|session|api_?key|signature|permission/i.test(/^[\w.]*/.exec(written)?.[0] ?? '');
}

type WithBody = ts.SignatureDeclaration & { body?: ts.Node };

function handlerNode(node: ts.Expression, lower: Lowering): WithBody | undefined {
  const { ts } = lower;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return node;
  if (ts.isIdentifier(node)) return lower.names.functions.get(node.text) as WithBody | undefined;
  // `asyncHandler(async (req, res) => …)`: the function inside.
  if (!ts.isCallExpression(node)) return undefined;
  const inner = node.arguments.find((one) => ts.isArrowFunction(one) || ts.isFunctionExpression(one));
  return inner && handlerNode(inner, lower);
}
