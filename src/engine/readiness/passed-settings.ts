/** Which environment variables a manifest hands to what it runs, and what may hand over more without saying so. */
import type { ClusterObject } from '../collect/cluster-objects';
import type { DeploymentFacts } from '../collect/deployment';
import { joinPath } from '../collect/shell';
import { isEnvTemplate } from '../env/environment';
import { folderOf, isWithin } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { inherited, startOf } from './containers';
import type { Unit } from './deployed';

export interface Passed {
  /** Upper case. */
  names: Set<string>;
  /** What may hand over more, for people: "the file .env"; null = the manifest says everything. */
  open: string | null;
  /** Names that a template of the open file has. */
  promised: Set<string>;
  /** Where a person would add one. */
  at: Span | null;
}

export function passedBy(workspace: Workspace, unit: Unit): Passed {
  const passed: Passed = { names: new Set(), open: null, promised: new Set(), at: unit.span };
  if (unit.docker)
    for (const { keyword, text } of inherited(unit.docker.facts, unit.docker.last)) {
      if (keyword === 'ENV') for (const pair of text.split(' ')) add(passed, pair.split('=')[0] ?? '');
      if (DOTENV_IN_IMAGE.test(`${keyword} ${text}`)) passed.open = 'the dotenv file in the image';
    }
  if (unit.service) fromCompose(workspace, unit, passed);
  else if (unit.object) fromCluster(workspace, unit.path, unit.object, passed);
  else passed.open = 'the platform’s own settings';
  fromScripts(workspace, unit, passed);
  return passed;
}

const DOTENV_IN_IMAGE = /^(?:COPY|ADD|RUN)\b.*(?:^|[\s/])\.env(?:\.\w+)?(?:[\s;]|$)/;

/** Scripts that the container starts with may set variables before the application starts. */
function fromScripts(workspace: Workspace, { docker, service }: Unit, passed: Passed): void {
  const start = docker ? (startOf(docker.last)?.words.join(' ') ?? '') : '';
  const text = `${start} ${service?.command?.text ?? ''} ${service?.entrypoint?.text ?? ''}`;
  if (!/\.(?:ba)?sh\b|entrypoint|start/i.test(text)) return;
  for (const { file, facts } of workspace.each('shellScript')) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (!text.includes(name)) continue;
    for (const command of facts) add(passed, /^export\s+(\w+)=/.exec(command.text)?.[1] ?? '');
  }
}

/** `SECRET_KEY_FILE` hands `SECRET_KEY` over, by the convention of Docker's official images. */
function add({ names }: Passed, name: string): void {
  const upper = name.toUpperCase();
  names.add(upper);
  if (upper.endsWith('_FILE')) names.add(upper.slice(0, -'_FILE'.length));
}

function fromCompose(workspace: Workspace, { path, service, base }: Unit, passed: Passed): void {
  for (const own of [service, base]) {
    if (!own) continue;
    for (const { name } of own.environment) add(passed, name);
    for (const name of own.secrets ?? []) add(passed, name);
    for (const file of own.envFiles) fromFile(workspace, folderOf(path), file, passed);
  }
  const [first] = service?.environment ?? [];
  if (first) passed.at = first.span;
  if (service?.binds.some(({ text }) => /(?:^|\/)[\w.-]*\.env[\w.-]*$/.test(text)))
    passed.open = 'a mounted dotenv file';
  if (service && !service.build && !service.image && !base) passed.open = 'the file that it extends';
}

function fromFile(workspace: Workspace, folder: string, file: string, passed: Passed): void {
  const path = joinPath(folder, file);
  const declares = path === null ? undefined : workspace.part(path, 'env')?.declares;
  if (declares) {
    for (const { name, commented } of declares) if (!commented) add(passed, name);
    return;
  }
  passed.open = `the file ${file.replace(/^\.\//, '')}`;
  const beside = path === null ? folder : folderOf(path);
  for (const { file: own, facts } of workspace.each('env'))
    if (isEnvTemplate(own.path) && [beside, folder, ''].includes(folderOf(own.path)))
      for (const { name } of facts.declares) passed.promised.add(name.toUpperCase());
}

function fromCluster(workspace: Workspace, path: string, object: ClusterObject, passed: Passed): void {
  const { variables } = object;
  if (!variables) return;
  passed.at = variables.at;
  for (const { name } of variables.list) add(passed, name);
  if (variables.open) {
    passed.open = 'the values of the chart';
    for (const name of chartValues(workspace, path)) passed.promised.add(name.toUpperCase());
  }
  for (const { kind, name } of variables.sets) {
    const holder = holderOf(workspace, path, kind === 'secret' ? 'Secret' : 'ConfigMap', name);
    if (holder) for (const key of holder.keys ?? []) add(passed, key);
    else
      passed.open = `the ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${name}`.replace(/\s*\{\{.*/, ' of the chart');
  }
}

/** The object that holds a set of variables; it must not be filled in by a template, for then its keys are not known. */
function holderOf(workspace: Workspace, path: string, kind: string, name: string): ClusterObject | undefined {
  const found = workspace
    .each('deployment')
    .flatMap(({ file, facts }) => facts.objects.map((object) => ({ path: file.path, object })))
    .filter(({ object }) => object.kind === kind && object.name === name && (object.keys?.length ?? 0) > 0);
  const near = found.find((one) => folderOf(one.path) === folderOf(path)) ?? found[0];
  return near?.object;
}

function chartValues(workspace: Workspace, path: string): string[] {
  return workspace
    .each('deployment')
    .filter(({ file, facts }) => isValues(facts) && isWithin(path, folderOf(file.path)))
    .flatMap(({ facts }) => facts.environment.map(({ name }) => name));
}

function isValues(facts: DeploymentFacts): boolean {
  return facts.format === 'helm-values';
}
