/** Readiness asks what the application needs, and says so when it is missing. */
import { defineCheck } from '../check';
import { someStatement } from '../code/visit';
import type { FindingDraft } from '../finding';
import { declarationsOf } from '../manifests';
import { evidence, fail, findingAt, lineSpan, notApplicable, pass, unknown } from '../readiness/answers';
import { database } from '../readiness/databases';
import { handlerCalls } from '../readiness/handler-calls';
import { healthRoutes, type HealthRoute } from '../readiness/health';
import { importsOf, signalsOf, type PlacedSignal } from '../readiness/served';
import { UNREAD } from '../readiness/unread';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'health-checks-dependencies',
  title: 'Readiness tests what the application needs',
  question: 'Does a health route ask the database or cache, and answer 503 when it cannot be reached?',
  category: 'observability',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'routes',
  rules: {
    'asks-nothing': 'No health route asks what the application needs.',
    'always-fails': 'The query of the health route cannot succeed.',
    'always-200': 'The health route answers 200 when something is missing.',
  },
  conclude(workspace) {
    const { live } = workspace.derive(healthRoutes);
    if (live.length === 0) return notApplicable('There is no health route.');
    const judgeable = live.filter((route) => isRead(workspace, route));
    const [first] = live;
    if (judgeable.length === 0 && first && !asksByItself(workspace, first))
      return unknown(
        `What \`${first.url}\` asks is ${first.brought ? 'up to the package that serves it' : 'not read in its language'}.`,
        [evidence(first.path, first.line, first.url)],
      );
    if (!workspace.derive(database) && signalsOf(workspace, 'dependency-probe').length === 0)
      return notApplicable('The application needs no database.');
    const own = live.find((route) => asksByItself(workspace, route));
    if (own)
      return pass('E3', `\`${own.url}\` of Spring Boot asks the data sources by itself.`, [
        evidence(own.path, own.line, own.url),
      ]);
    const signals = signalsOf(workspace, 'dependency-probe', 'raw-query', 'unavailable');
    const judged = judgeable.map((route) => judge(workspace, route, signals));
    const good = judged.find(({ probe, finding }) => probe !== null && finding === null);
    if (good?.probe)
      return pass('E4', `\`${good.route.url}\` asks what the application needs, and says when it is missing.`, [
        evidence(good.route.path, good.route.line, good.route.url),
        evidence(good.probe.path, good.probe.signal.span, 'asks'),
      ]);
    const broken = judged.flatMap(({ finding }) => (finding ? [finding] : []));
    if (broken.length > 0)
      return fail('E3', 'A health route asks what the application needs, and its answer cannot be trusted.', broken);
    const asking = judgeable.find((route) => queries(workspace, route));
    if (asking) {
      const proof = [evidence(asking.path, asking.line, asking.url)];
      const saysSo = signalsInside(workspace, asking, signals).some(({ signal }) => signal.kind === 'unavailable');
      return saysSo
        ? pass('E4', `\`${asking.url}\` asks the database, and says when it is missing.`, proof)
        : unknown(`\`${asking.url}\` asks the database; what it answers when that is missing is not read.`, proof);
    }
    const route = (judgeable[0] ?? first) as HealthRoute;
    return fail('E0', 'No health route asks what the application needs.', [
      findingAt(
        route.path,
        lineSpan(route.line),
        `\`${route.url}\` answers 200 while the database is down, so traffic keeps coming to a process that cannot serve it. Add a readiness route that asks the database and answers 503.`,
        'asks-nothing',
        { rule: 'asks-nothing' },
      ),
    ]);
  },
});

/** Queries are recognised in Python and JavaScript; a framework's own endpoint stands in its settings. */
function isRead(workspace: Workspace, { path, brought }: HealthRoute): boolean {
  return brought !== true && UNREAD[workspace.view(path)?.language ?? ''] === undefined;
}

/**
 * The health endpoint of Spring Boot's actuator, which asks every data source, broker and store that is set up, unless that is switched off
 * (docs.spring.io/spring-boot, "Auto-configured HealthIndicators").
 */
