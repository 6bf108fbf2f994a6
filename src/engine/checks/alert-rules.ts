/** Somebody is told before users notice. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import { everyApp } from '../http/apps';
import {
  alertingFiles,
  brokenReferences,
  deadRules,
  filesOf,
  isOpaque,
  sentByCode,
  type PlacedAlerting,
} from '../readiness/alerts';
import { count, evidence, fail, findingAt, listed, missing, notApplicable, pass, unknown } from '../readiness/answers';
import { composeFiles, dockerfiles } from '../readiness/containers';
import { rollbacks } from '../readiness/rollbacks';
import { isReached, signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'alert-rules',
  title: 'Alert rules exist and work',
  question: 'Are there alert rules that are loaded and watch metrics that exist?',
  category: 'observability',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'routes',
  rules: {
    'broken-reference': 'Prometheus names a file of rules that is not there.',
    'dead-rule': 'A rule asks for metrics that nothing exports.',
    unloaded: 'Rules are written, and no Prometheus loads them.',
    'nobody-told': 'Rules are loaded, and Prometheus tells nobody.',
    'not-sent': 'The code sends alerts to an address that is never set.',
    missing: 'Nothing raises an alert.',
  },
  conclude(workspace): Conclusion {
    const all = workspace.derive(alertingFiles);
    const broken = brokenReferences(workspace, all);
    if (broken.length > 0)
      return fail(
        'E2',
        `Prometheus names ${count(broken.length, 'file')} of rules that ${broken.length === 1 ? 'is' : 'are'} not there.`,
        broken.map(({ path, span, pattern }) =>
          findingAt(
            path,
            span,
            `${pattern} is not there, so these rules raise no alert, or Prometheus does not start. Add the file, or correct its path.`,
            pattern,
            { rule: 'broken-reference' },
          ),
        ),
      );
    const withRules = all.filter(({ facts }) => facts.rules.length > 0);
    const alarms = all.flatMap(({ path, facts }) => facts.alarms.map(({ what, span }) => evidence(path, span, what)));
    if (withRules.length > 0) return concludeRules(workspace, all, withRules, alarms);
    if (alarms.length > 0) return pass('E3', 'Alarms are kept as code.', alarms);
    return concludeWithout(workspace);
  },
});

function concludeRules(
  workspace: Workspace,
  all: readonly PlacedAlerting[],
  withRules: readonly PlacedAlerting[],
  alarms: Evidence[],
): Conclusion {
  const servers = all.filter(({ facts }) => facts.prometheus !== null);
  const named = new Set(
    servers.flatMap(({ path, facts }) =>
      (facts.prometheus?.files ?? []).flatMap(({ pattern }) => filesOf(workspace, all, path, pattern)),
    ),
  );
  const loaded = withRules.filter(({ path, facts }) => facts.loaded !== null || named.has(path));
  const [first] = withRules;
  if (loaded.length === 0 && first) {
    const proof = withRules.map(ruleProof);
    if (alarms.length > 0) return pass('E3', 'Alarms are kept as code.', [...alarms, ...proof]);
    const isOpen = servers.some((one) =>
      one.facts.prometheus?.files.some(({ pattern }) => isOpaque(workspace, one, pattern)),
    );
    if (servers.length === 0 || isOpen)
      return unknown('Rules are written; which Prometheus loads them, no file tells.', proof);
    return fail('E2', 'Alert rules are written, and no Prometheus loads them.', [
      findingAt(
        first.path,
        first.facts.rules[0]?.span ?? null,
        'No Prometheus here loads these rules, so they raise no alert. Name the file in `rule_files`.',
        'unloaded',
        { rule: 'unloaded' },
      ),
    ]);
  }
  const dead = deadRules(workspace, loaded);
  if (dead.length > 0)
    return fail(
      'E3',
      `${count(dead.length, 'alert rule')} ${dead.length === 1 ? 'asks' : 'ask'} for metrics that nothing exports.`,
      dead.map(({ path, name, metrics, place }) =>
        findingAt(
          path,
          place.span,
          `${name} asks for ${listed(metrics)}, which nothing here exports, so it can never be raised. Correct the name, or export the metric.`,
          name,
          { rule: 'dead-rule' },
        ),
      ),
    );
  const silent = servers.find(({ facts }) => facts.prometheus?.alertmanagers === false);
  const operated = loaded.some(({ facts }) => facts.loaded !== null);
  if (silent && !operated && servers.every(({ facts }) => facts.prometheus?.alertmanagers === false))
    return fail('E3', 'Alert rules are loaded, and Prometheus tells nobody.', [
      findingAt(
        silent.path,
        silent.facts.prometheus?.span ?? null,
        'This Prometheus knows no Alertmanager, so an alert shows on a page that nobody looks at. Add `alerting: alertmanagers:` with its address.',
        'nobody-told',
        { rule: 'nobody-told' },
      ),
    ]);
  return pass(operated ? 'E3' : 'E4', 'Alert rules are loaded.', [...loaded.map(ruleProof), ...alarms]);
}

function ruleProof({ path, facts }: PlacedAlerting): Evidence {
  return evidence(path, facts.rules[0]?.span ?? 1, count(facts.rules.length, 'alert rule'));
}

function concludeWithout(workspace: Workspace): Conclusion {
  if (apps(workspace).length === 0 && workspace.derive(everyApp).length === 0)
    return notApplicable('Nothing here serves requests.');
  const image = workspace.derive(dockerfiles)[0]?.path ?? workspace.derive(composeFiles)[0]?.path;
  const manifest = workspace.each('deployment').find(({ file }) => file.fileClass !== 'vendored')?.file.path;
  if (image === undefined && manifest === undefined) return notApplicable('Nothing is deployed from here.');
  const sent = sentByCode(workspace);
  const unset = sent.filter((one) => one.set === false);
  if (unset.length > 0 && unset.length === sent.length)
    return fail(
      'E3',
      'The code sends alerts only where an address is set, and no manifest sets it.',
      unset.map(({ path, span, name }) =>
        findingAt(
          path,
          span,
          `Alerts go to \`${name}\`, and no manifest sets it, so nobody gets them. Set it where the service is deployed.`,
          name,
          { rule: 'not-sent' },
        ),
      ),
    );
  if (sent.length > 0)
    return unknown(
      'The code sends alerts to an address that is set outside of these files.',
      sent.map(({ path, span, name }) => evidence(path, span, `reads ${name}`)),
    );
  const tracked = signalsOf(workspace, 'error-tracking', 'tracing').filter(
    (placed) =>
      placed.signal.good &&
      isReached(workspace, placed) &&
      (placed.signal.kind === 'error-tracking' || SERVICE.test(placed.signal.detail)),
  );
  if (tracked.length > 0)
    return unknown(
      'A monitoring service is connected; its alert rules are kept there and not in these files.',
      tracked.slice(0, 3).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
    );
  const [elsewhere] = workspace.derive(rollbacks).elsewhere;
  if (elsewhere)
    return unknown('A workflow of another repository releases this; what watches it there, no file here says.', [
      evidence(elsewhere.path, elsewhere.line, elsewhere.what),
    ]);
  return fail(
    'E0',
    'Nothing raises an alert.',
    [
      {
        ...missing(
          null,
          'Nothing tells anybody when the application fails, so users notice first. Add alert rules for errors, latency and disk space, and load them in what monitors it.',
        ),
        rule: 'missing',
      },
    ],
    [evidence(image ?? manifest ?? '', 1, 'what is deployed')],
  );
}

/** Services that take traces and raise alerts themselves. */
const SERVICE = /sentry|datadog|ddtrace|azure|logfire/i;
