/** The applications of which it can be told who may read their answers, and what says so for their routes. */
import { frameworkOf } from '../../routes/framework';
import { judgedRoutes } from '../../routes/verdict';
import type { Workspace } from '../../workspace';
import { everyApp, httpApps, type HttpApp } from '../apps';
import type { CorsPolicy } from './policy';
import { routeCors } from './route-cors';

/** Applications that decide about CORS. Call through `workspace.derive(corsApps)`. */
export function corsApps(workspace: Workspace): HttpApp[] {
  const known = workspace.derive(httpApps);
  const more = workspace.derive(everyApp).filter(({ framework, linked }) => {
    return frameworkOf(framework)?.readsCors !== undefined && !known.some((app) => app.linked === linked);
  });
  return [...known, ...more];
}

/** What decides for the routes of these applications, each once. Call through `workspace.derive(corsRules)`. */
export function corsRules(workspace: Workspace): CorsPolicy[] {
  const corsOf = workspace.derive(routeCors);
  const open = new Set(
    workspace.derive(judgedRoutes).flatMap(({ route, verdict }) => (verdict === 'public-by-design' ? [route] : [])),
  );
  const rules = workspace.derive(corsApps).flatMap(({ routes }) =>
    routes.flatMap((route) => {
      const { policy, ofRoute = false } = corsOf(route) ?? {};
      // What is open to everybody on purpose may well say so to every origin.
      return policy && !(ofRoute && !policy.credentials && open.has(route)) ? [policy] : [];
    }),
  );
  // `app.use(cors())` and `app.options('*', cors())` are one rule.
  return [
    ...new Map([...rules].reverse().map((rule) => [`${rule.path} ${rule.how} ${rule.origins.any}`, rule])).values(),
  ].reverse();
}
