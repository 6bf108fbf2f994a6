/**
 * Applications that are functions of a platform, which starts them for each call, keeps what they write and counts how they end: there is no
 * process that anybody could ask or watch. Sources: supabase.com/docs "Edge Functions: Logging", developers.cloudflare.com/workers
 * "Observability", docs.aws.amazon.com/lambda "Monitoring", learn.microsoft.com "Monitor Azure Functions", vercel.com/docs "Runtime Logs".
 */
import { anyApp, everyApp, type HttpApp } from '../http/apps';
import { folderOf, isWithin } from '../manifests';
import { frameworkOf } from '../routes/framework';
import type { Workspace } from '../workspace';
import { dockerfiles } from './containers';

export interface FunctionPlatform {
  name: string;
  /** A file that says so: one of the functions, or the platform's configuration. */
  path: string;
}

const CONFIGURED: readonly [RegExp, string][] = [
  [/(?:^|\/)wrangler\.(?:toml|jsonc?)$/, 'Cloudflare Workers'],
  [/(?:^|\/)serverless\.ya?ml$/, 'The Serverless Framework'],
  [/(?:^|\/)samconfig\.toml$/, 'AWS Lambda'],
  [/(?:^|\/)host\.json$/, 'Azure Functions'],
];

/** The platform of the functions, where every application of the workspace is one; null = a process serves. Call through `workspace.derive`. */
export function functionPlatform(workspace: Workspace): FunctionPlatform | null {
  const apps = workspace.derive(everyApp);
  const [first] = apps;
  if (!first) return null;
  const configured = [...workspace.files.keys()].flatMap((path): FunctionPlatform[] => {
    const name = CONFIGURED.find(([pattern]) => pattern.test(path))?.[1];
    return name === undefined ? [] : [{ name, path }];
  });
  const images = workspace.derive(dockerfiles).map(({ path }) => folderOf(path));
  const of = (app: HttpApp): FunctionPlatform | undefined => {
    const name = frameworkOf(app.framework)?.platform;
    if (name !== undefined) return { name, path: app.routes[0]?.path ?? app.path };
    if (images.some((folder) => isWithin(app.path, folder))) return undefined;
    if (isOfVercel(workspace, app)) return { name: 'Vercel', path: app.path };
    return configured.find(({ path }) => isWithin(app.path, folderOf(path)));
  };
  // A site alone is asked what its framework can answer.
  const runsFunctions = anyApp(workspace).some((app) => !isSite(app) && of(app) !== undefined);
  return apps.every(of) && runsFunctions ? (of(first) ?? null) : null;
}

/** Files in the folder `api` beside its configuration, and sites around which that lies (vercel.com/docs/functions/runtimes/python). */
function isOfVercel({ files }: Workspace, app: HttpApp): boolean {
  const root = isSite(app) ? `/${app.path}`.replace(/[^/]*$/, '') : /^.*?\/(?=api\/)/.exec(`/${app.path}`)?.[0];
  return root !== undefined && files.has(`${root}vercel.json`.slice(1));
}

function isSite({ framework }: HttpApp): boolean {
  const known = frameworkOf(framework);
  return known?.site !== undefined && known.platform === undefined;
}
