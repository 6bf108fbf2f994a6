/** What a Rails controller reads of a request. Rails guides, "Action Controller Overview": parameters, session, cookies, the request object. */
import type { RubyCall } from '../../../code/ruby/framework';
import { setting, text } from '../../../code/ruby/values';
import type { Expression, RequestPart } from '../../../code/model';

/** Names of a controller that stand for a part of the request as a whole. */
const WHOLE: Readonly<Record<string, RequestPart>> = {
  params: 'query',
  session: 'session',
  cookies: 'cookie',
};

/** What forms submit: an answer to it is no refusal of a caller. */
const SUBMITTED = /passw|otp|pin$|^code$|card|^(?:user|account|session)$/i;

/** Members of the request object. */
const MEMBERS: Readonly<Record<string, Extract<Expression, { e: 'request' }>>> = {
  headers: part('header'),
  env: part('header'),
  session: part('session'),
  cookies: part('cookie'),
  cookie_jar: part('cookie'),
  params: part('query'),
  query_parameters: part('query'),
  request_parameters: part('body'),
  raw_post: part('body'),
  body: part('body'),
  authorization: part('header', 'authorization'),
  path: part('path'),
  fullpath: part('path'),
  path_info: part('path'),
  original_fullpath: part('path'),
  method: part('method'),
  request_method: part('method'),
  remote_ip: part('address'),
  ip: part('address'),
};

function part(name: RequestPart, of: string | null = null): Extract<Expression, { e: 'request' }> {
  return { e: 'request', part: name, name: of };
}

/** Part of the request, a setting, or undefined for any other call. */
export function readOf(call: RubyCall): Expression | undefined {
  const { receiver, name, args, on } = call;
  if (receiver === null) return ownRead(name, args.length);
  if (on === 'Rails.env') return environment(name);
  if (
    /^(?:Rails\.(?:application\.(?:credentials|secrets|config(?:uration)?(?:\.x)?)|configuration(?:\.x)?)|Settings|Setting|ENV)(?:\.\w+)*$/.test(
      on,
    )
  ) {
    const key = /^(?:\[\]|fetch|dig|get)$/.test(name) ? (args[0]?.value ?? text(name)) : text(name);
    return setting(key.e === 'text' ? key : text(on), null);
  }
  // An object that stands for nobody where nobody has signed in (Redmine, OpenProject).
  if (/^(?:::)?(?:User|Account|Member)$/.test(on) && /^current(?:_user)?$/.test(name))
    return { e: 'request', part: 'user', name: null, always: true };
  // Reset with every request (api.rubyonrails.org, ActiveSupport::CurrentAttributes).
  if (on === 'Current' && args.length === 0) return { e: 'request', part: 'state', name };
  if (/(?:^|\.|_)(?:request|req)$/.test(on) || (receiver.e === 'name' && /^_?req(?:uest)?$/.test(receiver.name))) {
    const verb = /^(get|post|put|patch|delete|head|options)\?$/.exec(name)?.[1];
    if (verb) return { e: 'compare', op: '==', left: part('method'), right: text(verb.toUpperCase()) };
    if (name === 'get_header') return header(args[0]?.value);
    return args.length === 0 ? MEMBERS[name] : undefined;
  }
  return onPart(receiver, name, (name === 'dig' ? args.at(-1) : args[0])?.value);
}

function ownRead(name: string, count: number): Expression | undefined {
  if (count > 0) return undefined;
  if (name === 'action_name') return part('endpoint');
  const whole = WHOLE[name];
  return whole && part(whole);
}

/** What the environment of a served application answers. */
function environment(name: string): Expression | undefined {
  return name.endsWith('?') ? { e: 'constant', value: name === 'production?' } : undefined;
}

/** `cookies.signed`, `params.fetch(:token)`, `params.permit(…)`. */
function onPart(receiver: Expression, name: string, first: Expression | undefined): Expression | undefined {
  if (receiver.e !== 'request' || receiver.name !== null) return undefined;
  if (receiver.part === 'cookie' && /^(?:signed|encrypted|permanent)$/.test(name)) return receiver;
  if (/^(?:fetch|dig|expect|require|delete)$/.test(name)) return first && memberOf(receiver, first);
  if (receiver.part === 'query' && /^(?:permit!?|to_unsafe_h|to_h|with_indifferent_access|slice|except)$/.test(name))
    return receiver;
  if (receiver.part === 'session' && name === 'id') return { ...receiver, name: 'id' };
  return undefined;
}

/** `session[:user_id]`, `request.headers['X-Api-Key']`. */
export function memberOf(of: Extract<Expression, { e: 'request' }>, key: Expression): Expression | undefined {
  if (key.e !== 'text') return undefined;
  // `params[:user][:token]`: the innermost name says what is sent.
  if (of.part === 'query' && SUBMITTED.test(key.value)) return { e: 'request', part: 'body', name: key.value };
  if (of.name !== null)
    return of.part === 'query' || of.part === 'body' ? { ...of, part: 'query', name: key.value } : undefined;
  return of.part === 'header' ? header(key) : { ...of, name: key.value };
}

/** A header by its own name or by the one that Rack gives it. */
function header(key: Expression | undefined): Expression | undefined {
  if (key?.e !== 'text') return undefined;
  if (/^(?:warden|devise)/.test(key.value)) return part('user');
  if (key.value.startsWith('rack.session')) return part('session');
  return part(
    'header',
    key.value
      .replace(/^HTTP_/, '')
      .replace(/_/g, '-')
      .toLowerCase(),
  );
}
