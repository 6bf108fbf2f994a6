/**
 * Whether a body is worth walking: it, or a function of the workspace that it calls, does what is looked for. A sign-in helper is rarely
 * called directly (`requireUser` → `currentUser` → `session`), so calls are followed, beyond the first by what they are called only.
 */
import type { Recorded } from '../../derived';
import { CALLER_FIELD, credentialCalled, isComputedCookie, roleOf } from './abstract';
import { calledIn } from './called';
import { effectOf } from '../packages/effects';
import { ENFORCING, isAuthName } from '../guards/names';
import type { Interpreter } from '../program/interpret';
import type { Argument, CodeLanguage, Expression, FunctionFact, Statement } from '../../code/model';
import type { FunctionValue, Scope } from '../program/values';
import { nameOf, optionsOf } from '../program/values';
import { functionOnRequest } from './request-functions';
import { withLocalNames } from './local-names';
import { MAX_DEPTH } from './state';
import { someExpression, someExpressionIn, someOwn, somePart, someStatement } from '../../code/visit';

/** A call further than bodies are run: what lies there is known to be there. */
const MAX_CALLS = MAX_DEPTH + 1;
/** What functions are called that lead to the caller's identity, or refuse. */
export const LEADS =
  /user|session|auth|actor|caller|principal|account|identity|viewer|member|tenant|org|admin|role|permi|access|token|credential|bearer|cookie|claims|context|ctx|guard|protect|require|ensure|check|verify|validate|assert|handle|wrap|with[A-Z_]|current|^me$|login|api|safe|action|procedure|bad_?request|forbidden|denied|not_?found|unprocessable|reject|refuse/i;
const TELLING = new Set([
  'identity',
  'session',
  'verify',
  'compare',
  'deny',
  'presence',
  'claims',
  'raises',
  'asks',
  'user',
]);

/** What a body calls, or reads members of. */
interface Candidate {
  of: Expression;
  isCalled: boolean;
  args: readonly Argument[];
}

/** What hands the request on, by name. */
const REQUEST = /^_*(?:req|request|headers|cookies|event|ctx|context|c|locals|args)$/i;

/**
 * Whether a call may tell who is calling: by the name of what is called, because it is handed the request, or because it is handed nothing
 * (what it answers comes from the request at hand). Helpers that only work on data are not looked up.
 */
export function mayAskForCaller(callee: Expression, args: readonly Argument[]): boolean {
  if (args.length === 0 || LEADS.test(nameOf(callee)) || args.some(turnsAway)) return true;
  return args.some(({ value }) =>
    someExpression(
      value,
      (one) => one.e === 'request' || one.e === 'function' || (one.e === 'name' && REQUEST.test(one.name)),
    ),
  );
}

/** The request itself, or its headers, by name. */
function isRequest({ value }: Argument): boolean {
  return value.e === 'name' && /^_*(?:req|request|headers|cookies)$/i.test(value.name);
}

/** What a handler was given, whatever it is called there. */
function isParameter({ value }: Argument, { params }: FunctionFact): boolean {
  return value.e === 'name' && params.some(({ name }) => name === value.name);
}

/** A status that turns callers away, handed to whoever answers: `render_json(error, status: :unauthorized)`, `fail($message, 401)`. */
function turnsAway({ value }: Argument): boolean {
  if (value.e === 'constant') return value.value === 401 || value.value === 403;
  const name = value.e === 'text' ? value.value : value.e === 'member' || value.e === 'name' ? value.name : '';
  return /^(?:HTTP_|Status)?(?:40[13]_?)?(?:unauthori[sz]ed|forbidden)$/i.test(name);
}

/** What a body does itself, and what it calls. */
interface Own {
  tells: boolean;
  callees: readonly Candidate[];
}

/** What is one call further. */
interface Called {
  /** Something out of reach, or behind a guard, that does what is looked for. */
  tells: boolean;
  functions: readonly Followed[];
}

interface Followed {
  fn: FunctionValue;
  /** Written where it is handed on: it belongs to the body in which it stands, and is followed as that is. */
  inPlace: boolean;
}

