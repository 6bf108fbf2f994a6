/** A release can be taken back by one run of something. */
import { defineCheck, type Conclusion } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, notApplicable, pass, unknown } from '../readiness/answers';
import { composeFiles, dockerfiles } from '../readiness/containers';
import { rollbacks, type DeployPlace } from '../readiness/rollbacks';
import { isAside, isForDevelopment, isForProduction } from '../readiness/scope';
import { apps } from '../readiness/setup-check';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'rollback-automated',
  title: 'A release can be taken back',
  question: 'Can a release be taken back by running something that is there?',
  category: 'containers',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['002'],
  rules: { hollow: 'A rollback is named and does nothing.', missing: 'Nothing takes a release back.' },
  conclude(workspace) {
    const { deploys, platform, published, elsewhere, ways, hollow } = workspace.derive(rollbacks);
    const automatic = ways.filter((way) => way.automatic);
    const proofs = [...automatic, ...ways.filter((way) => !way.automatic)].map(proof);
    if (automatic.length > 0) return pass('E4', 'A release that fails is taken back by itself.', proofs);
    if (ways.length > 0) return pass('E3', 'A release can be taken back by one run.', proofs);
    const empty = hollow[0];
    if (empty)
      return fail('E2', 'A rollback is named, and it only writes a message.', [
        finding(
          empty,
          'hollow',
          'This job is called a rollback and runs nothing but messages, so the broken release stays. Let it run the command that brings the earlier version back.',
        ),
      ]);
    const first = deploys[0];
    if (first)
      return fail('E0', 'Releases are deployed from here, and nothing takes one back.', [
        finding(
          first,
          'missing',
          'This puts a release out, and nothing here can take it back: going back is done by hand, while users wait. Add an input for the version to deploy, or a job that runs the rollback of your tool (`helm rollback`, `kubectl rollout undo`).',
        ),
      ]);
    if (elsewhere.length > 0)
      return unknown(
        'A workflow of another repository releases this; whether it goes back, no file here says.',
        elsewhere.map(proof),
      );
    const own = ownManifest(workspace, published.length > 0);
    if (!own && platform.length + published.length > 0)
      return unknown(
        platform.length > 0
          ? 'Releases are handed to a platform that keeps the earlier ones; whether going back is set up, no file says.'
          : 'Images are published, and no file says how whoever runs them goes back.',
        [...platform, ...published].slice(0, 3).map(proof),
      );
    return concludeWithoutPipeline(workspace, own);
  },
});

/** Manifests of a cluster, or a Compose file for production: the team runs it on its own. A published image's Compose file is for others. */
function ownManifest(workspace: Workspace, isPublished: boolean): string | undefined {
  const cluster = workspace
    .each('deployment')
    .find(({ file, facts }) => facts.format !== 'platform' && file.fileClass !== 'vendored' && !isAside(file.path));
  const compose = isPublished ? undefined : workspace.derive(composeFiles).find(({ path }) => isForProduction(path));
  return cluster?.file.path ?? compose?.path;
}

function concludeWithoutPipeline(workspace: Workspace, own: string | undefined): Conclusion {
  const hosted = workspace
    .each('deployment')
    .find(
      ({ file, facts }) =>
        facts.format === 'platform' &&
        (!GENERIC.test(file.path) || facts.starts.length + facts.probes.length > 0) &&
        file.fileClass !== 'vendored' &&
        !isForDevelopment(file.path),
    );
  if (hosted && !own)
    return unknown(
      'A platform deploys this and keeps the earlier releases; whether going back is set up, no file says.',
      [evidence(hosted.file.path, 1, 'a platform deploys it')],
    );
  const image = own ?? workspace.derive(dockerfiles)[0]?.path ?? workspace.derive(composeFiles)[0]?.path;
  if (!image || apps(workspace).length === 0) return notApplicable('Nothing is deployed from here.');
  return fail(
    'E0',
    'Nothing here deploys a release or takes one back.',
    [
      missing(
        null,
        'Nothing here puts a release out or takes one back: both are done by hand. Deploy by the tag of an image, so that the same run with an earlier tag goes back.',
      ),
    ],
    [evidence(image, 1, 'what is deployed')],
  );
}

/** Names that other programs' settings have as well. */
const GENERIC = /(?:^|\/)app\.(?:ya?ml|json)$/;

function proof({ path, line, what }: DeployPlace) {
  return evidence(path, line, what);
}

function finding({ path, line }: DeployPlace, rule: 'hollow' | 'missing', message: string) {
  return findingAt(path, lineSpan(line), message, rule, { rule });
}
