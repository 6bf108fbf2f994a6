/** Middleware of session libraries that leaves the decision to a function of the workspace. */
import { askedBy, effectOf, type EffectRule } from '../packages/effects';
import type { Interpreter } from './interpret';
import type { Guard, FunctionValue, Scope, Value } from './values';
import type { Expression, FunctionFact } from '../../code/model';

/** The guard, with the function that decides in its place: one that it was given, or one among the options that it was made with. */
export function withCallback(guard: Guard, program: Interpreter): Guard {
  const { value } = guard;
  if (value.v !== 'external' || effectOf(value.symbol, value.args) !== 'identity') return guard;
  const callback = value.values.find((argument) => argument.value.v === 'function')?.value;
  if (callback) return { ...guard, value: callback };
  const asks = askedBy(value.symbol);
  const [options] = value.values;
  const asked = asks && options && program.settled(memberAt(options.value, asks.option, program));
  return asks && asked?.v === 'function' ? { ...guard, value: asking(asked, asks) } : guard;
}

function memberAt(of: Value, names: readonly string[], program: Interpreter): Value {
  return names.reduce<Value>((owner, name) => program.member(program.settled(owner), name), of);
}

const ASKED = '<asked>';

/** `request => { const answer = asked({ user, request }); if (!answer) return redirect; return answer; }` */
function asking(asked: FunctionValue, { user, request }: NonNullable<EffectRule['asks']>): FunctionValue {
  const { at, id } = asked.fact;
  const part = (key: string, name: 'user' | 'state'): { key: Expression; value: Expression } => ({
    key: { e: 'text', value: key },
    value: { e: 'request', part: name, name: null },
  });
  const given: Expression = { e: 'record', entries: [part(user, 'user'), part(request, 'state')] };
  const answer: Expression = { e: 'name', name: '<answer>' };
  const { line } = at;
  const fact: FunctionFact = {
    ...asked.fact,
    id: `${id} ${ASKED}`,
    params: [{ name: 'request', default: null, type: null }],
    decorators: [],
    body: [
      {
        s: 'let',
        to: answer,
        value: { e: 'call', callee: { e: 'name', name: ASKED }, args: [{ name: null, value: given }], at },
        line,
      },
      {
        s: 'if',
        test: { e: 'not', of: answer },
        then: [{ s: 'return', value: { e: 'refusal', status: 302, redirect: true, sends: false, at }, line }],
        else: [],
        line,
      },
      { s: 'return', value: answer, line },
    ],
  };
  const scope: Scope = { path: asked.path, vars: new Map<string, Value>([[ASKED, asked]]), parent: asked.scope };
  return { v: 'function', path: asked.path, fact, scope, self: null };
}
