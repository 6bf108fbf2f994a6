/** What ends a request that takes too long, by what answers it: a server, a middleware, a platform. */
import type { Evidence } from '../verdict';
import { evidence } from '../readiness/answers';
import { closestTo } from '../modules/paths';
import { servingCommands, type StartCommand } from '../readiness/processes';
import { familyOf, type Family } from '../readiness/program-family';
import { isShipped } from '../readiness/scope';
import { reaches, signalsOf, type PlacedSignal } from '../readiness/served';
import { apps } from '../readiness/setup-check';
import type { Place, Span } from '../span';
import type { Workspace } from '../workspace';
import { everyApp } from './apps';
import { runsInFront } from './in-front';
import { pythonServers } from './python-servers';

/** One application or, where applications share their servers, all of a language. */
export interface Answering {
  /** What ends a request; empty = nothing. */
  limits: Evidence[];
  /** The limit holds only while the request arrives, or only as far as a platform or language sees to it. */
  partly: boolean;
  /** Where it is started without a limit, or made. */
  open: Place[];
  /** Why the files do not tell; null = they do. */
  undecided: string | null;
}

interface App {
  path: string;
  span: Span;
  framework: string;
}

/** Everything that answers requests. Call through `workspace.derive(timeLimits)`. */
export function timeLimits(workspace: Workspace): Answering[] {
  const all = appsOf(workspace);
  const found: Answering[] = [];
  for (const family of new Set(all.map(({ path }) => familyOf(path)))) {
    const own = all.filter(({ path }) => familyOf(path) === family);
    if (family === 'python') found.push(python(workspace, own));
    else if (family === 'javascript') found.push(...javascript(workspace, own));
    else if (family === 'php') found.push(php(own));
    else if (family) found.push(other(workspace, own, family));
  }
  return found;
}