/**
 * Answers hang on nothing but the function, never on who was asked before: what a body calls is remembered, and the way to what is looked for
 * is walked anew for each function, nearest calls first.
 */
export class Relevance {
  private readonly known = new WeakMap<object, Recorded<boolean>>();
  private readonly own = new WeakMap<FunctionFact, Recorded<Own>>();
  /** What functions call, as seen from themselves, and from further away. */
  private readonly called = [new WeakMap<object, Recorded<Called>>(), new WeakMap<object, Recorded<Called>>()] as const;
  private readonly inScopes = new WeakMap<object, Map<FunctionFact, object>>();

  constructor(
    protected readonly program: Interpreter,
    private readonly matches: (expression: Expression, path: string) => boolean,
    /** Whether a statement is itself what is looked for. */
    private readonly decides: (statement: Statement) => boolean = () => false,
  ) {}

  of(fn: FunctionValue): boolean {
    return this.remembered(this.known, this.keyOf(fn), () => this.search(fn));
  }

  private search(fn: FunctionValue): boolean {
    if (this.tells(fn)) return true;
    const seen = new Set([this.keyOf(fn)]);
    let level = [{ fn, isFurther: false }];
    for (let depth = 0; depth < MAX_CALLS && level.length > 0; depth++) {
      const further: typeof level = [];
      for (const one of level) {
        const { tells, functions } = this.calledBy(one.fn, one.isFurther);
        if (tells) return true;
        for (const { fn: next, inPlace } of functions) {
          const key = this.keyOf(next);
          if (seen.has(key)) continue;
          seen.add(key);
          if (this.tells(next)) return true;
          further.push({ fn: next, isFurther: one.isFurther || !inPlace });
        }
      }
      level = further;
    }
    return false;
  }

  private remembered<K extends object, T>(known: WeakMap<K, Recorded<T>>, key: K, make: () => T): T {
    const { workspace } = this.program;
    let result = known.get(key);
    if (!result) known.set(key, (result = workspace.record(make)));
    return workspace.take(result);
  }

  /** What closes over a handler depends on the handler, what a method calls on the object at hand. */
  private keyOf(fn: FunctionValue): object {
    const { fact, scope } = fn;
    const anchor = scope.parent ? scope : classOf(fn);
    if (!anchor) return fact;
    // Several functions may be written in one scope, or class.
    const keys = this.inScopes.get(anchor) ?? new Map<FunctionFact, object>();
    this.inScopes.set(anchor, keys);
    const key = keys.get(fact) ?? {};
    keys.set(fact, key);
    return key;
  }

  private tells(fn: FunctionValue): boolean {
    return this.isAsked(fn) || this.ownOf(fn).tells;
  }

  /** Whether the body itself does what is looked for, and what it calls until then. */
  private ownOf({ path, fact }: FunctionValue): Own {
    return this.remembered(this.own, fact, () => {
      // The answer hangs on the body.
      this.program.workspace.part(path, 'code');
      const callees: Candidate[] = [];
      const search = (expression: Expression): boolean =>
        this.isFound(expression, path, callees) || somePart(expression, search);
      const tells = someStatement(fact.body, (statement) => this.decides(statement) || someOwn(statement, search));
      return { tells, callees };
    });
  }

  private isFound(expression: Expression, path: string, callees: Candidate[]): boolean {
    if (this.matches(expression, path)) return true;
    // The method of a class behind may do it.
    if (expression.e === 'call' && expression.callee.e === 'member' && nameOf(expression.callee.of) === 'super')
      return true;
    if (expression.e === 'call') {
      callees.push({ of: expression.callee, isCalled: true, args: expression.args });
      // Whoever is handed a function calls it: `withAuth(checkUser)(req, res)`.
      for (const { value } of expression.args)
        if (value.e === 'name' && LEADS.test(value.name)) callees.push({ of: value, isCalled: true, args: [] });
    }
    if (expression.e === 'function') callees.push({ of: expression, isCalled: true, args: [] });
    // A user object of a package is read, not called.
    if (expression.e === 'member' && expression.of.e === 'name')
      callees.push({ of: expression.of, isCalled: false, args: [] });
    return false;
  }

