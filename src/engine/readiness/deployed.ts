/** What runs in production, and which application it runs: by what an image is built from, by what it starts, and by names. */
import type { ClusterObject } from '../collect/cluster-objects';
import type { ComposeService } from '../collect/compose';
import { joinPath } from '../collect/shell';
import { everyApp, type HttpApp } from '../http/apps';
import { folderOf, isWithin } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import {
  allComposeFiles,
  bareImage,
  composeFiles,
  dockerfiles,
  isOthers,
  OTHERS,
  type PlacedDockerfile,
} from './containers';
import { runsBy, startsApp } from './image-contents';
import { dockerfileOf } from './probes';
import { isForProduction, isManifestAside, isShipped } from './scope';

/** Something that a manifest runs in production; databases, proxies and monitoring are left out. */
export interface Unit {
  path: string;
  span: Span | null;
  /** For people: "service api", "Deployment api", "the platform". */
  name: string;
  /** Set for a service of Compose; `base` is that of the plain file which a file for production adds to. */
  service?: ComposeService;
  base?: ComposeService;
  object?: ClusterObject;
  docker?: PlacedDockerfile | undefined;
  /** Words of its names and images. */
  words: readonly string[];
}

/** An application with what runs it. */
export interface Deployment {
  app: HttpApp;
  by: Unit[];
  /** What may run it: no file says what is in their images. */
  perhaps: Unit[];
  /** Of those that run it, the ones that lay sources of the host over the image. */
  mounted: Unit[];
}

/** Every application that ships, with what runs it in production. Call through `workspace.derive(deployments)`. */
export function deployments(workspace: Workspace): Deployment[] {
  const apps = workspace.derive(everyApp).filter(({ path }) => {
    const view = workspace.view(path);
    return view !== undefined && isShipped(view);
  });
  return apps.map((app) => deploymentOf(workspace, app, apps.length === 1));
}

function deploymentOf(workspace: Workspace, app: HttpApp, alone: boolean): Deployment {
  const answers = workspace.derive(units).map((unit) => ({ unit, answer: runs(workspace, unit, app, alone) }));
  const those = (wanted: Runs): Unit[] => answers.flatMap(({ unit, answer }) => (answer === wanted ? [unit] : []));
  const sure = those('yes');
  const by = sure.length > 0 ? sure : those('likely');
  return { app, by, perhaps: those('perhaps'), mounted: by.filter((unit) => sourceMount(unit, app) !== undefined) };
}

/** Made for production: what a pipeline deploys, then. A plain Compose file may be for development alone. */
export function isMeant({ path, object }: Unit): boolean {
  return object !== undefined || isForProduction(path);
}

const WORKLOAD = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|Rollout|DeploymentConfig|Pod|Service)$/;

/** Everything that production manifests run of the team's own, in the order of the files. Call through `workspace.derive(units)`. */
export function units(workspace: Workspace): Unit[] {
  return [...composeUnits(workspace), ...clusterUnits(workspace), ...platformUnits(workspace)];
}

const FOR_TESTS = /(?:^|\/)(?:[\w-]*e2e[\w-]*|cypress|playwright|benchmarks?|ci|[\w-]*tests?)\//i;

function composeUnits(workspace: Workspace): Unit[] {
  const all = workspace.derive(allComposeFiles);
  const found: Unit[] = [];
  for (const { path, facts, overlaid } of workspace.derive(composeFiles)) {
    if (FOR_TESTS.test(path)) continue;
    const plain = all.find((one) => one.path !== path && folderOf(one.path) === folderOf(path) && isPlain(one.path));
    for (const service of facts.services) {
      // The file that is put over this one speaks for the service.
      if (overlaid?.has(service.name)) continue;
      const base = plain?.facts.services.find(({ name }) => name === service.name);
      const made = service.build || service.image ? service : (base ?? service);
      const image = made.image?.text ?? '';
      if (OTHERS.test(made.build ? service.name : bareImage(image))) continue;
      found.push({
        path,
        span: service.span,
        name: `service ${service.name}`,
        service,
        ...(base && { base }),
        docker: dockerfileOf(workspace, path, made) ?? namedImage(workspace, service.name, made),
        words: wordsOf(`${service.name} ${image}`),
      });
    }
  }
  return found;
}

/** The file that Compose takes when none is named. */
function isPlain(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(path);
}

/** An image whose name is filled in later: the Dockerfile in the folder of the service's name. */
function namedImage(workspace: Workspace, name: string, service: ComposeService): PlacedDockerfile | undefined {
  if (service.build) return undefined;
  const named = workspace
    .derive(dockerfiles)
    .filter(({ path }) => folderOf(path).split('/').at(-1)?.toLowerCase() === name.toLowerCase());
  return named.length === 1 ? named[0] : undefined;
}

