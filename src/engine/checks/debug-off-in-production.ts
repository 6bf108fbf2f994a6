/** What ships runs without debug mode. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { composeFiles, dockerfiles, inherited, startOf, type PlacedDockerfile } from '../readiness/containers';
import { isStartedAsProgram } from '../readiness/processes';
import { signalsOf, served } from '../readiness/served';
import { shippedServices } from '../readiness/services';
import type { Workspace } from '../workspace';

const ON = /^(?:1|true|yes|on|development|dev)$/i;

export default defineCheck({
  id: 'debug-off-in-production',
  title: 'Debug mode is off in what ships',
  question: 'Is debug mode off in everything that ships?',
  category: 'secrets',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  rules: {
    'debug-default': 'Debug mode is on unless somebody switches it off.',
    'debug-manifest': 'A manifest switches debug mode on.',
    'node-env': 'A Node image does not say that it is production.',
    reload: 'The start command reloads sources.',
  },
  conclude(workspace) {
    const code = codeFindings(workspace);
    const manifests = manifestFindings(workspace);
    const node = nodeFindings(workspace);
    const findings = [...code, ...manifests, ...node];
    if (findings.length > 0) {
      const strong = code.length + manifests.length > 0;
      return fail(
        strong ? 'E0' : 'E1',
        strong
          ? `Debug mode is on in ${count(findings.length, 'place')} that ships.`
          : `${count(node.length, 'Node image')} ${node.length === 1 ? 'does' : 'do'} not say that ${node.length === 1 ? 'it is' : 'they are'} production.`,
        findings,
      );
    }
    const off = signalsOf(workspace, 'debug').filter(({ signal }) => signal.good);
    if (off.length === 0 && workspace.derive(served).entries.length === 0 && workspace.derive(dockerfiles).length === 0)
      return notApplicable('Nothing here is served.');
    return pass(
      'E4',
      'Debug mode is off unless somebody switches it on.',
      off.slice(0, 4).map(({ path, signal }) => evidence(path, signal.span, 'off by default')),
    );
  },
});

function codeFindings(workspace: Workspace): FindingDraft[] {
  const reach = workspace.derive(served);
  return signalsOf(workspace, 'debug').flatMap(({ path, signal }) => {
    const devFile = /(?:^|[/_.-])(?:dev|development|local|test|testing)(?:[/_.-]|$)/i.test(path);
    const isProgram = /__name__/.test(signal.guard ?? '');
    const isStarted = isProgram && isStartedAsProgram(workspace, path);
    const underMain = (isProgram && !isStarted) || /^(?:Dev|Development|Test|Local)/.test(signal.inClass ?? '');
    const loaded = reach.files.has(path) || /(?:^|\/)settings(?:\/|\.py$)/.test(path);
    if (signal.good || devFile || underMain || (signal.guard !== null && !isStarted) || !loaded) return [];
    return [
      findingAt(
        path,
        signal.span,
        'Debug mode is on here unless somebody switches it off, and it shows code and settings to whoever causes an error. Make off the default.',
        signal.detail,
        { rule: 'debug-default' },
      ),
    ];
  });
}

function manifestFindings(workspace: Workspace): FindingDraft[] {
  const out: FindingDraft[] = [];
  for (const { path, facts } of workspace.derive(composeFiles)) {
    for (const service of facts.services) {
      for (const { name, value, span } of service.environment) {
        if (value === null || !isDebugSetting(name) || !ON.test(value)) continue;
        out.push(
          findingAt(
            path,
            span,
            `${name}=${value} starts ${service.name} in debug mode, which shows code and settings to whoever causes an error. Keep it in a development override.`,
            `${service.name} ${name}`,
            { rule: 'debug-manifest' },
          ),
        );
      }
    }
  }
  for (const docker of workspace.derive(dockerfiles)) {
    const start = startOf(docker.last);
    if (start?.words.includes('--reload'))
      out.push(
        findingAt(
          docker.path,
          start.instruction.span,
          '`--reload` watches the sources and restarts on every change, which production must not. Remove it.',
          'reload',
          { rule: 'reload' },
        ),
      );
    for (const { keyword, text, span } of inherited(docker.facts, docker.last)) {
      const on =
        keyword === 'ENV'
          ? text
              .split(' ')
              .find((pair) => isDebugSetting(pair.split('=')[0] ?? '') && ON.test(pair.split('=')[1] ?? ''))
          : undefined;
      if (on)
        out.push(
          findingAt(docker.path, span, `${on} puts the image into debug mode. Remove it.`, on, {
            rule: 'debug-manifest',
          }),
        );
    }
  }
  return out;
}

function isDebugSetting(name: string): boolean {
  return /^(?:\w+_)?DEBUG$|^NODE_ENV$|^FLASK_ENV$|^FLASK_DEBUG$/.test(name);
}

/**
 * Express, and many packages, run in development mode unless NODE_ENV is `production` ("Production best practices", expressjs.com). Next's
 * standalone server and `next start` set it themselves.
 */
function nodeFindings(workspace: Workspace): FindingDraft[] {
  const services = shippedServices(workspace);
  return workspace.derive(dockerfiles).flatMap((docker) => {
    const start = startOf(docker.last);
    if (!start || !startsNode(docker, start.words)) return [];
    const set = inherited(docker.facts, docker.last).some(
      ({ keyword, text }) => keyword === 'ENV' && /(?:^|\s)NODE_ENV(?:=production|\s|$)/.test(text),
    );
    const given = services.some(
      ({ docker: own, service }) =>
        own?.path === docker.path &&
        service.environment.some(({ name, value }) => name === 'NODE_ENV' && value === 'production'),
    );
    return set || given
      ? []
      : [
          findingAt(
            docker.path,
            start.instruction.span,
            'This image starts Node without `NODE_ENV=production`, so Express and many packages run in development mode and show stack traces. Set it with `ENV`.',
            'node-env',
            { rule: 'node-env' },
          ),
        ];
  });
}

function startsNode(docker: PlacedDockerfile, words: readonly string[]): boolean {
  const standalone = docker.last.instructions.some(
    ({ keyword, text }) => keyword === 'COPY' && /\.next\/standalone|\.output/.test(text),
  );
  return (
    !standalone && words.some((word) => /^(?:node|tsx|ts-node|pm2-runtime)$/.test(word)) && !words.includes('next')
  );
}
