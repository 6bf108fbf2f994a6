/** One place that turns unexpected errors into answers, and that the application really has. */
import { defineCheck, type Conclusion } from '../check';
import { appName, httpApps, isAside, type HttpApp } from '../http/apps';
import { runsOf } from '../routes/run/reach';
import { evidence, fail, findingAt, listed, notApplicable, pass, relatedTo } from '../readiness/answers';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { FunctionFact } from '../code/model';
import { someStatement } from '../code/visit';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'error-handler-registered',
  title: 'A global error handler is registered',
  question: 'Does the application have a registered handler for errors that nobody caught?',
  category: 'http',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'setup',
  conclude(workspace): Conclusion {
    const apps = workspace.derive(httpApps);
    if (apps.length === 0) return notApplicable('No application with HTTP routes was found.');
    const found = apps.map((app) => ({ app, use: handlerOf(app, workspace) }));
    const proof = found.flatMap(({ use }) => (use ? [evidence(use.path, use.at, `${use.name} handles errors`)] : []));
    const lacking = found.filter(({ use }) => use === undefined).map(({ app }) => app);
    if (lacking.length === 0) return pass('E4', 'Errors that nobody caught reach a handler.', proof);
    const findings = lacking.map((app) => findingFor(app, workspace));
    const level = findings.some(({ related }) => related?.some(({ kind }) => kind === 'definition'))
      ? 'E2'
      : proof.length > 0
        ? 'E1'
        : 'E0';
    return fail(level, `No error handler is registered on ${listed(lacking.map(appName))}.`, findings, proof);
  },
});

/** The handler of an application: a registered one (Express: after the routes), or a middleware that catches everything. */
function handlerOf(app: HttpApp, workspace: Workspace): LinkedUse | undefined {
  const { interpreter } = workspace.derive(linkProgram);
  return app.linked.uses.find((use) => {
    if (isErrorHandler(use)) return app.framework !== 'express' || isLast(use, app);
    // What a handler throws never comes back through Express's `next()`: it catches that itself (expressjs.com, "Error handling").
    return app.framework !== 'express' && runsOf(use.value, interpreter).some((run) => catchesAll(run.fact));
  });
}

function isErrorHandler(use: LinkedUse): boolean {
  if (use.use === null || use.use.fact.match === 'param') return false;
  if (use.use.fact.role !== 'error-handler')
    return use.definition?.fact.params.length === 4 && use.use.fact.framework === 'express';
  const [exception] = use.use.fact.args;
  return !OF_ONE_KIND.test(JSON.stringify(exception ?? '')) && !/rate_limit/i.test(use.name);
}

/** Exceptions that a limiter, the check of a body or a handler itself throws: a handler for them alone says nothing of other errors. */
const OF_ONE_KIND = /\b(?:RateLimitExceeded|HTTPException|(?:Request|Response)?ValidationError)\b/;

/** Express asks the error handlers registered after the route that failed. */
function isLast(use: LinkedUse, app: HttpApp): boolean {
  const events = app.node.events;
  const at = events.findIndex((event) => event.kind === 'use' && event.fact === use.use?.fact);
  const lastRoute = events.map((event) => event.kind === 'route' || event.kind === 'mount').lastIndexOf(true);
  return at < 0 || at > lastRoute;
}

const catching = new WeakMap<FunctionFact['body'], boolean>();

/** `try: … except Exception: return …` around the rest of the chain. */
function catchesAll({ body }: FunctionFact): boolean {
  let answer = catching.get(body);
  if (answer === undefined) catching.set(body, (answer = hasCatchAll(body)));
  return answer;
}

function hasCatchAll(body: FunctionFact['body']): boolean {
  return someStatement(
    body,
    (statement) =>
      statement.s === 'try' &&
      statement.catches.some(
        ({ types, body: handler }) =>
          (types.length === 0 || types.some((type) => /^(?:Base)?Exception$/.test(type))) &&
          someStatement(handler, (inner) => inner.s === 'return' && inner.value !== null),
      ) &&
      JSON.stringify(statement.body).includes('proceed'),
  );
}

function findingFor(app: HttpApp, workspace: Workspace): ReturnType<typeof findingAt> {
  const unused = unusedHandler(app, workspace);
  const late = app.linked.uses.find((use) => isErrorHandler(use));
  const hint = unused
    ? `A handler is written in ${unused.path} and never registered. Register it.`
    : late
      ? 'Its error handler stands before the routes, where Express never asks it. Move it behind them.'
      : 'Register one that logs the error and answers 500 without its text.';
  const related = unused
    ? [{ ...relatedTo(unused.path, unused.fact.at, 'written here, never called'), kind: 'definition' as const }]
    : [];
  return findingAt(
    app.path,
    app.linked.fact.at,
    `Errors that nobody caught are answered by the framework's default, and nobody hears of them. ${hint}`,
    `error-handler ${app.framework}`,
    { related },
  );
}

/** A function that registers error handlers, or is one, and that no served code calls. */
function unusedHandler(app: HttpApp, workspace: Workspace): { path: string; fact: FunctionFact } | undefined {
  const language = workspace.part(app.path, 'code')?.language;
  const used = new Set(app.linked.uses.map((use) => use.definition?.fact));
  for (const { file, facts } of workspace.each('code')) {
    if (facts.language !== language || isAside(workspace, file.path)) continue;
    for (const fact of Object.values(facts.functions)) {
      if (used.has(fact)) continue;
      if ((language === 'python' && registersHandler(fact)) || (language === 'javascript' && isHandler(fact)))
        return { path: file.path, fact };
    }
  }
  return undefined;
}

function registersHandler({ body }: FunctionFact): boolean {
  return someStatement(body, (statement) => statement.s === 'use' && statement.role === 'error-handler');
}

/** Express tells handlers of errors by their four parameters. */
function isHandler({ name, params }: FunctionFact): boolean {
  return params.length === 4 && /^_?(?:e|err|error|ex)$/i.test(params[0]?.name ?? '') && !name.startsWith('<');
}
