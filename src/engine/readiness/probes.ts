/** Health probes of images, Compose services, clusters and platforms, and why one of them cannot work. */
import type { ComposeService } from '../collect/compose';
import type { DockerInstruction } from '../collect/dockerfile';
import { joinPath } from '../collect/shell';
import { folderOf, manifests } from '../manifests';
import { routeEntries } from '../routes/entries';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import {
  baseImage,
  builtFrom,
  composeFiles,
  dockerfiles,
  inherited,
  isDatastore,
  isHelper,
  isOthers,
  startOf,
  type PlacedDockerfile,
} from './containers';
import { isManifestAside } from './scope';
import { reaches, served } from './served';

export interface Probe {
  path: string;
  span: Span;
  /** "HEALTHCHECK", "readiness probe", for people. */
  name: string;
  /** URL path it asks; null for commands that ask none. */
  url: string | null;
  /** Why it cannot work, as a sentence; null when nothing speaks against it. */
  problem: string | null;
  /** Dockerfile whose image it watches, when that can be told. */
  image: string | null;
}

/** Every probe of the application's own images and services; those of databases are left out. Call through `workspace.derive(probes)`. */
export function probes(workspace: Workspace): Probe[] {
  return [...imageProbes(workspace), ...composeProbes(workspace), ...deployedProbes(workspace)];
}

function imageProbes(workspace: Workspace): Probe[] {
  return workspace.derive(dockerfiles).flatMap((docker) => {
    // An image takes the health check of the stage that it continues.
    const check = inherited(docker.facts, docker.last).findLast(({ keyword }) => keyword === 'HEALTHCHECK');
    if (!check || /^NONE$/i.test(check.text)) return [];
    const url = urlPath(check.text);
    const problem =
      idleProblem(check.text) ??
      toolProblem(docker, check.text) ??
      processProblem(workspace, docker, url) ??
      portProblem(docker, check.text) ??
      routeProblem(workspace, url);
    return [{ path: docker.path, span: check.span, name: 'HEALTHCHECK', url, problem, image: docker.path }];
  });
}

function composeProbes(workspace: Workspace): Probe[] {
  return workspace.derive(composeFiles).flatMap(({ path, facts }) =>
    facts.services.flatMap((service): Probe[] => {
      const check = service.healthcheck;
      if (!check || check.disabled || isDatastore(service) || isHelper(service)) return [];
      const docker = dockerfileOf(workspace, path, service);
      const url = urlPath(check.text);
      const problem = (docker ? toolProblem(docker, check.text) : null) ?? routeProblem(workspace, url);
      return [
        { path, span: check.span, name: `health check of ${service.name}`, url, problem, image: docker?.path ?? null },
      ];
    }),
  );
}

function deployedProbes(workspace: Workspace): Probe[] {
  const out: Probe[] = [];
  for (const { file, facts } of workspace.each('deployment')) {
    if (file.fileClass === 'vendored' || isManifestAside(file.path)) continue;
    const images = facts.objects.flatMap((object) => object.images ?? []);
    if (images.length > 0 && images.every(isOthers)) continue;
    for (const { kind, path, span } of facts.probes) {
      const url = path?.includes('{{') ? null : path;
      const name = kind === 'platform' ? 'health path of the platform' : `${kind} probe`;
      out.push({
        path: file.path,
        span,
        name,
        url,
        problem: url === null ? null : routeProblem(workspace, url),
        image: imageNamed(workspace, file.path),
      });
    }
  }
  return out;
}