function appsOf(workspace: Workspace): App[] {
  const linked = workspace
    .derive(everyApp)
    .map(({ path, framework, linked: { fact } }) => ({ path, framework, span: fact.at }));
  const all =
    linked.length > 0
      ? linked
      : apps(workspace).map(({ path, signal }) => ({ path, span: signal.span, framework: signal.detail }));
  // Supabase ends its functions itself.
  return all.filter(({ path }) => !/(?:^|\/)supabase\/functions\//.test(path));
}

function decided(limits: Evidence[], open: Place[] = [], partly = false): Answering {
  return { limits, open, partly, undecided: null };
}

/** Quart's RESPONSE_TIMEOUT and Sanic's are sixty seconds by default (their pages on configuration). */
const LIMITED = /^(?:quart|sanic)$/i;
/** Applications that every WSGI server can run, gunicorn with its limit among them. */
const WSGI = /flask|django|ninja|get_wsgi/i;

function python(workspace: Workspace, own: readonly App[]): Answering {
  const middleware = signalsOf(workspace, 'request-timeout').filter(
    (placed) => placed.path.endsWith('.py') && runsInFront(workspace, placed),
  );
  if (middleware.length > 0) return decided(middleware.map(placed));
  const first = own[0];
  if (!first) return decided([]);
  if (own.every(({ framework }) => LIMITED.test(framework)))
    return decided([evidence(first.path, first.span, `${first.framework} ends an answer after 60 s, its default`)]);
  const servers = pythonServers(workspace);
  const open = servers.filter(({ limit }) => limit === null);
  const limits = servers.flatMap(({ start, limit }) =>
    limit === null ? [] : [evidence(start.path, start.line, limit)],
  );
  if (servers.length > 0)
    return decided(
      limits,
      open.map(({ start }) => atStart(start)),
    );
  if (WSGI.test(first.framework))
    return {
      ...decided([]),
      undecided: 'No file tells which server runs the application, and some have a time limit.',
    };
  return decided([], [startNear(workspace, first)]);
}

const NODE = /\b(?:node|npm|pnpm|yarn|bun|deno|next|pm2|pm2-runtime|tsx|nest|turbo)\b/;
/** Functions that the platform ends (vercel.com "maxDuration", docs.aws.amazon.com "timeout", developers.cloudflare.com "Limits"). */
const FUNCTIONS = /(?:^|\/)(?:vercel\.json|netlify\.toml|serverless\.ya?ml|wrangler\.(?:toml|jsonc?))$/;
/** Frameworks of pages, which mostly run on such platforms. */
const PAGES = /^(?:next|nuxt|nitro|svelte|astro|remix|react-router)/i;

function javascript(workspace: Workspace, own: readonly App[]): Answering[] {
  const signals = signalsOf(workspace, 'request-timeout').filter(({ path }) => !path.endsWith('.py'));
  const host = [...workspace.files.keys()].find((path) => FUNCTIONS.test(path));
  return own.map((app) => {
    const reach = signals.length > 0 ? reaches(workspace, app.path).files : null;
    const found = signals.filter(
      ({ path }) => path === app.path || reach?.has(path) === true || loads(workspace, path, app),
    );
    const whole = found.filter(({ signal }) => signal.good);
    if (found.length > 0) return decided((whole.length > 0 ? whole : found).map(placed), [], whole.length === 0);
    const start = nearest(
      workspace,
      app,
      (command) => NODE.test(command.text) && !command.path.endsWith('package.json'),
    );
    if (!start && host) return decided([evidence(host, 1, 'the platform ends its functions')], [], true);
    if (!start && PAGES.test(app.framework))
      return {
        ...decided([]),
        undecided: 'No file tells where the pages run, and platforms have time limits of their own.',
      };
    return decided([], [start ? atStart(start) : startNear(workspace, app)]);
  });
}

/** `server.js` makes the server, sets its limits and loads the application. */
function loads(workspace: Workspace, path: string, app: App): boolean {
  return reaches(workspace, path).files.has(app.path);
}

/** php.net "max_execution_time": thirty seconds of a script's own time unless told otherwise. */
function php(own: readonly App[]): Answering {
  const [first] = own;
  return decided(
    first ? [evidence(first.path, first.span, 'PHP ends a script after 30 s of its own, by default')] : [],
    [],
    true,
  );
}

function other(workspace: Workspace, own: readonly App[], family: Family): Answering {
  const found = workspace
    .each('serverLimits')
    .filter(({ file }) => isShipped(file) || file.language === 'yaml' || file.language === 'ini')
    .flatMap(({ file, facts }) =>
      // How long headers may take says nothing of the request.
      facts
        .filter(({ of, detail }) => of === family && detail !== 'ReadHeaderTimeout')
        .map((limit) => ({ path: file.path, ...limit })),
    );
  const whole = found.filter((one) => one.whole);
  const proofs = (whole.length > 0 ? whole : found).map(({ path, span, detail }) =>
    evidence(path, span, `${detail} is set`),
  );
  if (proofs.length > 0) return decided(proofs, [], whole.length === 0);
  return decided(
    [],
    own.slice(0, 1).map((app) => startNear(workspace, app)),
  );
}

function placed({ path, signal }: PlacedSignal): Evidence {
  return evidence(path, signal.span, `${signal.detail} limits requests`);
}

function atStart({ path, line }: StartCommand): Place {
  return { path, span: { line, column: 1, endLine: line, endColumn: 1 } };
}

/** The start command nearest to an application, or the application. */
function startNear(workspace: Workspace, app: App): Place {
  const start =
    nearest(workspace, app, ({ path }) => !path.endsWith('package.json')) ??
    (familyOf(app.path) === 'javascript' ? nearest(workspace, app, () => true) : undefined);
  return start ? atStart(start) : { path: app.path, span: app.span };
}

/** What starts no application of one's own. */
const NO_APP = /\b(?:nginx|postgres|redis-server|celery|serve -s|http-server)\b/;

function nearest(workspace: Workspace, app: App, isWanted: (start: StartCommand) => boolean): StartCommand | undefined {
  const all = workspace.derive(servingCommands).filter((start) => isWanted(start) && !NO_APP.test(start.text));
  // A Compose file also starts what is somebody else's.
  const own = all.filter((start) => !/compose/i.test(start.path));
  const path = closestTo(
    app.path,
    (own.length > 0 ? own : all).map((start) => start.path),
  );
  return all.find((start) => start.path === path);
}
