/**
 * Ruby on Rails: what its calls mean. Sources: Rails guides ("Rails Routing from the Outside In", "Action Controller Overview", "Action
 * Controller Advanced Topics") and api.rubyonrails.org. Since 5.0 a filter halts by answering or raising alone, whatever it returns
 * (Upgrading guide, "Halting Callback Chains via throw(:abort)"; abstract_controller/callbacks.rb, `performed?`).
 */
import type { RubyCall, RubyFramework } from '../../../code/ruby/framework';
import { other } from '../../../code/ruby/values';
import type { RubyLowering } from '../../../code/ruby/lowering';
import type { Expression } from '../../../code/model';
import type { Framework } from '../../framework';
import { answerOf } from './answers';
import { RAILS_EFFECTS } from './effects';
import { filterOf } from './filters';
import { noteInputs } from './input';
import { NAME } from './names';
import { memberOf, readOf } from './request';
import { routeFile } from './route-file';
import { railsWrite } from './forged-writes';

const ruby: RubyFramework = {
  words: ['routes.draw', 'Rack::Auth::Basic'],
  accepts: (path) => /_controller\.rb$|(?:^|\/)controllers\/concerns\/|(?:^|\/)config\/routes(?:\.rb$|\/)/.test(path),
  call: (call, lower) => answerOf(call) ?? readOf(call) ?? usedBy(call, lower) ?? dispatchedBy(call) ?? digestOf(call),
  index: (of, key) => (of.e === 'request' ? memberOf(of, key) : undefined),
  filter: filterOf,
  classOf: noteInputs,
  file: routeFile,
};

/** Ruby on Rails. */
export const rails: Framework = {
  readsCors: true,
  forgedWrites: railsWrite,
  name: NAME,
  ruby,
  effects: RAILS_EFFECTS,
  views: [
    {
      name: NAME,
      base: /^(?:::)?(?:ActionController::(?:Base|API|Metal)|Devise::\w+Controller|DeviseTokenAuth::\w+Controller)$/,
      members: {},
      entry: null,
      templates: true,
      kinds: [{ method: 'devise_controller?', base: /^(?:::)?(?:Devise|DeviseTokenAuth)::/ }],
    },
  ],
  guard: { as: 'filter' },
};

/** `Sidekiq::Web.use Rack::Auth::Basic do … end`: what stands before a mounted application, wherever that is mounted. */
function usedBy({ on, name, args, at }: RubyCall, lower: RubyLowering): Expression | undefined {
  const [first] = args;
  if (name !== 'use' || !first || !/^(?:::)?[A-Z]\w*(?:::\w+)*$/.test(on)) return undefined;
  const key = `${on.replace(/^::/, '')}.use`;
  lower.emit({ s: 'name-guard', name: { e: 'text', value: key }, guard: first.value, at });
  return other();
}

/** `OtherController.dispatch(:show, request, response)`: whatever the other one asks for. */
function dispatchedBy({ node, on, name, args, at }: RubyCall): Expression | undefined {
  if (name !== 'dispatch' || args.length < 3 || !/request,\s*response\)?$/.test(node.text)) return undefined;
  const sent: Expression = { e: 'request', part: 'header', name: 'authorization' };
  return { e: 'call', callee: { e: 'name', name: `${on}.dispatch` }, args: [{ name: null, value: sent }], at };
}

/** The digest of what is made up is made up. */
function digestOf({ on, name, args }: RubyCall): Expression | undefined {
  const [first, second] = args;
  if (
    /^(?:::)?(?:OpenSSL::)?Digest(?:::\w+)?(?:\.new)?$/.test(on) &&
    /^(?:hex|base64|urlsafe_base64)?digest!?$/.test(name)
  )
    return (/^[A-Z]\w*::\w+$/.test(on) && second ? second : first)?.value;
  return on === 'Base64' && /decode64$/.test(name) ? first?.value : undefined;
}
