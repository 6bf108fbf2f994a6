/** What a Python framework tells the lowering of Python code. */
import type { Expression, FunctionFact, Statement } from '../model';
import type { Span } from '../../span';

/** What a Python framework puts in the place of its own calls; every function answers undefined for what is not its own. */
export interface PythonFramework {
  /** Words (letters, digits, `_`) one of which every file that declares or guards a route holds. */
  words: readonly string[];
  /** Where its words say too little: what one of them has to stand in (`aiohttp` is a client as well). */
  pattern?: RegExp;
  /** What a file imports that is written for it, in its lines that import something; only such files are read with it. */
  imports: RegExp;
  /** What else only stands in files that are written for it. */
  uses?: RegExp;
  /** What tells it in files that import no framework: a module that is given the application, names that come with `import *`. */
  alone?: RegExp;
  /** Names of its package that stand in a file after `import *`, from the package or from a module that passes them on. */
  starred?: { from: string; names: readonly string[] };
  /** Also asked where a file imports no framework: helpers that are given a request, routers that come from elsewhere. */
  isFallback?: true;
  /** Meaning of a call; `symbol` is the callee's name as its package knows it (`fastapi.APIRouter`), undefined when it is local. */
  call(symbol: string | undefined, call: Call): Expression | undefined;
  /** Meaning of a member or index expression (`request.state.user`). */
  read(expression: Expression): Expression | undefined;
  /** Meaning of a statement that consists of a call. */
  statement(call: Call, symbol: string | undefined, context: StatementContext): Statement | undefined;
  /** Meaning of an assignment. */
  assign(to: Expression, value: Expression, at: Span): Statement | undefined;
  /** Meaning of a decorator: what registers the function that it stands on. */
  decorator(call: Call, target: DecoratorTarget): Statement | undefined;
  /** Meaning of a decorator on a class: what registers the class. */
  classDecorator?(call: Call, target: ClassTarget): Statement | undefined;
  /** Meaning of what a function returns, where returning it answers (`return {…}, 401`). */
  returned?(value: Expression): Expression | undefined;
  /** What a module as a whole declares (a settings module makes an application): statements behind its last. */
  module?(body: readonly Statement[], at: Span): Statement[];
}

export type Call = Extract<Expression, { e: 'call' }>;

export interface StatementContext {
  /** Where an expression stands, when it is a literal or a call. */
  spanOf(expression: Expression): Span | undefined;
  functions: Readonly<Record<string, FunctionFact>>;
}

export interface DecoratorTarget extends StatementContext {
  function: FunctionFact;
  /** Decorators below this one (they wrap the handler) and above it (they come too late), the framework's own left out. */
  below: Expression[];
  above: Expression[];
  /** Line of the `def` and of the decorator. */
  line: number;
  declLine: number;
  at: Span;
}

export interface ClassTarget extends StatementContext {
  /** Id and name of the class. */
  id: string;
  name: string;
  line: number;
  declLine: number;
}
