/** A manifest for production runs every backend, from images and not from sources of the host. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import type { HttpApp } from '../http/apps';
import {
  count,
  evidence,
  fail,
  findingAt,
  lineSpan,
  notApplicable,
  pass,
  relatedTo,
  unknown,
} from '../readiness/answers';
import { pipelines } from '../readiness/ci-gates';
import { dockerfiles } from '../readiness/containers';
import {
  deployments,
  firstManifest,
  isMeant,
  sourceMount,
  units,
  type Deployment,
  type Unit,
} from '../readiness/deployed';
import { deployedElsewhere } from '../readiness/infrastructure';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'prod-manifest-complete',
  title: 'Production manifests run every backend',
  question: 'Does a production manifest run every backend of this repository from an image?',
  category: 'containers',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002', '004'],
  platform: 'takes it as it lies in the tree, which needs no manifest of its own',
  reads: 'routes',
  rules: {
    missing: 'Nothing says how the application runs in production.',
    'not-deployed': 'No production manifest runs a backend.',
    'source-mounted': 'Sources of the host are mounted over the image.',
  },
  conclude(workspace): Conclusion {
    const judged = workspace.derive(deployments);
    const apps = judged.map(({ app }) => app);
    if (apps.length === 0) return notApplicable('Nothing here serves requests.');
    const all = workspace.derive(units);
    const elsewhere = deployedElsewhere(workspace);
    if (all.length === 0) return withoutManifest(workspace, apps, elsewhere);
    const mounted = judged.filter(({ by, mounted: own }) => by.length > 0 && own.length === by.length);
    const absent = judged.filter(({ by }) => by.length === 0);
    const proofs = judged.flatMap(({ by }) => by.slice(0, 3).map(proof));
    if (mounted.length + absent.length === 0)
      return pass(
        'E4',
        apps.length === 1 ? 'A manifest runs the backend.' : `Manifests run all ${apps.length} backends.`,
        proofs,
      );
    const open = absent.filter(({ perhaps }) => perhaps.length > 0);
    const certain = absent.filter(({ perhaps }) => perhaps.length === 0);
    if (elsewhere.length > 0 && !all.some(isMeant))
      return unknown('Something outside these manifests puts releases out; what it runs no file says.', [
        ...elsewhere,
        ...proofs,
      ]);
    if (certain.length + mounted.length === 0)
      return unknown(
        `What is in the images that production runs no file says, so it may or may not be ${open[0]?.app.path ?? 'the backend'}.`,
        (open[0]?.perhaps ?? []).slice(0, 4).map(proof),
      );
    return fail(
      certain.length === 0 ? 'E0' : proofs.length > 0 ? 'E2' : 'E1',
      certain.length > 0
        ? `No production manifest runs ${count(certain.length, 'backend')} of ${apps.length}.`
        : 'The only manifest mounts the sources of the host over the image.',
      [...certain.map(({ app }) => notDeployed(app, all)), ...mountFindings(mounted, all)],
      proofs,
    );
  },
});

function proof({ path, span, name }: Unit): Evidence {
  return evidence(path, span, `runs ${name}`);
}

/**
 * Tools that make images of their own (github.com/GoogleContainerTools/jib, docs.spring.io "Packaging OCI Images", buildpacks.io, ko.build,
 * learn.microsoft.com "Containerize a .NET app with dotnet publish").
 */
const IMAGE_TOOLS =
  /\bjib:(?:build|dockerBuild)\b|\bjib(?:DockerBuild)?$|\bspring-boot:build-image\b|\bbootBuildImage\b|^pack build\b|^ko (?:build|publish|apply)\b|^dotnet publish\b.*PublishContainer/;

/** The step of CI that builds an image by such a tool. */
function imageStep(workspace: Workspace): Evidence | undefined {
  for (const { path, facts } of workspace.derive(pipelines))
    for (const { steps } of facts.jobs)
      for (const { text, line } of steps.flatMap(({ commands }) => commands))
        if (IMAGE_TOOLS.test(text)) return evidence(path, line, 'builds an image');
  return undefined;
}

/** Platforms that deploy such applications need no file. */
const FILE_ROUTERS = /^(?:next|nuxt|sveltekit|remix|astro)/;

function withoutManifest(workspace: Workspace, apps: readonly HttpApp[], elsewhere: readonly Evidence[]): Conclusion {
  if (elsewhere.length > 0)
    return unknown('Releases are put out by something whose manifest is not in this repository.', [...elsewhere]);
  const [image] = workspace.derive(dockerfiles);
  if (image)
    return unknown('An image is built here, and what runs it in production no file says.', [
      evidence(image.path, image.last.span, 'builds an image'),
    ]);
  const step = imageStep(workspace);
  if (step)
    return unknown('CI builds an image without a Dockerfile, and what runs it in production no file says.', [step]);
  if (apps.every(({ framework }) => FILE_ROUTERS.test(framework)))
    return unknown('Platforms deploy such applications without a file, so the repository does not say.');
  const [app] = apps;
  if (!app) return notApplicable('Nothing here serves requests.');
  return fail('E0', 'Nothing here says how the application runs in production.', [
    findingAt(
      app.path,
      app.linked.fact.at,
      'Nothing in this repository says how this application runs in production, so every deployment is made by hand. Add a Dockerfile and a manifest that runs its image.',
      'missing',
      { rule: 'missing' },
    ),
  ]);
}

/** Stands at the manifest, where a person would add the service. */
function notDeployed(app: HttpApp, all: readonly Unit[]): FindingDraft {
  const first = firstManifest(all);
  return findingAt(
    first?.path ?? app.path,
    first?.span ?? lineSpan(1),
    `No production manifest runs the application in ${app.path}, so what is deployed lacks it. Add a service whose image starts it.`,
    `not deployed ${app.path}`,
    { rule: 'not-deployed', related: [relatedTo(app.path, app.linked.fact.at, 'runs nowhere')] },
  );
}

function mountFindings(mounted: readonly Deployment[], all: readonly Unit[]): FindingDraft[] {
  const places = new Map<string, FindingDraft>();
  for (const { app, mounted: own } of mounted)
    for (const unit of own) {
      const mount = sourceMount(unit, app);
      if (mount) places.set(`${unit.path}:${mount.span.line}`, overlaid(unit, mount));
    }
  // Its other services do the same for what they are built from.
  const files = new Set(mounted.flatMap(({ mounted: own }) => own.map(({ path }) => path)));
  for (const unit of all) {
    const context = unit.service?.build?.context.replace(/\/$/, '');
    const mount = unit.service?.binds.find(({ text }) => context !== undefined && text.replace(/\/$/, '') === context);
    if (mount && files.has(unit.path)) places.set(`${unit.path}:${mount.span.line}`, overlaid(unit, mount));
  }
  return [...places.values()];
}

function overlaid(unit: Unit, mount: { text: string; span: NonNullable<Unit['span']> }): FindingDraft {
  return findingAt(
    unit.path,
    mount.span,
    `\`${mount.text}\` lies over what the image holds, so production runs whatever is on the host. Keep the mount in a file for development, and run the image as it was built.`,
    `mounted ${unit.name} ${mount.text}`,
    { rule: 'source-mounted' },
  );
}
