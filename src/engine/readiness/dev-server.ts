/** Start commands of development servers, by their tools' documentation. */
import { everyApp } from '../http/apps';
import { folderOf, manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { starts } from './processes';
import { signalsOf } from './served';

const TOOLS: readonly [RegExp, string][] = [
  [
    /\buvicorn\b.*\s--reload\b|\bhypercorn\b.*\s--reload\b|\bgunicorn\b.*\s--reload\b/,
    'It restarts on every change (`--reload`)',
  ],
  [/\bfastapi dev\b/, '`fastapi dev` starts'],
  [/\bflask\b.*\brun\b/, '`flask run` starts Werkzeug’s server'],
  [/\bmanage\.py runserver\b|\bdjango-admin runserver\b/, '`runserver` starts'],
  [/\b(?:nodemon|ts-node-dev|tsx watch|node --watch)\b/, 'It watches the sources'],
  [/(?:^|\s|\/)vite(?:\s+(?:dev|serve)|\s+--|\s*$)/, '`vite` starts'],
  [
    /\b(?:next|nuxt|nuxi|astro|remix|gatsby|svelte-kit) (?:dev|develop)\b|\bremix vite:dev\b/,
    'It starts the framework’s `dev` server',
  ],
  [
    /\breact-scripts start\b|\bng serve\b|\bvue-cli-service serve\b|\bwebpack(?:-dev-server| serve)\b|\bparcel(?: serve)?(?:\s|$)(?!build)/,
    'It starts a bundler’s server',
  ],
  [/\bnest start --(?:watch|debug)\b/, '`nest start --watch` starts'],
  [/^tail -f\b|\bsleep infinity\b/, 'It starts nothing and waits'],
];

/** flask.palletsprojects.com, "Deploying to Production": what `app.run()` starts is not for it. */
function runsItself(workspace: Workspace, command: string): boolean {
  return (
    workspace.derive(everyApp).some(({ framework }) => framework === 'flask') &&
    signalsOf(workspace, 'own-run').some(({ path }) => starts(command, path))
  );
}

/** What makes the command a development server, as the start of a sentence; null = nothing does. Scripts of package.json are followed. */
export function devServer(workspace: Workspace, command: string, folder: string | null, depth = 0): string | null {
  const direct = TOOLS.find(([pattern]) => pattern.test(command))?.[1];
  if (direct) return direct;
  if (/\bpython/.test(command) && runsItself(workspace, command)) return '`app.run()` starts Werkzeug’s server';
  const script = /^(?:\/bin\/sh -c |sh -c |bash -c |exec )*(?:npm|pnpm|yarn|bun)(?: run)? ([\w:-]+)/.exec(command)?.[1];
  if (!script || depth > 3) return null;
  const all = manifests(workspace, 'npm');
  const own =
    all.find(({ path }) => folder !== null && folderOf(path) === folder) ?? (all.length === 1 ? all[0] : undefined);
  const text = own?.manifest.scripts.find(({ name }) => name === script)?.command;
  if (text === undefined) return script === 'dev' ? '`dev` starts' : null;
  const inner = devServer(workspace, text, folder, depth + 1);
  return inner === null ? null : `\`${script}\` runs \`${text.slice(0, 40)}\``;
}
