/** Which served routes sign in or administrate, and which of them leave a record of who did what. */
import { someExpressionIn } from '../code/visit';
import type { Expression, FunctionFact } from '../code/model';
import { routeAuthorisation, type AuthorisationOf } from '../routes/authorisation/authorisation';
import { servedRoutes } from '../routes/findings';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import { nameOf, type Value } from '../routes/program/values';
import { bodiesOf } from '../routes/run/reach';
import type { JudgedRoute } from '../routes/verdict';
import type { Workspace } from '../workspace';
import { isAuditWriter, namesAudit, writesAudit } from './audit-words';
import { isShipped } from './scope';

/** Where a record is written. */
export interface AuditWrite {
  path: string;
  line: number;
  /** What is called. */
  by: string;
}

/** A route whose doing is worth a record. */
export interface AuditedRoute {
  judged: JudgedRoute;
  kind: 'sign-in' | 'admin';
  write: AuditWrite | null;
  /** Its handler is a function of the workspace. */
  isRead: boolean;
}

const SIGN_IN = /^(?:log-?in|sign-?in|sign_in|authenticate)$/i;
/** Where a token is asked for, by the segment before; elsewhere tokens are of devices and sessions of chats. */
const TOKEN = /(?:^|\/(?:auth|o?auth2?|login|jwt|connect)\/)(?:access[-_]?)?token$|^\/(?:api\/)?token$/i;
const ADMIN_PATH =
  /(^|[/.\s])(admin|admins|administration|superuser|superadmin|backoffice|moderation|roles?|permissions?|tenants|policies)([/.]|$)/i;
const ADMIN_DOC =
  /\b(?:super[- ]?)?admin(?:istrator)?s?[- ]only\b|\bonly\s+(?:by\s+|for\s+)?(?:super[- ]?)?admin|\brequires?\s+(?:an?\s+)?(?:super[- ]?)?admin/i;
/** Guards that ask for a right over what belongs to others; members of a group have roles, too. */
const RIGHT = /admin|super_?user|staff|\broot\b|manage|moderat/i;
/** What every signed-in administrator does with an account of its own. */
const OWN = /(^|\/)(me|profile|log-?out|sign-?out|health|refresh|preferences)(\/|$)/i;
const WRITE = /^(?:POST|PUT|PATCH|DELETE|ALL|ACTION|MUTATION)$/;
const MAX_STEPS = 4_000;

/** Call through `workspace.derive(auditedRoutes)`. */
export function auditedRoutes(workspace: Workspace): AuditedRoute[] {
  const { interpreter } = workspace.derive(linkProgram);
  const authorisationOf = workspace.derive(routeAuthorisation);
  const reader = new AuditReader(interpreter);
  return servedRoutes(workspace).flatMap((judged) => {
    const kind = kindOf(judged, authorisationOf);
    if (kind === null) return [];
    const write = interpreter.apart(() => interpreter.within(MAX_STEPS, () => reader.ofRoute(judged)));
    return [{ judged, kind, write, isRead: judged.route.handlerValue?.v === 'function' }];
  });
}

/** Django's admin site keeps a log of what is changed in it (docs.djangoproject.com, "LogEntry objects"). */
function isAdminSite({ route }: JudgedRoute): boolean {
  const { framework, handler } = route.fact;
  return framework === 'django' && handler.e === 'member' && handler.name === 'urls';
}

function kindOf(judged: JudgedRoute, authorisationOf: AuthorisationOf): AuditedRoute['kind'] | null {
  const { route, url, verdict } = judged;
  if (!WRITE.test(route.method)) return null;
  if (isAdminSite(judged)) return 'admin';
  if (isSignIn(judged)) return 'sign-in';
  if (OWN.test(url) || verdict === 'public-by-design') return null;
  if (ADMIN_PATH.test(url) || ADMIN_DOC.test(route.handler?.fact.doc ?? '')) return 'admin';
  return authorisationOf(judged).asked.some(({ kind, by }) => kind === 'role' && RIGHT.test(by)) ? 'admin' : null;
}

