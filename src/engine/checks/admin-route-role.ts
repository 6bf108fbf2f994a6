/** Routes for administrators check a role, not only that somebody has signed in. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { count, fail, notApplicable, pass } from '../readiness/answers';
import { relatedChain, servedRoutes, shown } from '../routes/findings';
import { routeAuthorisation, type Authorisation } from '../routes/authorisation/authorisation';
import type { FunctionFact } from '../code/model';
import type { JudgedRoute } from '../routes/verdict';
import { nameOf } from '../routes/program/values';
import { someExpressionIn } from '../code/visit';

const ADMIN_PATH = /(^|\/)(admin|admins|administration|superuser|superadmin|backoffice|internal)(\/|$)/i;
const ADMIN_DOC =
  /\b(super[- ]?)?admin(istrator)?s?[- ]only\b|\bonly\s+(by\s+|for\s+)?(super[- ]?)?admin|\brequires?\s+(a\s+|an\s+)?(super[- ]?)?admin|\((super[- ]?)?admin\)/i;
/** What every signed-in administrator does with an account of its own, and what probes ask. */
const OWN =
  /(^|\/)(me|profile|log-?in|log-?out|sign-?in|sign-?out|password|health\w*|ready\w*|live\w*|ping|refresh)(\/|$)/i;
/** Names that speak of a right beyond having signed in. */
const ROLE =
  /admin|role|permission|super_?user|staff|scope|privilege|rbac|acl|policy|entitle|capabilit|internal_?(key|token|secret|only)|require_?owner|(^|_)can_|authori[sz]e(?!d_user)|(check|require|ensure|verify|assert)_?access/i;

export default defineCheck({
  id: 'admin-route-role',
  title: 'Admin routes check a role',
  question: 'Does every route for administrators check a role or permission?',
  category: 'access',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['000'],
  reads: 'routes',
  conclude(workspace): Conclusion {
    const routes = servedRoutes(workspace).filter((judged) => isAdmin(judged));
    if (routes.length === 0) return notApplicable('No route for administrators was found.');
    const authorisationOf = workspace.derive(routeAuthorisation);
    const open = routes.filter((judged) => !asksForRight(authorisationOf(judged)) && !checksRole(judged));
    const checked = routes.length - open.length;
    if (open.length === 0)
      return pass(
        'E4',
        `${count(checked, 'route')} for administrators ${checked === 1 ? 'checks' : 'check'} a role or permission.`,
      );
    const isUndecided = (judged: JudgedRoute): boolean =>
      judged.verdict === 'unknown' || authorisationOf(judged).unseen !== null;
    const undecided = open.filter(isUndecided);
    if (undecided.length === open.length)
      return {
        verdict: 'unknown',
        summary: `${count(open.length, 'route')} for administrators could not be followed to a check of a role.`,
      };
    const level = checked > 0 ? 'E3' : 'E1';
    const summary = `${count(open.length, 'route')} of ${routes.length} for administrators ${open.length === 1 ? 'checks' : 'check'} no role.`;
    return fail(level, summary, open.filter((judged) => !isUndecided(judged)).map(findingOf));
  },
});

function isAdmin({ url, route, verdict }: JudgedRoute): boolean {
  if (verdict === 'public-by-design' || OWN.test(url)) return false;
  return ADMIN_PATH.test(url) || ADMIN_DOC.test(route.handler?.fact.doc ?? '');
}

/** A role or a policy, asked on the way or by the handler. */
function asksForRight({ asked }: Authorisation): boolean {
  return asked.some(({ kind }) => kind !== 'ownership');
}

/** What names say where no body and no documentation does. */
function checksRole({ route, guards }: JudgedRoute): boolean {
  for (const use of route.uses) {
    if (use.ineffective === null && (ROLE.test(use.name) || ROLE.test(use.origin?.symbol ?? ''))) return true;
    if (use.value.v === 'guard' && use.value.scopes) return true;
    if (use.definition && mentionsRole(use.definition.fact)) return true;
  }
  if (guards.some(({ judgement }) => ROLE.test(judgement.definition?.name ?? ''))) return true;
  return route.handler !== null && mentionsRole(route.handler.fact);
}

/** Calls something named after a right, or tests a member that holds one. */
function mentionsRole(fact: FunctionFact): boolean {
  return someExpressionIn(fact.body, (expression) => {
    if (expression.e === 'call') return ROLE.test(lastName(nameOf(expression.callee)));
    return (
      expression.e === 'member' &&
      /^(is_?(super_?)?admin|is_?staff|is_?super_?user|roles?|permissions?|scopes?)$/i.test(expression.name)
    );
  });
}

function lastName(name: string): string {
  return name.split('.').pop() ?? name;
}

function findingOf(judged: JudgedRoute): FindingDraft {
  const { route, url, verdict } = judged;
  const asks = verdict === 'protected' || verdict === 'conditional';
  const who = asks ? 'everyone who has signed in' : 'callers who have not signed in';
  return {
    place: { path: route.path, span: route.fact.at },
    message: `${shown(judged)} is meant for administrators, and no role is checked on the way: ${who} can call it. Add the guard that checks the role.`,
    identity: `${route.method} ${url}`,
    related: relatedChain(judged.chain),
    data: { method: route.method, url },
  };
}
