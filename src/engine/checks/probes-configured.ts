/** Something that deploys the application asks it how it is, on a route that exists. */
import { defineCheck } from '../check';
import {
  count,
  evidence,
  fail,
  findingAt,
  lineSpan,
  missing,
  notApplicable,
  pass,
  unknown,
} from '../readiness/answers';
import { baseImage, composeFiles, dockerfiles, isDatastore, isDatastoreImage, isHelper } from '../readiness/containers';
import { probes } from '../readiness/probes';
import { rollbacks } from '../readiness/rollbacks';
import { signalsOf } from '../readiness/served';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'probes-configured',
  title: 'Probes ask real routes',
  question: 'Does a probe of the deployment ask the application, on a route that exists?',
  category: 'observability',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  platform: 'looks after its processes, so that there is none to ask',
  rules: { missing: 'Nothing asks the application.', broken: 'The only probe cannot work.' },
  conclude(workspace) {
    const apps = signalsOf(workspace, 'app');
    const images = workspace.derive(dockerfiles);
    // A database of which an image is built here is no application.
    const stores = images.filter(({ facts, last }) => isDatastoreImage(baseImage(facts, last))).map(({ path }) => path);
    const all = workspace.derive(probes).filter(({ image }) => !stores.includes(image ?? ''));
    if (apps.length + images.length + all.length === 0) return notApplicable('Nothing here is deployed as a service.');
    const working = all.filter(({ problem }) => problem === null);
    if (working.length > 0) {
      const deployed = working.some(({ name }) => name !== 'HEALTHCHECK');
      return pass(
        deployed ? 'E4' : 'E3',
        `${count(working.length, 'probe')} ${working.length === 1 ? 'asks' : 'ask'} the application.`,
        working.map((probe) => evidence(probe.path, probe.span, probe.name)),
      );
    }
    if (all.length > 0) {
      return fail(
        'E1',
        'A probe is configured, and it cannot work.',
        all.map(({ path, span, name, problem }) =>
          findingAt(
            path,
            span,
            `The ${name} never gets an answer. ${problem ?? ''} Point it to a health route of the process that runs.`,
            name,
            { rule: 'broken' },
          ),
        ),
      );
    }
    const [elsewhere] = workspace.derive(rollbacks).elsewhere;
    if (elsewhere)
      return unknown(
        'A workflow of another repository releases this; whether a probe asks it there, no file here says.',
        [evidence(elsewhere.path, elsewhere.line, elsewhere.what)],
      );
    const place = actHere(workspace);
    return fail('E0', 'No probe asks the application whether it answers.', [
      place === null
        ? { ...missing(apps[0]?.path ?? null, MESSAGE), rule: 'missing' }
        : findingAt(place.path, place.span, MESSAGE, 'missing', { rule: 'missing' }),
    ]);
  },
});

const MESSAGE =
  'Nothing that deploys this application asks whether it answers, so a hung process keeps its traffic. Add a health check that asks a health route.';

/** The application's service in Compose, else its Dockerfile. */
function actHere(workspace: Workspace) {
  for (const { path, facts } of workspace.derive(composeFiles)) {
    const service = facts.services.find((candidate) => !isDatastore(candidate) && !isHelper(candidate));
    if (service) return { path, span: service.span };
  }
  const docker = workspace.derive(dockerfiles)[0];
  return docker ? { path: docker.path, span: docker.last.span ?? lineSpan(1) } : null;
}
