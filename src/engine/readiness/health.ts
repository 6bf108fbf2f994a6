/** Health routes: by the route table where a framework is followed, by the text of registrations elsewhere. */
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
}

const HEALTH =
  /(?:^|\/)(?:_?health(?:z|check|-check|_check)?|healthy|live(?:z|ness)?|alive|ready(?:z)?|readiness|heartbeat|ping|status|up|[\w-]+[-_]health[-_]?checks?|health[-_]?checks|hc)\/?$/i;
const READY = /ready|readiness|health/i;

/** Health routes that are served, and those that nothing mounts. Call through `workspace.derive(healthRoutes)`. */
export function healthRoutes(workspace: Workspace): { live: HealthRoute[]; dead: HealthRoute[] } {
  const live: HealthRoute[] = [];
  const dead: HealthRoute[] = [];
  for (const { entry: route } of workspace.derive(routeEntries)) {
    if (
      route.context === 'test' ||
      workspace.view(route.file)?.fileClass === 'vendored' ||
      route.context === 'example' ||
      !HEALTH.test(route.path) ||
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
    if (route.verdict === 'dead') dead.push(health);
    else live.push(health);
  }
  return { live: best(live), dead };
}

/** `/health` before `/status`: what a probe would ask comes first. */
function best(routes: HealthRoute[]): HealthRoute[] {
  const strong = routes.filter((route) => /health|ready|live|alive/i.test(route.url));
  return strong.length > 0 ? strong : routes;
}
