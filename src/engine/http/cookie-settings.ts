/**
 * Sessions and defences that Python applications switch on by settings. Sources: flask.palletsprojects.com ("Configuration Handling":
 * SESSION_COOKIE_SAMESITE, default None), docs.djangoproject.com ("Settings": SESSION_COOKIE_SAMESITE, default 'Lax'),
 * flask-wtf.readthedocs.io ("CSRF Protection": `CSRFProtect(app)` or `init_app`).
 */
import type { Expression, Statement } from '../code/model';
import { linkProgram } from '../routes/link/link';
import type { Scope, Value } from '../routes/program/values';
import type { Place, Span } from '../span';
import type { Workspace } from '../workspace';
import { isAside } from './apps';
import { visitOwn, type Visitor } from '../routes/run/reach';

const SETTING = 'SESSION_COOKIE_SAMESITE';
/** A module of Flask-WTF. */
const FLASK_WTF = /^flask_wtf(?:\.|$)/;

/** Where SESSION_COOKIE_SAMESITE is set in the Python files of a workspace, and to what. Call through `workspace.derive`. */
export function sameSiteSettings(workspace: Workspace): { place: Place; value: Value }[] {
  const found: { place: Place; value: Value }[] = [];
  visitPython(workspace, (path, evaluate) => {
    const add = (value: Expression, line: number): void => {
      found.push({ place: { path, span: lineSpan(line) }, value: evaluate(value) });
    };
    return {
      statement(statement) {
        if (statement.s === 'let' && namesSetting(statement.to)) add(statement.value, statement.line);
      },
      expression(expression) {
        const named = expression.e === 'call' ? expression.args.find((arg) => arg.name === SETTING) : undefined;
        if (expression.e === 'call' && named) add(named.value, expression.at.line);
      },
    };
  });
  return found;
}

/** Where Flask-WTF's protection is put on an application. Call through `workspace.derive`. */
export function flaskProtections(workspace: Workspace): Place[] {
  const found: Place[] = [];
  // Most workspaces need not be gone over.
  if (!workspace.each('imports').some(({ facts }) => facts.modules.some(({ from }) => FLASK_WTF.test(from))))
    return found;
  visitPython(workspace, (path, evaluate) => ({
    statement(statement) {
      // The mounting of a blueprint and of an extension look alike.
      const mounted = statement.s === 'mount' ? statement.call : undefined;
      if (mounted?.e === 'call' && protects(mounted, evaluate)) found.push({ path, span: mounted.at });
    },
    expression(expression) {
      if (expression.e === 'call' && protects(expression, evaluate)) found.push({ path, span: expression.at });
    },
  }));
  return found;
}

function visitPython(
  workspace: Workspace,
  visitorOf: (path: string, evaluate: (expression: Expression) => Value) => Visitor,
): void {
  const { interpreter } = workspace.derive(linkProgram);
  for (const { file, facts } of workspace.each('code')) {
    const scope = facts.language === 'python' ? interpreter.modules.get(file.path)?.scope : undefined;
    if (!scope || isAside(workspace, file.path)) continue;
    const visitor = visitorOf(file.path, (expression) => interpreter.evaluate(expression, scope));
    for (const body of bodies(facts)) visitOwn(body, EMPTY, visitor);
  }
}

const EMPTY: Scope = { path: '', vars: new Map(), parent: null };

function bodies(facts: {
  body: Statement[];
  functions: Record<string, { body: Statement[] }>;
  classes: Record<string, { body: Statement[] }>;
}): Statement[][] {
  return [facts.body, ...Object.values(facts.functions), ...Object.values(facts.classes)].map((one) =>
    Array.isArray(one) ? one : one.body,
  );
}

/** `SESSION_COOKIE_SAMESITE = …`, `app.config["SESSION_COOKIE_SAMESITE"] = …`. */
function namesSetting(to: Expression): boolean {
  if (to.e === 'index') return to.key.e === 'text' && to.key.value === SETTING;
  return (to.e === 'name' || to.e === 'member') && to.name === SETTING;
}

/** `CSRFProtect(app)`, `csrf.init_app(app)`. */
function protects(
  { callee, args }: Extract<Expression, { e: 'call' }>,
  evaluate: (expression: Expression) => Value,
): boolean {
  if (args.length === 0) return false;
  const isInit = callee.e === 'member' && callee.name === 'init_app';
  if (!isInit && !((callee.e === 'name' || callee.e === 'member') && /Protect$/i.test(callee.name))) return false;
  const made = evaluate(isInit ? callee.of : callee);
  return made.v === 'external' && /^flask_wtf\..*(?:CSRFProtect|CsrfProtect)(?:\(\))?$/.test(made.symbol);
}

function lineSpan(line: number): Span {
  return { line, column: 1, endLine: line, endColumn: 1 };
}
