/** Who signed in and what administrators did can be told afterwards. */
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { declarationsOf } from '../manifests';
import { count, evidence, fail, findingAt, lineSpan, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { auditedRoutes, auditWriters, type AuditedRoute } from '../readiness/audited';
import { isScript, isShipped } from '../readiness/scope';
import { shown } from '../routes/findings';
import type { Workspace } from '../workspace';

/** Packages that record changes of models by themselves, wherever they are made. */
const PYTHON =
  /^(?:django-auditlog|django-simple-history|django-easy-audit|django-reversion|django-pghistory|sqlalchemy-continuum|postgresql-audit)$/;
const NPM =
  /^(?:typeorm-auditing|@nestjs-audit\/.+|prisma-audit-trail|@elsikora\/nestjs-typeorm-audit-log|mongoose-audit-trail|sequelize-paper-trail|@retraced-hq\/retraced)$/;
/** A source file that by its name keeps records; in Java and C# it may be for annotations on handlers, which are not read. */
const KEEPS =
  /(?:^|[/_.-])(?:audit[-_]?(?:log|trail|event|service|writer|record)|activity[-_]?log)\w*\.(?:py|[cm]?[jt]sx?|go|rb|php)$|(?:Audit(?:Log|Trail|Event|Service)|ActivityLog)\w*\.(?:php|ts)$|(?:Audit|ActivityLog|(?:Sys|Oper|Operation)Log|LogAspect)\w*\.(?:java|kt|cs)$/;

export default defineCheck({
  id: 'audit-logging',
  title: 'Security events are audited',
  question: 'Do sign-in or admin handlers write an audit record?',
  category: 'access',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  asks: ['000'],
  reads: 'routes',
  rules: {
    missing: 'Nothing is recorded.',
    unused: 'A writer of audit records exists, and nothing calls it.',
  },
  conclude(workspace): Conclusion {
    const routes = workspace.derive(auditedRoutes);
    const written = routes.filter(({ write }) => write !== null);
    if (written.length > 0) return audited(routes, written);
    if (routes.length === 0) return notApplicable('No served handler signs in or administrates.');
    const seen = elsewhere(workspace);
    if (seen) return seen;
    const read = routes.filter(({ isRead }) => isRead);
    if (read.length === 0) return unknown('The handlers that sign in or administrate could not be followed.');
    return fail(
      'E0',
      `None of ${count(read.length, 'handler')} for signing in or administrating writes an audit record.`,
      findingsOf(read),
    );
  },
});

function audited(routes: readonly AuditedRoute[], written: readonly AuditedRoute[]): Conclusion {
  const signIn = written.some(({ kind }) => kind === 'sign-in');
  const isAsked = routes.some(({ kind }) => kind === 'sign-in');
  const places = new Map(
    written.flatMap(({ write }) =>
      write
        ? [[`${write.path}:${write.line}`, evidence(write.path, write.line, `${write.by} writes a record`)] as const]
        : [],
    ),
  );
  return pass(
    'E3',
    `${written.length} of ${routes.length} handlers for signing in or administrating ${written.length === 1 ? 'writes' : 'write'} an audit record.${isAsked && !signIn ? ' Signing in is not among them.' : ''}`,
    [...places.values()],
  );
}

/** What speaks of records that no handler was seen to write; null = nothing does. */
function elsewhere(workspace: Workspace): Conclusion | null {
  const writers = workspace.derive(auditWriters);
  const [unused] = writers;
  if (unused && writers.every(({ isCalled }) => !isCalled))
    return fail('E2', `Audit records can be written (${unused.fact.name}), and nothing does.`, [
      findingAt(
        unused.path,
        unused.fact.at,
        `\`${unused.fact.name}\` writes audit records and nothing calls it, so nobody can tell afterwards who did what. Call it where people sign in and where administrators change something.`,
        `unused ${unused.fact.id}`,
        { rule: 'unused' },
      ),
    ]);
  const [used] = writers.filter(({ isCalled }) => isCalled);
  if (used)
    return unknown(
      'Audit records are written, and no way from a handler that signs in or administrates was seen to get there.',
      [evidence(used.path, used.line, `${used.by} writes a record`)],
    );
  for (const [ecosystem, pattern] of [
    ['python', PYTHON],
    ['npm', NPM],
  ] as const) {
    const [found] = declarationsOf(workspace, ecosystem, pattern);
    if (found)
      return unknown(
        `${found.dependency.name} records changes by itself; whether it covers what matters is not told by the handlers.`,
        [evidence(found.path, found.dependency.span, `declares ${found.dependency.name}`)],
      );
  }
  const kept = [...workspace.views].find((file) => KEEPS.test(file.path) && isShipped(file) && !isScript(file.path));
  return kept
    ? unknown('A file is there for audit records, and no handler was seen to get there.', [
        evidence(kept.path, 1, 'named after audit records'),
      ])
    : null;
}

/** One finding per file of handlers. */
function findingsOf(routes: readonly AuditedRoute[]): FindingDraft[] {
  const byFile = new Map<string, AuditedRoute[]>();
  for (const one of routes) {
    const { path } = one.judged.route;
    byFile.set(path, [...(byFile.get(path) ?? []), one]);
  }
  return [...byFile].map(([path, own]) => {
    const [first, ...others] = own;
    const names = own.map(({ judged }) => shown(judged));
    return findingAt(
      path,
      first?.judged.route.fact.at ?? lineSpan(1),
      `${listed(names)} ${names.length === 1 ? 'leaves' : 'leave'} no record, so after an incident nobody can tell who did what. Write an audit record with the person, the action, the object and the address.`,
      'missing',
      {
        rule: 'missing',
        related: others.map(({ judged }) => ({
          path,
          span: judged.route.fact.at,
          kind: 'route',
          note: `${shown(judged)} leaves no record either`,
        })),
      },
    );
  });
}
