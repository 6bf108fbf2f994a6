/** What the end of a path through a body means: for a dependency, a middleware, a hook, a permission, a gate, a handler or a helper. */
import { abstractTruth, type Abstract, type Refusal } from './abstract';
import { UNKNOWN, type Mode, type Outcome, type Path, type State } from './state';
import type { FunctionValue } from '../program/values';

/** What the end of a path means for who asked for the body in that mode. */
export function endOf(path: Path, mode: Mode, fn: FunctionValue): Outcome {
  const { state } = path;
  const isHelper = mode === 'helper';
  const common = {
    assumptions: state.assumptions,
    credential: state.credential,
    unread: state.unread,
    ...(state.asked !== undefined && { asked: state.asked }),
    ...(state.byForm && { byForm: true as const }),
    ...(isHelper && fieldsOf(state)),
    ...(isHelper && state.sent ? { sent: state.sent } : {}),
    ...(isHelper && (path.end === 'proceed' || state.proceeded) ? { proceeds: true as const } : {}),
  };
  const refuse = (refusal: Refusal): Outcome => ({ end: 'refuse', value: UNKNOWN, refusal, ...common });
  const done = (value: Abstract): Outcome => ({ end: 'pass', value, refusal: null, ...common });
  const handsOn = (value: Abstract): Outcome => ({
    ...done(value),
    ...(!isHelper && state.sent && { answered: state.sent }),
    ...(!isHelper && keepsRefusal(state) && { kept: true }),
  });
  if (path.end === 'throw') {
    const at = { status: null, redirect: false, path: fn.path, line: fn.fact.at.line, http: false };
    return refuse(path.refusal ?? at);
  }
  if (path.end === 'proceed') return state.sent?.chain === 'ends' && !isHelper ? refuse(state.sent) : handsOn(UNKNOWN);
  if (mode === 'step' && state.sent?.chain === 'goes-on') return handsOn(UNKNOWN);
  if (state.sent && mode !== 'helper') {
    const { status, redirect } = state.sent;
    const isAnswer = status !== null && status < 400 && !redirect;
    // A handler that answers serves; what stands before one and answers in its place keeps the caller out.
    if (isAnswer && mode === 'handler') return done(UNKNOWN);
    return refuse(isAnswer && state.credential ? { ...state.sent, status: null } : state.sent);
  }
  const value = path.value ?? { v: 'constant', value: null };
  if (mode === 'gate') return gate(value, done, refuse, fn);
  const answers = mode === 'middleware' || mode === 'hook' || mode === 'step' || mode === 'handler';
  if (answers && value.v === 'refusal') return refuse(value.refusal);
  if (mode === 'permission') return permission(value, common, fn);
  if (mode === 'hook') {
    const isNothing = value.v === 'unknown' || (value.v === 'constant' && value.value === null);
    if (isNothing) return done(value);
    // Whatever it returns is the answer. What is no answer, like False, is an error: nobody comes through either.
    const at = { redirect: false, path: fn.path, line: fn.fact.at.line, http: true };
    const isError = value.v === 'constant';
    return {
      ...refuse({ ...at, status: isError || state.credential ? null : 200 }),
      ...(isError && { credential: true }),
    };
  }
  if (mode === 'middleware' && !state.proceeded) {
    // It answers by itself, whatever it says: the handler is not reached. Where that turned on the credential, it keeps the caller out.
    return refuse({
      status: state.credential ? null : 200,
      redirect: false,
      path: fn.path,
      line: fn.fact.at.line,
      http: true,
    });
  }
  return done(value);
}

/** Fields of the object at hand that the path has set. */
function fieldsOf({ vars }: State): { fields?: ReadonlyMap<string, Abstract> } {
  const fields = [...vars].filter(([name]) => name.startsWith('@'));
  return fields.length === 0 ? {} : { fields: new Map(fields) };
}

function keepsRefusal({ vars, credential }: Path['state']): boolean {
  return credential && [...vars].some(([name, value]) => value.v === 'refusal' && name.startsWith('request.state.'));
}

/** What a gate answers: whatever is false keeps the caller out. */
function gate(
  value: Abstract,
  done: (value: Abstract) => Outcome,
  refuse: (refusal: Refusal) => Outcome,
  fn: FunctionValue,
): Outcome {
  if (value.v === 'refusal') return refuse(value.refusal);
  if (abstractTruth(value) === false)
    return refuse({ status: 403, redirect: false, path: fn.path, line: fn.fact.at.line, http: true });
  const asked = value.v === 'unknown' ? value.name : value.v === 'external' ? value.symbol : null;
  const outcome = done(value);
  return !asked?.endsWith('()') ? outcome : { ...outcome, unread: outcome.unread ?? asked };
}

/** What a permission answers: false refuses; what is not known may let the caller in. */
function permission(
  value: Abstract,
  common: Pick<Outcome, 'assumptions' | 'credential' | 'unread'>,
  fn: FunctionValue,
): Outcome {
  const certain = abstractTruth(value);
  const refusal = { status: 403, redirect: false, path: fn.path, line: fn.fact.at.line, http: true };
  if (certain === false) return { end: 'refuse', value: UNKNOWN, refusal, ...common };
  const isOutOfReach = value.v === 'unknown' && value.name !== null;
  return { end: 'pass', value, refusal: null, ...common, unread: isOutOfReach ? value.name : common.unread };
}
