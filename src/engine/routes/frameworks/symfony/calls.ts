/**
 * What calls of Symfony's base controller and its security component mean. symfony.com/doc, "Security", "Controller"; requests hold what
 * was sent in bags ("The HttpFoundation Component").
 */
import type { PhpCall } from '../../../code/php/framework';
import type { Expression, RequestPart } from '../../../code/model';
import { letsIn } from './asked';

const USER: Expression = { e: 'request', part: 'user', name: null };
/** Named as what decides about a request that it is given. */
const VOTERS = 'authorizeByVoters';
const SIGN_IN = /log_?in|sign_?in|sso|oauth/i;

/** Meaning of a call, or undefined. */
export function callOf({ receiver, on, name, args, at }: PhpCall): Expression | undefined {
  if (!receiver) return undefined;
  const [first, second] = args.map(({ value }) => value);
  const refusal = (status: number): Extract<Expression, { e: 'refusal' }> => ({
    e: 'refusal',
    status,
    sends: false,
    at,
  });
  switch (name) {
    case 'getUser':
      // Of the controller, or of what is injected to tell (`$this->security`); a request has one of its own.
      return on === 'this' || (receiver.e === 'member' && /security|token/i.test(receiver.name)) ? USER : undefined;
    case 'isGranted':
      return first?.e === 'text' && letsIn(first.value) === false
        ? { e: 'not', of: { e: 'not', of: USER } }
        : undefined;
    case 'denyAccessUnlessGranted':
      return {
        e: 'or',
        left: first?.e === 'text' && letsIn(first.value) === false ? USER : voters(args, at),
        right: { ...refusal(403), throws: true, policy: true },
      };
    case 'createAccessDeniedException':
      return refusal(403);
    case 'createNotFoundException':
      return refusal(404);
    case 'redirectToRoute':
      return first?.e === 'text' && SIGN_IN.test(first.value) ? { ...refusal(302), redirect: true } : undefined;
    case 'json':
      return second?.e === 'constant' && typeof second.value === 'number' && second.value >= 400
        ? refusal(second.value)
        : undefined;
    case 'new':
      return on === 'AccessDeniedException' ? refusal(403) : undefined;
    default:
      return undefined;
  }
}

/** Voters, which are asked about the request at hand and out of reach in a body. */
function voters([attribute]: PhpCall['args'], at: PhpCall['at']): Expression {
  const request: Expression = { e: 'name', name: 'request' };
  const args = [...(attribute ? [attribute] : []), { name: null, value: request }];
  return { e: 'call', callee: { e: 'name', name: VOTERS }, args, at };
}

/** What `denyAccessUnlessGranted` asks a voter for; undefined for any other expression. */
export function deniedBy(value: Expression): { attribute: Expression | undefined; at: PhpCall['at'] } | undefined {
  const left = value.e === 'or' ? value.left : undefined;
  if (left?.e !== 'call' || left.callee.e !== 'name' || left.callee.name !== VOTERS) return undefined;
  return { attribute: left.args[0]?.value, at: left.at };
}

const BAGS: Readonly<Record<string, RequestPart>> = { headers: 'header', cookies: 'cookie' };

/** `$request->headers`, of which `get` takes one. */
export function readOf(expression: Expression): Expression | undefined {
  if (expression.e !== 'member' || expression.of.e !== 'name' || expression.of.name !== 'request') return undefined;
  const part = BAGS[expression.name];
  return part && { e: 'request', part, name: null };
}
