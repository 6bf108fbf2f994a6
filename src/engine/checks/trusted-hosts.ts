/** Links in mails and caches are built from the Host header: it must be one of ours. */
import { defineCheck, type Conclusion } from '../check';
import { appName, everyApp, httpApps, isAside, type HttpApp } from '../http/apps';
import { frameworkOf } from '../routes/framework';
import { runsOf, visitRun } from '../routes/run/reach';
import { allowsAnyOrigin, originsOf } from '../http/cors/origins';
import { evidence, fail, findingAt, lineSpan, listed, notApplicable, pass } from '../readiness/answers';
import { linkProgram } from '../routes/link/link';
import type { Interpreter } from '../routes/program/interpret';
import type { LinkedUse } from '../routes/link/linked';
import type { Expression, Statement } from '../code/model';
import type { FunctionValue } from '../routes/program/values';
import { someExpressionIn } from '../code/visit';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'trusted-hosts',
  title: 'The Host header is validated',
  question: 'Does the application refuse requests for hosts that are not its own?',
  category: 'access',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace): Conclusion {
    // Express leaves this to the proxy; there is nothing in it to look for.
    const apps = workspace.derive(httpApps).filter((app) => workspace.part(app.path, 'code')?.language === 'python');
    const listing = workspace.derive(everyApp).filter(({ framework }) => frameworkOf(framework)?.hostsIn !== undefined);
    if (apps.length === 0 && listing.length > 0) return bySetting(listing, workspace);
    if (apps.length === 0) return notApplicable('No Python application with HTTP routes was found.');
    const { interpreter } = workspace.derive(linkProgram);
    const found = apps.map((app) => ({ app, use: app.linked.uses.find((use) => isHostCheck(use, interpreter)) }));
    const lacking = found.filter(({ use }) => use === undefined).map(({ app }) => app);
    const open = found.flatMap(({ use }) => (use && allowsAny(use, workspace) ? [use] : []));
    const proof = found.flatMap(({ use }) =>
      use ? [evidence(use.path, use.at, 'the Host header is checked here')] : [],
    );
    const manifests = openManifests(workspace, proof.length > 0);
    if (lacking.length + open.length + manifests.length === 0)
      return pass('E4', 'Only listed hosts are answered.', proof);
    const findings = [
      ...lacking.map(missingFinding),
      ...open.map((use) =>
        findingAt(
          use.path,
          use.at,
          'Every host is allowed here, so the check refuses nobody. List the names under which you are reached.',
          'any-host',
        ),
      ),
      ...manifests,
    ];
    const summary =
      lacking.length > 0
        ? `No host check is installed on ${listed(lacking.map(appName))}.`
        : 'The host check allows every host.';
    return fail(lacking.length > 0 ? 'E0' : 'E3', summary, findings, proof);
  },
});

/** Frameworks that refuse every host but those that a setting lists (docs.djangoproject.com, "ALLOWED_HOSTS"). */
function bySetting(apps: readonly HttpApp[], workspace: Workspace): Conclusion {
  const { interpreter } = workspace.derive(linkProgram);
  const settings = apps.map((app) => {
    const name = frameworkOf(app.framework)?.hostsIn ?? '';
    const body = workspace.part(app.path, 'code')?.body ?? [];
    const at = body.findLast((one) => one.s === 'let' && one.to.e === 'name' && one.to.name === name);
    const scope = interpreter.modules.get(app.path)?.scope;
    const isOpen =
      at !== undefined && scope !== undefined && originsOf({ e: 'name', name }, scope, interpreter).any === 'wildcard';
    return { app, name, line: at && 'line' in at ? at.line : app.linked.fact.at.line, isOpen };
  });
  const open = settings.filter(({ isOpen }) => isOpen);
  if (open.length === 0)
    return pass(
      'E4',
      'Only listed hosts are answered.',
      settings.map(({ app, name, line }) => evidence(app.path, line, `${name} decides`)),
    );
  return fail(
    'E3',
    'The host check allows every host.',
    open.map(({ app, name, line }) =>
      findingAt(
        app.path,
        lineSpan(line),
        `${name} allows every host, so the check refuses nobody. List the names under which you are reached.`,
        'any-host',
      ),
    ),
  );
}

function isHostCheck(use: LinkedUse, interpreter: Interpreter): boolean {
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : '');
  if (/(?:^|\.)TrustedHostMiddleware$/.test(symbol)) return true;
  return runsOf(use.value, interpreter).some((run) => refusesHosts(run, interpreter));
}

/** A middleware of one's own: it reads the Host header and may refuse. */
function refusesHosts(run: FunctionValue, interpreter: Interpreter): boolean {
  let reads = false;
  visitRun(run, interpreter, {
    expression: (expression) => {
      if (isHostRead(expression)) reads = true;
    },
  });
  // Hardly any middleware reads it.
  if (!reads) return false;
  let refuses = false;
  visitRun(run, interpreter, {
    statement: (statement) => {
      // The refusal must hang on the host itself, not on what is looked up by it (a tenant, a user).
      if (
        statement.s === 'if' &&
        /"[\w.-]*host[\w.-]*"/i.test(JSON.stringify(statement.test)) &&
        refusesIn(statement.then)
      )
        refuses = true;
    },
  });
  return refuses;
}

function refusesIn(statements: readonly Statement[]): boolean {
  return someExpressionIn(
    statements,
    (expression) =>
      expression.e === 'refusal' && expression.status !== null && expression.status >= 400 && expression.status < 500,
  );
}

function isHostRead(expression: Expression): boolean {
  if (expression.e === 'request') return expression.part === 'header' && expression.name === 'host';
  const key =
    expression.e === 'call' && expression.callee.e === 'member' && expression.callee.name === 'get'
      ? { of: expression.callee.of, key: expression.args[0]?.value }
      : expression.e === 'index'
        ? expression
        : undefined;
  return (
    key?.key?.e === 'text' &&
    key.key.value.toLowerCase() === 'host' &&
    key.of.e === 'member' &&
    key.of.name === 'headers'
  );
}

function allowsAny(use: LinkedUse, workspace: Workspace): boolean {
  const { interpreter } = workspace.derive(linkProgram);
  const scope = interpreter.modules.get(use.path)?.scope;
  const hosts = use.args.find((arg) => arg.name === 'allowed_hosts')?.value;
  return hosts !== undefined && scope !== undefined && originsOf(hosts, scope, interpreter).any === 'wildcard';
}

function openManifests(workspace: Workspace, isChecked: boolean): ReturnType<typeof findingAt>[] {
  if (!isChecked) return [];
  return [...workspace.each('httpSettings')].flatMap(({ file, facts }) =>
    facts.stage !== 'production' || isAside(workspace, file.path)
      ? []
      : facts.settings
          .filter(
            ({ name, value, kind }) =>
              kind === 'variable' &&
              /allowed_?hosts|trusted_?hosts/i.test(name) &&
              value !== null &&
              allowsAnyOrigin(value),
          )
          .map(({ name, span }) =>
            findingAt(
              file.path,
              span,
              `${name} allows every host where this is deployed. Set the names under which you are reached.`,
              name,
            ),
          ),
  );
}

function missingFinding(app: HttpApp): ReturnType<typeof findingAt> {
  return findingAt(
    app.path,
    app.linked.fact.at,
    'Requests are answered whatever Host header they carry, so links built from it can lead to a stranger. Add TrustedHostMiddleware with your own hosts.',
    'no-host-check',
  );
}
