/** How many processes serve the application: workers of a start command, copies of a service. Documents on deployment count, too. */
import type { Evidence } from '../verdict';
import { manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { evidence } from './answers';
import { composeFiles, dockerfiles, isDatastore, startOf } from './containers';
import { isAside, isForDevelopment } from './scope';
import { isReached, signalsOf } from './served';

/** What is not the application, by the name of its service, object or key. */
const OTHER =
  /postgres|mysql|mariadb|mongo|redis|valkey|memcached|rabbit|kafka|zookeeper|elastic|opensearch|clickhouse|minio|nginx|traefik|caddy|haproxy|prometheus|grafana|loki|jaeger|sentry|exporter|worker|celery|scheduler|cron|queue|frontend|dashboard|docs/i;

/**
 * Places that start more than one process of a server: uvicorn and hypercorn `--workers`, gunicorn `-w` and `WEB_CONCURRENCY`, uWSGI
 * `--processes`, Puma `-w`, PM2 `-i`.
 */
const MANY_WORKERS =
  /\b(?:uvicorn|hypercorn|granian|gunicorn|fastapi run|daphne|waitress|uwsgi|puma|unicorn)\b.*?(?:--workers|--processes|--worker-processes|\s-w)[\s=]+(?:\$\(|\$\{\w+:-(?:[2-9]|\d\d)\}|[2-9]\b|\d\d)|\bpm2(?:-runtime)?\b.*\s-i[\s=]+(?:max|0|-1|[2-9]|\d\d)|\bWEB_CONCURRENCY=(?:[2-9]|\d\d)/;

/** Every place that runs more than one process of the application, in the order of the files. Call through `workspace.derive(manyProcesses)`. */
export function manyProcesses(workspace: Workspace): Evidence[] {
  return [
    ...workspace
      .derive(startCommands)
      .flatMap(({ path, line, text }) =>
        MANY_WORKERS.test(text) ? [evidence(path, line, 'several workers are started')] : [],
      ),
    ...copies(workspace),
    ...signalsOf(workspace, 'workers')
      .filter((placed) => /gunicorn[\w.]*\.py$/.test(placed.path) || isReached(workspace, placed))
      .map(({ path, signal }) => evidence(path, signal.span, `workers = ${signal.detail}`)),
    ...documents(workspace),
  ];
}

export interface StartCommand {
  path: string;
  line: number;
  text: string;
}

/** What starts the application, as far as files say: images, Compose services, platforms, the `start` scripts of packages. Call through `workspace.derive(startCommands)`. */
export function startCommands(workspace: Workspace): StartCommand[] {
  const found: StartCommand[] = [];
  for (const { path, last } of workspace.derive(dockerfiles)) {
    const start = startOf(last);
    if (start) found.push({ path, line: start.instruction.span.line, text: start.words.join(' ') });
  }
  for (const { path, facts } of workspace.derive(composeFiles))
    for (const { command, entrypoint } of facts.services.filter((service) => !isDatastore(service)))
      for (const text of [command, entrypoint]) if (text) found.push({ path, line: text.span.line, text: text.text });
  for (const { file, facts } of workspace.each('deployment'))
    if (!isOutside(file.path, file.fileClass))
      for (const { text, span } of facts.starts) found.push({ path: file.path, line: span.line, text });
  for (const { path, manifest } of manifests(workspace, 'npm'))
    for (const { name, command, span } of manifest.scripts)
      if (/^start(?::prod(?:uction)?)?$/.test(name)) found.push({ path, line: span.line, text: command });
  for (const { file, facts } of workspace.each('shellScript'))
    if (/(?:entry-?point|start|run|serve)[\w.-]*$/i.test(file.path) && !isOutside(file.path, file.fileClass))
      for (const { text, line } of facts) found.push({ path: file.path, line, text });
  return found;
}

/** Start commands without those of scripts that no image, service or platform names and that are not called an entry point. Call through `workspace.derive`. */
export function servingCommands(workspace: Workspace): StartCommand[] {
  const all = workspace.derive(startCommands);
  const named = all.filter(({ path }) => !path.endsWith('.sh')).map(({ text }) => text);
  return all.filter(({ path }) => {
    if (!path.endsWith('.sh')) return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    return /entry-?point/i.test(name) || named.some((text) => text.includes(name));
  });
}

/** True for a module that something starts as a program. */
export function isStartedAsProgram(workspace: Workspace, path: string): boolean {
  return workspace.derive(servingCommands).some(({ text }) => starts(text, path));
}

/** `python app.py`, `python -m shop.app`. */
export function starts(command: string, path: string): boolean {
  const [, file, module] = /\bpython[\d.]*\s+(?:-[uOBE]+\s+)*(?:([\w./-]+\.py)\b|-m\s+([\w.]+))/.exec(command) ?? [];
  const named = file?.replace(/^\.?\//, '') ?? `${module?.replaceAll('.', '/') ?? ''}.py`;
  return path === named || path.endsWith(`/${named}`) || named.endsWith(`/${path}`);
}

function copies(workspace: Workspace): Evidence[] {
  const found: Evidence[] = [];
  for (const { path, facts } of workspace.derive(composeFiles))
    for (const service of facts.services)
      if ((service.replicas ?? 1) > 1 && !isDatastore(service) && !OTHER.test(service.name))
        found.push(evidence(path, service.span, `${service.name} runs ${service.replicas ?? 0} times`));
  for (const { file, facts } of workspace.each('deployment')) {
    if (isOutside(file.path, file.fileClass)) continue;
    for (const { kind, name, replicas, span } of facts.objects) {
      const many = kind === 'HorizontalPodAutoscaler' || (/^(?:Deployment|Rollout)$/.test(kind) && (replicas ?? 1) > 1);
      if (many && !OTHER.test(name.replace(/\{\{.*?\}\}/g, '')) && !OTHER.test(file.path.replace(/^.*\//, '')))
        found.push(evidence(file.path, span, replicas ? `runs ${replicas} times` : 'is scaled with the load'));
    }
    for (const { of, count, span } of facts.replicas)
      if (count > 1 && !OTHER.test(of))
        found.push(evidence(file.path, span, `${of === '' ? 'the application' : of} runs ${count} times`));
  }
  return found;
}

/** How the team's own deployment documents start it. */
function documents(workspace: Workspace): Evidence[] {
  return workspace.each('outline').flatMap(({ file, facts }) => {
    const isOn = facts.workers !== null && /deploy|production|operations|hosting/i.test(file.path);
    return isOn && file.fileClass !== 'vendored'
      ? [evidence(file.path, facts.workers, 'several workers are started')]
      : [];
  });
}

function isOutside(path: string, fileClass: string): boolean {
  return fileClass === 'vendored' || isAside(path) || isForDevelopment(path);
}
