/**
 * What answers a request in a Rails controller: `head`, `render`, `redirect_to`, and HTTP authentication. Rails guides, "Action Controller
 * Overview" and "Layouts and Rendering"; api.rubyonrails.org, ActionController::HttpAuthentication. A filter halts when it has answered.
 */
import type { RubyCall } from '../../../code/ruby/framework';
import { statusOfName } from '../../run/status-names';
import type { Argument, Expression } from '../../../code/model';

/** Where a redirect leads that asks the caller to sign in. */
const SIGN_IN = /log_?in|sign_?in|session|auth(?!or)|unauthori[sz]ed|sso|saml|oauth|omniauth/i;

/** An answer, or undefined for any other call. */
export function answerOf(call: RubyCall): Expression | undefined {
  const { name, args, at, receiver } = call;
  if (receiver !== null) return undefined;
  const [first] = args;
  switch (name) {
    case 'head':
      return first && answer(first.value, at);
    case 'render':
    case 'render_to_body':
      return answer(status(args) ?? { e: 'constant', value: 200 }, at);
    case 'send_file':
    case 'send_data':
      return answer({ e: 'constant', value: 200 }, at);
    case 'redirect_to':
    case 'redirect_back':
    case 'redirect_back_or_to': {
      const isSignIn = SIGN_IN.test(JSON.stringify(first?.value ?? null)) || SIGN_IN.test(call.node.text.slice(0, 200));
      return isSignIn
        ? { e: 'refusal', status: 302, redirect: true, sends: true, at }
        : { e: 'refusal', status: 302, sends: true, at };
    }
    case 'request_http_basic_authentication':
    case 'request_http_token_authentication':
    case 'request_http_digest_authentication':
      return { e: 'refusal', status: 401, sends: true, at };
    default:
      return httpAuthentication(call);
  }
}

function status(args: readonly Argument[]): Expression | undefined {
  const given = args.find(({ name }) => name === 'status')?.value;
  if (given) return given;
  // `render({ json: error, status: 401 })`
  const record = args[0]?.value.e === 'record' ? args[0].value : undefined;
  return record?.entries.find(({ key }) => key.e === 'text' && key.value === 'status')?.value;
}

function answer(status: Expression, at: RubyCall['at']): Expression {
  if (status.e === 'constant' && typeof status.value === 'number')
    return { e: 'refusal', status: status.value, sends: true, at };
  if (status.e === 'text') return { e: 'refusal', status: statusOfName(status.value), sends: true, at };
  return { e: 'refusal', status: null, statusFrom: status, answers: true, sends: true, at };
}

/** `authenticate_or_request_with_http_token { |token| … }`: the block is asked about what the caller sends, and false refuses. */
function httpAuthentication(call: RubyCall): Expression | undefined {
  const parts = /^authenticate_(or_request_)?with_http_(token|basic|digest)$/.exec(call.name);
  const block = parts && call.block();
  if (!block) return undefined;
  const sent: Expression = { e: 'request', part: 'header', name: 'authorization' };
  const given = { name: null, value: sent };
  const asked: Expression = { e: 'call', callee: block, args: [given, given], at: call.at };
  const valid: Expression = { e: 'and', left: sent, right: asked };
  if (parts[1] === undefined) return valid;
  return { e: 'or', left: valid, right: { e: 'refusal', status: 401, sends: true, at: call.at } };
}