  /** @param isFurther whoever is asked about calls it by way of others: then fewer calls are followed */
  private calledBy(fn: FunctionValue, isFurther: boolean): Called {
    return this.remembered(this.called[isFurther ? 1 : 0], this.keyOf(fn), () => {
      const functions: Followed[] = [];
      const tells = this.ownOf(fn).callees.some((callee) => this.leads(callee, fn, isFurther, functions));
      return { tells, functions };
    });
  }

  /** Whether a call leads to something out of reach that does what is looked for; functions that can be read are added. */
  private leads(
    { of, isCalled, args }: Candidate,
    fn: FunctionValue,
    isFurther: boolean,
    functions: Followed[],
  ): boolean {
    // In Python the request is at hand everywhere, so that any function may ask; what was not collected is not asked for.
    const language = this.program.languageOf(fn.path);
    const isPython = language === 'python';
    const mayLead =
      args.some(({ request }) => request) ||
      of.e === 'function' ||
      isPython ||
      (isFurther
        ? LEADS.test(nameOf(of)) || args.some((arg) => isRequest(arg) || turnsAway(arg))
        : mayAskForCaller(of, args) || args.some((arg) => isParameter(arg, fn.fact)));
    if (!isNamed(of) || !mayLead) return false;
    const name = isCalled && (of.e === 'name' || of.e === 'member') ? of.name : '';
    const value = isPython
      ? this.program.evaluateKnown(of, scopeOf(fn, language))
      : this.program.evaluate(withLocalNames(of, fn.fact), scopeOf(fn, language));
    const targets = isCalled && value.v === 'record' ? [...value.entries.values()] : optionsOf(value);
    return targets.some((target) => {
      if (target.v === 'function') {
        if (isCalled) functions.push({ fn: target, inPlace: of.e === 'function' });
        // One view that calls another: its decorators stand before it there as well.
        return isCalled && target.wrapped !== undefined;
      }
      if (target.v === 'external' && TELLING.has(effectOf(target.symbol, []) ?? '')) return true;
      return (target.v === 'external' || target.v === 'unknown') && this.isOutside(name);
    });
  }

  /** Whether the function is given what it needs. */
  protected isAsked(fn: FunctionValue): boolean {
    void fn;
    return false;
  }

  /** Whether something out of reach counts by its name. */
  protected isOutside(name: string): boolean {
    void name;
    return false;
  }
}

/** The class of the object at hand. */
function classOf({ self }: FunctionValue): object | undefined {
  return self?.v === 'instance' ? self.of : self?.v === 'class' ? self : undefined;
}

/** Names as the function sees them, the object or class at hand among them. */
function scopeOf({ scope, self, path }: FunctionValue, language: CodeLanguage | undefined): Scope {
  if (!self || language === 'javascript') return scope;
  return { path, vars: new Map([['this', self]]), parent: scope };
}

/** Whether a handler reads what tells who is calling: nothing else makes it refuse callers by itself. */
export class CallerReads extends Relevance {
  constructor(program: Interpreter) {
    const names = new WeakMap<object, Recorded<boolean>>();
    super(
      program,
      (expression, path) =>
        (expression.e === 'call' && functionOnRequest(expression.callee, program) !== undefined) ||
        readsCaller(expression, () => namesCredential(program, path, names)),
    );
  }

  /** What dependencies find out about the caller. */
  protected override isAsked({ fact, scope }: FunctionValue): boolean {
    return fact.params.some(
      ({ default: value, type }) =>
        [value, type].some((one) => one?.e === 'guard' || one?.e === 'annotated' || one?.e === 'request') ||
        // `orders: OrdersDep`, which stands for `Annotated[Orders, Depends(…)]`.
        (type?.e === 'name' && this.program.evaluateKnown(type, scope).v === 'annotated'),
    );
  }

  protected override isOutside(name: string): boolean {
    return isAuthName(name);
  }
}

/** Fields in which steps before an action leave who is calling. */
const FILLED_BEFORE = /^@(?:user|account|session|viewer|me|owner|api_?key|token)$/;

