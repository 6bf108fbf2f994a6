/** Health routes: by the route table where a framework is followed, by the text of registrations elsewhere. */
import { folderOf, isWithin } from '../manifests';
import { everyApp } from '../http/apps';
import { signalsOf } from './served';
import { routeEntries } from '../routes/entries';
import type { RouteEntry } from '../report/report';
import type { Workspace } from '../workspace';

export interface HealthRoute {
  path: string;
  /** Line of the handler. */
  line: number;
  method: string;
  url: string;
  /** Verdict of the route table; null where no framework was followed. */
  verdict: RouteEntry['verdict'] | null;
  ready: boolean;
  /** A package serves it: there is no handler to read. */
  brought?: true;
  /** It exists on a developer's machine only. */
  dev?: true;
}

const HEALTH =
  /(?:^|\/)_{0,2}(?:health(?:z|check|-check|_check)?|healthy|live(?:z|ness)?|alive|ready(?:z)?|readiness|(?:lb)?heartbeat|ping|status|up|[\w-]+[-_]health[-_]?checks?|health[-_]?checks|hc)(?:__)?\/?$/i;
/** Behind a parameter, or the name of many things, these speak of what it names (`/orders/:id/status`, `/chapters/status`), not of the process. */
const OF_A_THING =
  /(?:\/[:{<[][^/]*|\/(?!(?:systems|services|status|metrics|checks|probes|ops|apis|k8s|kubernetes|diagnostics)\/)[\w-]{3,}(?<!s)s)\/(?:live|alive|ready|ping|status|up)\/?$/i;
/** Where it asks for credentials, `/verification/status` tells callers of something of theirs. */
const OF_CALLERS =
  /\/(?!(?:api|v\d+|system|server|service|app|internal|admin|monitoring|ops|health)\/)[a-z][\w-]*\/(?:status|up)\/?$/i;
/** What production never comes to (learn.microsoft.com, "Health checks": the template of Aspire maps them so). */
const DEVELOPMENT = /^(?!.*\bnot ).*\bIsDevelopment\b/;
const READY = /ready|readiness|health/i;

/** Health routes that are served, and those that nothing mounts in production. Call through `workspace.derive(healthRoutes)`. */
export function healthRoutes(workspace: Workspace): { live: HealthRoute[]; dead: HealthRoute[] } {
  const live: HealthRoute[] = [];
  const dead: HealthRoute[] = [];
  for (const { entry: route, judged } of workspace.derive(routeEntries)) {
    if (
      route.context === 'test' ||
      workspace.view(route.file)?.fileClass === 'vendored' ||
      route.context === 'example' ||
      !HEALTH.test(route.path) ||
      OF_A_THING.test(route.path) ||
      (route.verdict === 'protected' && OF_CALLERS.test(route.path)) ||
      !/GET|ALL|HEAD/.test(route.method)
    )
      continue;
    const health = {
      path: route.file,
      line: route.line,
      method: route.method,
      url: route.path,
      verdict: route.verdict,
      ready: READY.test(route.path),
    };
    if (DEVELOPMENT.test(judged.route.condition ?? '')) dead.push({ ...health, dev: true });
    else if (route.verdict === 'dead') dead.push(health);
    else live.push(health);
  }
  return { live: best(live.length > 0 ? live : broughtAlong(workspace)), dead };
}

/** `/health` before `/status`: what a probe would ask comes first. */
function best(routes: HealthRoute[]): HealthRoute[] {
  const strong = routes.filter((route) => /health|ready|live|alive/i.test(route.url));
  return strong.length > 0 ? strong : routes;
}

/**
 * Packages that serve a health route without a line of code: Spring Boot serves `health` of its actuator by default (docs.spring.io, "Actuator:
 * Endpoints"), Quarkus its own (quarkus.io "SmallRye Health").
 */
const BRINGS: Readonly<Record<string, string>> = {
  'spring-boot-starter-actuator': '/actuator/health',
  'quarkus-smallrye-health': '/q/health',
};

/** Health routes that a package brings: told by the build file of a project that serves, or by where it is switched on. */
function broughtAlong(workspace: Workspace): HealthRoute[] {
  const apps = workspace.derive(everyApp);
  const ofBuilds = workspace.each('build').flatMap(({ file, facts }) => {
    const name = facts.dependencies.find((dependency) => Object.hasOwn(BRINGS, dependency));
    if (name === undefined || !apps.some(({ path }) => isWithin(path, folderOf(file.path)))) return [];
    return [brought(file.path, 1, BRINGS[name] ?? '')];
  });
  const switchedOn = signalsOf(workspace, 'health-served').map(({ path, signal }) =>
    brought(path, signal.span.line, signal.detail),
  );
  return [...ofBuilds, ...switchedOn];
}

function brought(path: string, line: number, url: string): HealthRoute {
  return { path, line, method: 'GET', url, verdict: null, ready: READY.test(url), brought: true };
}