function asksByItself(workspace: Workspace, { path, url, brought }: HealthRoute): boolean {
  if (brought && !/\/actuator\//.test(url)) return false;
  if (!brought && (!/\.(?:properties|ya?ml)$/.test(path) || !/\/health$/.test(url))) return false;
  const body = workspace.part(path, 'code')?.body ?? [];
  return !body.some(
    (statement) =>
      statement.s === 'configure' && statement.settings?.some(({ name }) => name?.startsWith('management.health.')),
  );
}

interface Judged {
  route: HealthRoute;
  /** Where it asks. */
  probe: PlacedSignal | null;
  finding: FindingDraft | null;
}

function judge(workspace: Workspace, route: HealthRoute, signals: readonly PlacedSignal[]): Judged {
  const inside = signalsInside(workspace, route, signals);
  const probe = inside.find(({ signal }) => signal.kind === 'dependency-probe') ?? null;
  if (!probe) return { route, probe, finding: null };
  const failing = inside.find((placed) => cannotSucceed(workspace, placed));
  if (failing) {
    const raw = failing.signal.kind === 'raw-query';
    const message = raw
      ? 'SQLAlchemy 2 takes no plain text here, so this query always fails and the application is always reported as unhealthy. Wrap it in `text()`.'
      : 'This opens an engine that is not asynchronous with `async with`, which always fails. Use the engine as it was made.';
    return {
      route,
      probe,
      finding: findingAt(failing.path, failing.signal.span, message, 'always-fails', { rule: 'always-fails' }),
    };
  }
  if (inside.some(({ signal }) => signal.kind === 'unavailable')) return { route, probe, finding: null };
  if (letsThrough(workspace, route, probe)) return { route, probe, finding: null };
  const message = `\`${route.url}\` asks what the application needs and answers 200 whatever it finds, so probes never notice. Answer 503 when something is missing.`;
  return {
    route,
    probe,
    finding: findingAt(route.path, lineSpan(route.line), message, 'always-200', { rule: 'always-200' }),
  };
}

/** Methods by which drivers and mappers send a query (SQLAlchemy, DB-API, asyncpg, pg, mysql2, Prisma, Knex). */
const QUERIES = [
  ...['execute', 'scalar', 'scalars', 'fetchone', 'fetch_one', 'fetchval'],
  ...['query', '$queryRaw', '$queryRawUnsafe', '$executeRaw', 'raw'],
];

/** True for a route that sends a query which is no known probe. */
function queries(workspace: Workspace, { path, line }: HealthRoute): boolean {
  const names = handlerCalls(workspace, path, line);
  return names !== null && QUERIES.some((name) => names.has(name));
}

/** Python answers 500 where nothing on the way catches what the query raises. */
function letsThrough(workspace: Workspace, route: HealthRoute, { path, signal }: PlacedSignal): boolean {
  if (!path.endsWith('.py') || !route.path.endsWith('.py')) return false;
  const names = handlerCalls(workspace, route.path, route.line) ?? new Set<string>();
  const on = [route.path, path].flatMap((file) => Object.values(workspace.part(file, 'code')?.functions ?? {}));
  const way = on.filter(({ at, name }) => at.line === route.line || name === signal.within || names.has(name));
  return way.length > 0 && !way.some(({ body }) => someStatement(body, ({ s }) => s === 'try'));
}

/** Signals in the handler and in the functions that it calls; without code facts, in the function that starts at its line. */
function signalsInside(workspace: Workspace, route: HealthRoute, signals: readonly PlacedSignal[]): PlacedSignal[] {
  const names = handlerCalls(workspace, route.path, route.line);
  // The same name in a far corner is another function.
  const near = new Set([route.path, ...importsOf(workspace, route.path)]);
  return signals.filter(({ path, signal }) => {
    if (path === route.path && signal.withinLine === route.line) return true;
    if (
      path === route.path &&
      signal.withinLine === null &&
      Math.abs(signal.span.line - route.line) < 40 &&
      path.match(/\.[jt]sx?$/) !== null
    )
      return signal.span.line >= route.line;
    return names !== null && signal.within !== null && near.has(path) && names.has(signal.within);
  });
}

/** Only under SQLAlchemy 2, and only where no driver takes the text itself (a cursor, asyncpg's connection). */
function cannotSucceed(workspace: Workspace, { path, signal }: PlacedSignal): boolean {
  if (signal.kind === 'raw-query') {
    const modules =
      workspace
        .part(path, 'imports')
        ?.modules.map(({ from }) => from)
        .join(' ') ?? '';
    const version = declarationsOf(workspace, 'python', 'sqlalchemy')[0]?.dependency.version ?? '';
    const two = /(?:==|>=|~=|\^)\s*2/.test(version);
    return two && !/cursor|cur\b/.test(signal.detail) && !/asyncpg|psycopg|sqlite3|aiosqlite/.test(modules);
  }
  if (!signal.detail.startsWith('async ')) return false;
  const engines = signalsOf(workspace, 'engine');
  return engines.length > 0 && !engines.some((engine) => /async/.test(engine.signal.detail));
}