/** Dockerfile that a service is built from: by its build context, else by a Dockerfile of the service's or image's name. */
export function dockerfileOf(
  workspace: Workspace,
  composePath: string,
  service: ComposeService,
): PlacedDockerfile | undefined {
  const all = workspace.derive(dockerfiles);
  if (service.build) {
    const path = builtFrom(composePath, service.build);
    const own = all.filter((docker) => docker.path === path);
    const target = service.build.target;
    return own.find(({ last }) => last.name === target) ?? own[0];
  }
  const image = (service.image?.text ?? '').replace(/^.*\//, '').replace(/[:@].*$/, '');
  const named = all.filter(({ path: own }) => {
    const folder = folderOf(own);
    // At the root it is the image of the whole: `ghcr.io/team/shop` of the package `shop`.
    return folder === '' ? nameOfRoot(workspace) === image : folder.split('/').at(-1) === image;
  });
  return image !== '' && named.length === 1 ? named[0] : undefined;
}

function nameOfRoot(workspace: Workspace): string {
  const root = manifests(workspace).find(({ path, manifest }) => folderOf(path) === '' && manifest.name);
  return (root?.manifest.name ?? workspace.name).replace(/^@.*\//, '');
}

/** `deployment-api.yaml`, `apps/api/…`: the Dockerfile in a folder of that name. */
function imageNamed(workspace: Workspace, path: string): string | null {
  const words = path.toLowerCase().split(/[/._-]/);
  const named = workspace
    .derive(dockerfiles)
    .filter((docker) => words.includes(folderOf(docker.path).split('/').at(-1)?.toLowerCase() ?? '?'));
  return named.length === 1 ? (named[0]?.path ?? null) : null;
}

function urlPath(text: string): string | null {
  const url = /https?:\/\/[^/\s"']+(\/[^\s"'?)]*)?/.exec(text);
  return url ? (url[1] ?? '/') : null;
}

const INSTALLERS = /\b(?:apt-get|apt|apk|yum|dnf|microdnf|tdnf|pip|npm)\b.*\b(?:install|add)\b/;

/**
 * `curl` and `wget` are missing from slim images: Debian's `-slim` variants have neither, Alpine has BusyBox's `wget` only
 * (docker.com official images' Dockerfiles).
 */
function toolProblem(docker: PlacedDockerfile, text: string): string | null {
  const tool = /(?:^|[\s",[]|CMD\s)(curl|wget)\b/.exec(text)?.[1];
  if (!tool) return null;
  const base = baseImage(docker.facts, docker.last);
  if (/\$/.test(base)) return null;
  const installed = inherited(docker.facts, docker.last).some(
    (instruction: DockerInstruction) =>
      instruction.keyword === 'RUN' &&
      INSTALLERS.test(instruction.text) &&
      new RegExp(`\\b${tool}\\b`).test(instruction.text),
  );
  if (installed) return null;
  const slim = /-slim|distroless|scratch|chainguard|\bdebian\b|\bubuntu\b/.test(base);
  const alpine = /alpine/.test(base);
  if ((slim && tool === 'curl') || (slim && tool === 'wget') || (alpine && tool === 'curl'))
    return `It calls \`${tool}\`, which the image ${base} does not bring.`;
  return null;
}

/** The start command runs a script of the workspace that loads no served application, while the probe asks one. */
function processProblem(workspace: Workspace, docker: PlacedDockerfile, url: string | null): string | null {
  const start = startOf(docker.last);
  if (!start || url === null) return null;
  const script = start.words.find((word) => /\.(?:py|[cm]?js|ts)$/.test(word));
  if (!script || /^(?:uvicorn|gunicorn|hypercorn|daphne|next|nginx)$/.test(start.words[0] ?? '')) return null;
  const path = [folderOf(docker.path), '']
    .map((folder) => joinPath(folder, script))
    .find((candidate) => candidate !== null && workspace.files.has(candidate));
  // Scripts in JavaScript are often built in the image; Python's are not.
  if (!path) {
    const written = script.endsWith('.py') && !/^\/|\$/.test(script);
    return written ? `The image starts ${script}, and there is no such file.` : null;
  }
  if (workspace.derive(served).entries.length === 0) return null;
  return reaches(workspace, path).entry ? null : `The image starts ${path}, which serves nothing, so nobody answers.`;
}

/** A command that looks at files, or at nothing, says nothing about a process. */
function idleProblem(text: string): string | null {
  const command = text.replace(/^(?:--\S+\s+)*(?:CMD\s+)?\[?\s*"?(?:CMD(?:-SHELL)?"?,?\s*)?"?/, '');
  return /^(?:test\s+-|\[\s+-|ls\b|echo\b|exit 0|true\b)/.test(command) ? 'It asks no process.' : null;
}

/** The probe's port against the one on the start command. */
function portProblem(docker: PlacedDockerfile, text: string): string | null {
  const asked = /https?:\/\/[^/\s"':]+:(\d+)/.exec(text)?.[1];
  const start = startOf(docker.last);
  const listens = /(?:--port|-p|--bind\s+\S+:|-b\s+\S+:)[\s=]*(\d{2,5})\b/.exec(start?.words.join(' ') ?? '')?.[1];
  return asked && listens && asked !== listens ? `It asks port ${asked}, and the process listens on ${listens}.` : null;
}

/** The path is none of the application's routes; `/` and workspaces without a route table are given the benefit of the doubt. */
function routeProblem(workspace: Workspace, url: string | null): string | null {
  if (url === null || url === '/') return null;
  const routes = workspace
    .derive(routeEntries)
    .map(({ entry }) => entry)
    .filter((route) => route.verdict !== 'dead' && !route.framework.startsWith('next'));
  if (routes.length === 0 || routes.some((route) => route.path.includes('?'))) return null;
  // Endpoints that Spring Boot's Actuator brings are declared nowhere (docs.spring.io, "Actuator: Endpoints").
  if (/\/actuator(?:\/|$)/.test(url) && routes.some((route) => /^(?:spring|micronaut)/.test(route.framework)))
    return null;
  const wanted = url.replace(/\/$/, '');
  if (
    routes.some(
      (route) =>
        route.path.replace(/\/$/, '').endsWith(wanted) || wanted.endsWith(route.path.replace(/\/$/, '') || '\0'),
    )
  )
    return null;
  return [...workspace.files.keys()].some(
    (path) => /(?:^|\/)(?:app|pages)\/(?:api\/)?/.test(path) && path.includes(wanted.slice(1)),
  )
    ? null
    : `It asks ${url}, and no route answers there.`;
}
