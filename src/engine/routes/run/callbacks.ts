/**
 * Functions that others call back, in a guard's body: Node's `(error, result)`, promises' `then` and `catch`, a middleware called by hand
 * (`passport.authenticate('jwt', …)(req, res, next)`), a scope entered with a function (`context.run(store, () => next())`).
 */
import { isTainted, type Abstract, type Refusal } from './abstract';
import { effectOf } from '../packages/effects';
import type { Expression } from '../../code/model';
import type { BodyRunner, Context, Result, State } from './body';
import { hasZeroValues } from './results';
import { overItems } from './lists';
import { handsOn } from './objects';
import { raise } from './state';
import { nameOf, type FunctionValue, type Value } from '../program/values';

const NOTHING: Abstract = { v: 'constant', value: null };
const ERROR: Abstract = { v: 'constant', value: true };
const FAILED: Abstract = { v: 'failed' };
const UNKNOWN: Abstract = { v: 'unknown', why: null, name: null };

type Values = readonly { name: string | null; value: Abstract }[];

export class Callbacks {
  constructor(private readonly runner: BodyRunner) {}

  /** A call of something out of reach that is given functions or `next`; undefined when neither is there. */
  call(
    target: Abstract,
    expression: Extract<Expression, { e: 'call' }>,
    values: Values,
    state: State,
    context: Context,
  ): Result[] | undefined {
    // Where calls fail by their results, nobody is called back with an error.
    const functions = hasZeroValues(context, this.runner.program) ? [] : functionsOf(values);
    if (target.v === 'external') {
      const made = target.symbol.endsWith('()') ? effectOf(target.symbol, target.args) : undefined;
      if (made) return this.middleware(made, target, values, state, context);
      // A factory keeps its callback for the request: `passport.authenticate('jwt', options, callback)`.
      if (effectOf(`${target.symbol}()`, expression.args)) return undefined;
    }
    const callback = functions.at(-1);
    if (callback && expression.create && nameOf(expression.callee) === 'Promise') {
      return this.runner.inPlace(callback, [], state, context);
    }
    const tainted = values.filter(({ value }) => isTainted(value));
    if (callback) {
      const effect = target.v === 'external' ? effectOf(target.symbol, expression.args) : undefined;
      const verifies = effect === 'verify';
      // Before a handler, what is compared with a secret is what the caller sends, in whatever part of the request.
      if (tainted.length > 0 || (effect === 'compare' && context.scenario.before)) {
        const answer = verifies ? [ERROR, FAILED] : callback.fact.params.length > 1 ? [NOTHING, FAILED] : [FAILED];
        return this.runner.inPlace(callback, answer, { ...state, credential: true }, context);
      }
      // An object that is made keeps the function for later.
      if (!this.runner.isRelevant(callback) || expression.create) return undefined;
      // `names.reduce((found, name) => found || req.headers[name], '')` starts with what it is given.
      const isReduce = expression.callee.e === 'member' && expression.callee.name === 'reduce';
      const start = isReduce ? values[1]?.value : undefined;
      return this.runner.inPlace(callback, start ? [start] : [], state, context);
    }
    // What an unknown function does with `next` cannot be seen; most hand on.
    const { program } = this.runner;
    if (target.v === 'function' || !values.some(({ value }) => handsOn(value, program))) return undefined;
    return [result({ ...state, unread: state.unread ?? nameOf(expression.callee) }, { v: 'next' })];
  }

  /** A method of a list that calls a function for its items. */
  overItems(
    list: Extract<Value, { v: 'list' }>,
    method: string,
    values: Values,
    state: State,
    context: Context,
  ): Result[] | undefined {
    return overItems(this.runner, list, method, values, state, context);
  }

  /** A packaged middleware that the body calls itself. */
  private middleware(
    effect: NonNullable<ReturnType<typeof effectOf>>,
    target: Extract<Abstract, { v: 'external' }>,
    values: Values,
    state: State,
    context: Context,
  ): Result[] | undefined {
    const isPython = this.runner.program.languageOf(context.scope.path) === 'python';
    if (isPython && effect !== 'answers') return scheme(effect, state, context);
    if (effect === 'none' || effect === 'optional') {
      // `cors(req, res, () => { … })`: what comes next may be written in place.
      const next = values.length > 1 ? values.at(-1)?.value : undefined;
      if (next?.v === 'function') return this.runner.inPlace(next, [], state, context);
      return values.some(({ value }) => value.v === 'next') ? [result(state, { v: 'next' })] : undefined;
    }
    // Whatever it says, what comes next is not reached.
    if (effect === 'answers') return [result({ ...state, sent: state.sent ?? answer(200, context) }, UNKNOWN)];
    if (effect !== 'deny' && effect !== 'presence') return undefined;
    const at = { ...state, credential: true };
    const callback = target.values.map(({ value }) => value).find((value) => value.v === 'function');
    if (callback?.v === 'function') return this.runner.inPlace(callback, [NOTHING, FAILED, FAILED], at, context);
    return [result({ ...at, sent: at.sent ?? answer(401, context) }, UNKNOWN)];
  }

  /** `promise.then(…)`, `promise.catch(…)`; undefined when the value is nothing to wait for. */
  settled(of: Result, method: string, values: Values, context: Context): Result[] | undefined {
    if (method !== 'then' && method !== 'catch' && method !== 'finally') return undefined;
    const functions = functionsOf(values);
    const [onValue, onError] = method === 'then' ? functions : [undefined, functions[0]];
    if (of.raised) {
      return onError && method !== 'finally' ? this.runner.inPlace(onError, [ERROR], of.state, context) : [of];
    }
    if (of.value.v === 'next') return [of];
    if (!onValue) return method === 'catch' || method === 'finally' ? [of] : undefined;
    const given = isTainted(of.value) || of.value.v === 'failed' ? FAILED : of.value;
    const isWorthIt = given.v === 'failed' || this.runner.isRelevant(onValue);
    return isWorthIt ? this.runner.inPlace(onValue, [given], of.state, context) : undefined;
  }
}

/**
 * A security scheme that a body calls itself (`await oauth2_scheme(request)`): it gives what was sent, and raises where nothing was
 * (fastapi.tiangolo.com, "Security Tools").
 */
function scheme(
  effect: NonNullable<ReturnType<typeof effectOf>>,
  state: State,
  context: Context,
): Result[] | undefined {
  if (effect !== 'deny' && effect !== 'presence' && effect !== 'optional') return undefined;
  const { credential } = context.scenario;
  if (effect === 'deny' || (effect === 'presence' && credential === 'absent')) return [raise(state, context, 401)];
  const value: Abstract = credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
  return [result({ ...state, credential: true }, value)];
}

function functionsOf(values: Values): FunctionValue[] {
  return values.map(({ value }) => value).filter((value): value is FunctionValue => value.v === 'function');
}

function result(state: State, value: Abstract): Result {
  return { state, value, raised: null };
}

function answer(status: number, context: Context): Refusal {
  return { status, redirect: false, path: context.scope.path, line: 0, http: true };
}