function isSignIn({ route, url }: JudgedRoute): boolean {
  if (route.method === 'DELETE' || route.method === 'PATCH') return false;
  const last = url.split(/[/.\s]+/).findLast((segment) => segment !== '' && !/^[:{[<(]/.test(segment)) ?? '';
  // Rails signs in by making a session.
  const isSession = route.fact.framework === 'rails' && /^sessions?$/i.test(last);
  return SIGN_IN.test(last) || isSession || TOKEN.test(url.replace(/\/$/, ''));
}

class AuditReader {
  private readonly known = new WeakMap<Value, AuditWrite | null>();

  constructor(private readonly interpreter: Interpreter) {}

  ofRoute(judged: JudgedRoute): AuditWrite | null {
    const { route } = judged;
    if (isAdminSite(judged)) return { path: route.path, line: route.fact.at.line, by: 'the admin site of Django' };
    const { handler, handlerValue } = route;
    const marked = handler?.fact.decorators.find((decorator) => namesAudit(nameOf(decorator)));
    if (handler && marked) return { path: handler.path, line: handler.fact.at.line, by: nameOf(marked) };
    const own = handlerValue && this.ofValue(handlerValue);
    if (own) return own;
    for (const use of route.uses) {
      const found = use.ineffective === null && use.skipped === undefined ? this.ofUse(use) : null;
      if (found) return found;
    }
    return null;
  }

  /** What stands before the handler: by what it does, or by its name where that is out of reach. */
  private ofUse(use: LinkedUse): AuditWrite | null {
    const found = this.ofValue(use.value);
    if (found) return found;
    return namesAudit(use.name) ? { path: use.path, line: use.at.line, by: use.name } : null;
  }

  private ofValue(value: Value): AuditWrite | null {
    let found = this.known.get(value);
    if (found === undefined) {
      found = null;
      for (const { fact, scope } of bodiesOf(value, this.interpreter)) {
        const call = writeIn(fact);
        if (call) {
          found = { path: scope.path, line: call.line, by: call.by };
          break;
        }
      }
      this.known.set(value, found);
    }
    return found;
  }
}

/** What is kept of a body outlives edits above it: the place is asked of the call itself, which moves with them. */
const writes = new WeakMap<FunctionFact['body'], Extract<Expression, { e: 'call' }> | false>();

/** The first call of a body that writes a record. */
function writeIn({ body }: FunctionFact): { line: number; by: string } | null {
  let found = writes.get(body);
  if (found === undefined) {
    found = false;
    someExpressionIn(body, (expression: Expression) => {
      if (expression.e !== 'call' || !writesAudit(expression)) return false;
      found = expression;
      return true;
    });
    writes.set(body, found);
  }
  return found === false ? null : { line: found.at.line, by: nameOf(found.callee) };
}

/** A function that writes records, wherever it stands. */
export interface WriterFunction extends AuditWrite {
  fact: FunctionFact;
  /** Something calls a function of its name, or it is a handler or listener, which others call. */
  isCalled: boolean;
}

/** Functions that write audit records although no handler that should was seen to get there. Looks at every body: ask last. */
export function auditWriters(workspace: Workspace): WriterFunction[] {
  const found: Omit<WriterFunction, 'isCalled'>[] = [];
  const called = new Set<string>();
  for (const { file, facts } of workspace.each('code')) {
    if (!isShipped(file)) continue;
    for (const fact of Object.values(facts.functions)) {
      const write = writeIn(fact);
      if (write) found.push({ ...write, path: file.path, fact });
      else if (isAuditWriter(fact.name)) found.push({ path: file.path, line: fact.at.line, by: fact.name, fact });
    }
  }
  if (found.length === 0) return [];
  const names = new Set(found.map(({ fact }) => fact.name));
  for (const { file, facts } of workspace.each('code')) {
    if (!isShipped(file)) continue;
    const note = (expression: Expression): boolean => {
      if ((expression.e === 'name' || expression.e === 'member') && names.has(expression.name))
        called.add(expression.name);
      return false;
    };
    for (const fact of Object.values(facts.functions)) someExpressionIn(fact.body, note);
    someExpressionIn(facts.body, note);
  }
  return found.map((one) => ({
    ...one,
    isCalled: called.has(one.fact.name) || one.fact.decorators.length > 0 || !isAuditWriter(one.fact.name),
  }));
}