function clusterUnits(workspace: Workspace): Unit[] {
  return workspace.each('deployment').flatMap(({ file, facts }) => {
    if (file.fileClass === 'vendored' || isManifestAside(file.path)) return [];
    return facts.objects.flatMap((object): Unit[] => {
      const images = object.images ?? [];
      if (!WORKLOAD.test(object.kind) || images.length === 0 || images.every(isOthers)) return [];
      const own = object.name.replace(/\{\{.*?\}\}/g, '').replace(/^[-_]+/, '');
      return [
        {
          path: file.path,
          span: object.span,
          name: own === '' ? `the ${object.kind}` : `${object.kind} ${own}`,
          object,
          words: wordsOf([own, file.path, ...images.map((image) => image.replace(/\.Values/g, ' '))].join(' ')),
        },
      ];
    });
  });
}

function platformUnits(workspace: Workspace): Unit[] {
  return workspace.each('deployment').flatMap(({ file, facts }): Unit[] => {
    if (facts.format !== 'platform' || file.fileClass === 'vendored' || isManifestAside(file.path)) return [];
    return [{ path: file.path, span: null, name: 'the platform', words: [] }];
  });
}

/** Parts of names that say nothing about what is in a folder. */
const PLAIN = new Set(
  'src app apps application services service packages main lib index cmd py ts js web server docker deploy deployment deployments k8s kubernetes helm charts chart templates yaml yml latest production prod io com ghcr image images registry repository tag values internal pkg base config configs infra infrastructure'.split(
    ' ',
  ),
);

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
}

/** A folder of the path is named by one of the words. */
function isNamed(words: readonly string[], path: string): boolean {
  const folders = folderOf(path).toLowerCase().split('/');
  return folders.some((folder) => folder.split(/[^a-z0-9]+/).some((word) => !PLAIN.has(word) && words.includes(word)));
}

/** `likely`: nothing names the application, and it is the only one · `perhaps`: no file says what is in the image. */
type Runs = 'yes' | 'likely' | 'perhaps' | 'no';

/** Whether a unit runs the application. `alone`: the workspace has no other one. */
function runs(workspace: Workspace, unit: Unit, app: HttpApp, alone: boolean): Runs {
  if (unit.service) return serviceRuns(workspace, unit, unit.service, app, alone);
  if (unit.object) return isNamed(unit.words, app.path) ? 'yes' : alone ? 'likely' : 'perhaps';
  return isWithin(app.path, folderOf(unit.path)) && isOfPlatform(workspace, unit.path, app) ? 'yes' : 'no';
}

/** Vercel runs functions in a few languages, and no servers of others (vercel.com/docs/functions/runtimes). */
function isOfPlatform(workspace: Workspace, path: string, app: HttpApp): boolean {
  const language = workspace.view(app.path)?.language;
  return !/(?:^|\/)vercel\.json$/.test(path) || !['java', 'php', 'csharp'].includes(language ?? '');
}

function serviceRuns(
  workspace: Workspace,
  { path, base, docker, words }: Unit,
  service: ComposeService,
  app: HttpApp,
  alone: boolean,
): Runs {
  const build = service.build ?? (service.image ? null : base?.build);
  const context = build ? joinPath(folderOf(path), build.context) : null;
  if (context !== null && !isWithin(app.path, context)) return 'no';
  if (docker) {
    const folder = folderOf(docker.path);
    // A Dockerfile in the folder of one application, built from further up, is for what lies there.
    const holds = folder === '' || isWithin(app.path, folder) || !isPackage(workspace, folder);
    const command = service.command?.text ?? base?.command?.text ?? null;
    const answer = runsBy(workspace, docker, command, context ?? '', app);
    if (answer === 'no' || !holds) return 'no';
    return answer;
  }
  if (build) return 'perhaps';
  const command = service.command?.text ?? base?.command?.text;
  if (command !== undefined && startsApp(workspace, command, [folderOf(path), ''], app) === false) return 'no';
  if (isNamed(words, app.path)) return 'yes';
  return alone && isOwnImage(workspace, words) ? 'likely' : 'perhaps';
}

/** The folder is a package of its own, so that it is more than a place for a Dockerfile. */
function isPackage(workspace: Workspace, folder: string): boolean {
  return workspace.each('manifest').some(({ file }) => isWithin(file.path, folder));
}

/** The image is called what the workspace's packages or the workspace itself are called. */
function isOwnImage(workspace: Workspace, words: readonly string[]): boolean {
  const names = [workspace.name, ...workspace.each('manifest').map(({ facts }) => facts.name ?? '')];
  return names.some((name) => wordsOf(name).some((word) => !PLAIN.has(word) && words.includes(word)));
}

/** The manifest where a person would add a service: one for production, else the plain Compose file, else the first. */
export function firstManifest(all: readonly Unit[]): Unit | undefined {
  return all.find(({ path }) => isForProduction(path)) ?? all.find(({ path }) => isPlain(path)) ?? all[0];
}

/** A folder of the host with the application's sources that lies over those of the image; undefined = none. */
export function sourceMount({ path, service }: Unit, app: HttpApp, own = service) {
  return own?.binds.find(({ text }) => {
    if (!/^\.{1,2}(?:\/|$)/.test(text)) return false;
    const folder = joinPath(folderOf(path), text);
    return folder !== null && isWithin(app.path, folder);
  });
}