/** `computed`: whether a header or cookie whose name is computed may be a credential. */
function readsCaller(expression: Expression, computed: () => boolean): boolean {
  // A guard of a method that is called.
  if (expression.e === 'named') return true;
  if (expression.e === 'name') return CALLER_FIELD.test(expression.name) || FILLED_BEFORE.test(expression.name);
  if (expression.e === 'request') {
    if (expression.name !== null || expression.part === 'user' || expression.part === 'session')
      return roleOf(expression.part, expression.name) !== 'other';
    return expression.part === 'state';
  }
  if (expression.e === 'index' && expression.of.e === 'request')
    return credentialCalled(expression.of.part, calledIn(expression.key)) !== null;
  if (expression.e !== 'call' || expression.callee.e !== 'member') return false;
  const { of, name } = expression.callee;
  if (name !== 'get' && name !== 'has') return false;
  const [argument] = expression.args;
  if (argument?.value.e !== 'text') {
    const called = argument ? calledIn(argument.value) : '';
    const isHeaders = of.e === 'member' && /^(?:headers|cookies)$/.test(of.name);
    if (isHeaders) return credentialCalled('header', called) !== null;
    if (of.e !== 'request') return false;
    return credentialCalled(of.part, called) !== null || isComputedCookie(of.part, called) || computed();
  }
  const part = of.e === 'request' ? (of.part === 'url' ? 'query' : of.part) : 'header';
  return roleOf(part, argument.value.value) !== 'other';
}

/** Whether a file writes the name of a credential anywhere. */
function namesCredential(program: Interpreter, path: string, known: WeakMap<object, Recorded<boolean>>): boolean {
  const facts = program.facts(path);
  if (!facts) return true;
  let result = known.get(facts);
  if (result === undefined) {
    const isName = (expression: Expression): boolean =>
      expression.e === 'text' && roleOf('header', expression.value) !== 'other';
    result = program.workspace.record(() =>
      [facts.body, ...Object.values(facts.functions).map(({ body }) => body)].some((body) =>
        someExpressionIn(body, isName),
      ),
    );
    known.set(facts, result);
  }
  return program.workspace.take(result);
}

/** Names of what tells who is calling, and may refuse by itself. */
const TELLS = /user|session|viewer|account|identity/i;

/**
 * Why a handler's own check cannot be read: it calls something by a name of access control that lies out of reach, and either that is
 * meant to refuse by its name or the handler refuses on its answer. Null = there is no such call.
 */
export function unreadGuard(fn: FunctionValue, program: Interpreter): string | null {
  const calls: Extract<Expression, { e: 'call' }>[] = [];
  let refuses = false;
  someExpressionIn(fn.fact.body, (expression) => {
    if (expression.e === 'call' && expression.callee.e === 'name') calls.push(expression);
    refuses ||=
      expression.e === 'refusal' &&
      (expression.redirect === true || expression.status === 401 || expression.status === 403);
    return false;
  });
  for (const { callee } of calls) {
    const name = nameOf(callee);
    // What makes a guard does not refuse yet.
    if (/^(?:create|make|build|init)/.test(name)) continue;
    const promises = ENFORCING.test(name) && isAuthName(name);
    if (!promises && !(refuses && (isAuthName(name) || TELLS.test(name)))) continue;
    const value = program.evaluate(withLocalNames(callee, fn.fact), fn.scope);
    if (value.v === 'unknown' && value.why !== null) return `${name} could not be followed: ${value.why}`;
    // Imported by itself, or handed in: what it does is written elsewhere.
    if (value.v === 'unknown' && value.name === name && promises) return `${name} is defined in no file that was read`;
    if (value.v === 'external' && effectOf(value.symbol, []) === undefined)
      return `${value.symbol} comes from a package whose behaviour is not known`;
  }
  return null;
}

/** A name, or members of one: nothing that would have to be called to be known. */
function isNamed(expression: Expression): boolean {
  if (expression.e === 'member') return isNamed(expression.of);
  return expression.e === 'name' || expression.e === 'function' || expression.e === 'import';
}
