/** Whether an image runs an application: by its start command, and by the language of what it is built from. */
import { joinPath } from '../collect/shell';
import type { HttpApp } from '../http/apps';
import { folderOf, isWithin } from '../manifests';
import type { Workspace } from '../workspace';
import { baseImage, startOf, type PlacedDockerfile } from './containers';
import { filesByName } from '../references/resolve';
import { familyOf, type Family } from './program-family';
import { reaches } from './served';

/** Official images by the language whose programs they run (hub.docker.com, "Official Images"). */
const BASES: readonly [RegExp, Family | 'rust'][] = [
  [/(?:^|\/)(?:node|oven\/bun|bun|denoland\/deno|deno)(?:[:@-]|$)/, 'javascript'],
  [/(?:^|\/)(?:python|uv|pypy|tiangolo\/[\w-]+|conda\w*|miniconda\d?)(?:[:@-]|$)/, 'python'],
  [/(?:^|\/)(?:ruby|jruby)(?:[:@-]|$)/, 'ruby'],
  [/(?:^|\/)(?:php|frankenphp|composer)(?:[:@-]|$)/, 'php'],
  [/(?:^|\/)(?:openjdk|eclipse-temurin|amazoncorretto|maven|gradle|tomcat)(?:[:@-]|$)/, 'java'],
  [/(?:^|\/)(?:aspnet|sdk|dotnet\/\w+)(?:[:@-]|$)/, 'csharp'],
  [/(?:^|\/)golang(?:[:@-]|$)/, 'go'],
  [/(?:^|\/)rust(?:[:@-]|$)/, 'rust'],
];
/** Servers of files and proxies run no application. */
const FILES_ONLY = /(?:^|\/)(?:nginx|nginx-unprivileged|caddy|httpd)(?:[:@-]|$)/;

/** What a built image does with the application. `command` replaces the image's own; `folder` is what it is built from. */
export function runsBy(
  workspace: Workspace,
  docker: PlacedDockerfile,
  command: string | null,
  folder: string,
  app: HttpApp,
): 'yes' | 'no' {
  const text = command ?? startOf(docker.last)?.words.join(' ') ?? '';
  const starts = startsApp(workspace, text, [folder, folderOf(docker.path), ''], app);
  if (starts !== null) return starts ? 'yes' : 'no';
  const family = familyOf(app.path);
  const base = baseImage(docker.facts, docker.last);
  const own = BASES.find(([pattern]) => pattern.test(base))?.[1];
  if (own !== undefined && family !== undefined && own !== family) return 'no';
  return FILES_ONLY.test(base) && family !== 'php' ? 'no' : 'yes';
}

/** Whether a start command starts the application; null = it does not say what, or says it by other means than a file. */
export function startsApp(
  workspace: Workspace,
  command: string,
  folders: readonly string[],
  app: HttpApp,
): boolean | null {
  if (/\bcelery\b|\b(?:rq|arq|dramatiq|huey)\b.*\bworker\b|\bsidekiq\b|\bqueue:(?:work|listen)\b/.test(command))
    return /\b(?:uvicorn|gunicorn|daphne|runserver)\b/.test(command) ? null : false;
  if (/^(?:npx )?(?:serve|http-server)\s/.test(command)) return false;
  const own = moduleRun(workspace, command);
  if (own !== undefined)
    return own === app.path || reaches(workspace, own).files.has(app.path) || startsServer(workspace, own)
      ? true
      : undecided(app, own);
  const module = /\b(?:uvicorn|gunicorn|hypercorn|granian|daphne)\b/.test(command)
    ? /(?:^|[\s"'])([A-Za-z_][\w.]*):[A-Za-z_]\w*/.exec(command)?.[1]
    : undefined;
  const script =
    module === undefined
      ? /(?:^|[\s"'/])(?:python[\d.]*|node|tsx|ts-node|bun|deno)\s+(?:-\S+\s+|run\s+)*([\w@./-]+\.(?:py|[cm]?[jt]s))\b/.exec(
          command,
        )?.[1]
      : `${module.replaceAll('.', '/')}.py`;
  if (script === undefined || /manage\.py$/.test(script)) return null;
  const path = folders
    .map((folder) => joinPath(folder, script))
    .find((one): one is string => one !== null && workspace.files.has(one));
  if (path === undefined) return isWritten(script) && !hasFileNamed(workspace, script) ? false : null;
  if (path === app.path) return true;
  const reach = reaches(workspace, path);
  return reach.files.has(app.path) || (!reach.entry && startsServer(workspace, path)) ? true : undecided(app, path);
}

/** `python -m shop.watcher`: the file of the workspace that runs; undefined for modules of packages, and where several files fit. */
function moduleRun(workspace: Workspace, command: string): string | undefined {
  const dotted = /\bpython[\d.]*\s+(?:-\S+\s+)*-m\s+([A-Za-z_]\w*(?:\.\w+)*)/.exec(command)?.[1];
  if (dotted === undefined) return undefined;
  const ends = [`/${dotted.replaceAll('.', '/')}.py`, `/${dotted.replaceAll('.', '/')}/__main__.py`];
  const found = [...workspace.files.keys()].filter((path) => ends.some((end) => `/${path}`.endsWith(end)));
  return found.length === 1 ? found[0] : undefined;
}

/** What is built in the image lies nowhere here; Python's files are written, not built. */
function isWritten(script: string): boolean {
  return script.endsWith('.py');
}

function hasFileNamed(workspace: Workspace, script: string): boolean {
  return workspace.derive(filesByName).has(script.slice(script.lastIndexOf('/') + 1).toLowerCase());
}

/** `uvicorn.run("app.main:app")` names what it serves in a text. */
function startsServer(workspace: Workspace, path: string): boolean {
  return (
    workspace
      .part(path, 'imports')
      ?.modules.some(({ from }) => /^(?:uvicorn|hypercorn|granian|waitress|gunicorn)\b/.test(from)) ?? false
  );
}

/** Applications that a framework finds by its configuration are imported by nobody; what starts them lies with them. */
function undecided(app: HttpApp, path: string): null | false {
  if (app.framework === 'django') return null;
  return /\.config\.[cm]?[jt]s$/.test(app.path) && isWithin(path, folderOf(app.path)) ? null : false;
}
