/** Which code is sent to browsers and devices, where no variable keeps a secret: a fix there would only hide it. */
import type { FixContext } from '../../fix';
import { folderOf, isWithin, manifests } from '../../manifests';
import type { Framework } from './access';

/** Names of the packages that the nearest `package.json` above a file declares, and its folder. */
export function packageOf(path: string, { workspace }: FixContext): { folder: string; names: ReadonlySet<string> } {
  const own = manifests(workspace, 'npm')
    .filter(({ path: file, manifest }) => manifest.kind === 'npm' && isWithin(path, folderOf(file)))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return {
    folder: own ? folderOf(own.path) : '',
    names: new Set(own?.manifest.dependencies.map(({ name }) => name) ?? []),
  };
}

const SVELTE_SERVER =
  /(?:^|\/)(?:\+server|\+(?:page|layout)\.server|hooks\.server)\.[jt]s$|\.server\.[jt]s$|\/server\//;
const CONFIG = /\.config\.\w+$|(?:^|\/)(?:scripts?|tools?|bin)\//;
const SERVER_PATH =
  /(?:^|\/)(?:server|api|functions|backend|workers?|cron|jobs|cli)\/|(?:^|[/.+])(?:server|api)\.\w+$|\+api\.\w+$/i;
const UI = ['react', 'react-dom', 'vue', 'svelte', 'solid-js', 'preact', 'lit', '@angular/core'];
const BUNDLERS = [
  'vite',
  'react-scripts',
  'parcel',
  '@vue/cli-service',
  '@angular/cli',
  '@angular/build',
  'webpack',
  '@rsbuild/core',
];
const SERVERS =
  /^(?:next|nuxt|astro|@sveltejs\/kit|@remix-run\/.+|@react-router\/node|@tanstack\/(?:react-)?start|vike|express|fastify|koa|hono|@nestjs\/core|gatsby|electron)$/;
/** Frameworks that run the same files on a server. */
const META = ['next', 'nuxt', 'gatsby', 'vike', '@remix-run/react', '@react-router/node'];
const DATA_FUNCTION = /export\s+(?:async\s+)?(?:function|const)\s+(\w+)/g;

/** What reads variables in a file, where the framework decides. */
export function frameworkOf(path: string, context: FixContext): Framework {
  if (/\.php$/.test(path)) return isLaravelConfiguration(path, context) ? 'laravel' : null;
  const { names } = packageOf(path, context);
  if (CONFIG.test(path)) return null;
  if (names.has('astro')) return 'astro';
  return names.has('@sveltejs/kit') && SVELTE_SERVER.test(path) ? 'sveltekit' : null;
}

/** Configuration is cached in production, so that `env()` is for the files of `config/` alone (Laravel documentation, "Configuration"). */
function isLaravelConfiguration(path: string, { workspace }: FixContext): boolean {
  const home = /^(.*?)config\/[^/]+\.php$/.exec(path)?.[1];
  return home !== undefined && /^$|\/$/.test(home) && workspace.has(`${home}artisan`);
}

/** Why a place in code is sent to people's devices, as the end of "because …"; undefined where it stays on a server. */
export function clientReason(path: string, text: string, at: number, context: FixContext): string | undefined {
  if (/\.(?:swift|dart|m|mm)$/.test(path)) return 'it is part of an app that people have on their devices';
  if (/\.php$/.test(path) && !isInPhp(text, at)) return 'what stands outside of <?php is the page itself';
  if (!/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(path) || CONFIG.test(path)) return undefined;
  if (/^\s*["']use client["']/m.test(text)) return 'it says "use client"';
  if (/\.(?:vue|svelte)$/.test(path)) return 'components run in the browser';
  if (context.workspace.part(path, 'secrets')?.client) return 'it is handed to browsers as it is';
  if (path.endsWith('.astro'))
    return isFrontmatter(text, at) ? undefined : 'scripts outside of the frontmatter run in the browser';
  if (/^\s*["']use server["']|^import\s+["']server-only["']/m.test(text)) return undefined;
  const { names, folder } = packageOf(path, context);
  const has = (name: string): boolean => names.has(name);
  if (has('astro')) return undefined;
  if (has('@sveltejs/kit')) return SVELTE_SERVER.test(path) ? undefined : 'SvelteKit runs it in the browser as well';
  if (text.includes('import.meta.env.')) return 'the bundler fills in its import.meta.env';
  if ((has('react-native') || has('expo')) && !SERVER_PATH.test(path))
    return 'it is part of an app that people have on their devices';
  if (SERVER_PATH.test(path)) return undefined;
  if (/from\s+["']react["']/.test(text) && /\buse(?:State|Effect|Reducer|LayoutEffect|Ref)\(/.test(text))
    return 'it uses hooks of React';
  if (has('next') && /(?:^|\/)pages\/(?!api\/)/.test(path))
    return isDataFunction(text, at) ? undefined : 'Next.js sends pages to the browser';
  if (has('nuxt') && /(?:^|\/)(?:components|composables|pages|layouts|plugins|stores|utils)\//.test(path))
    return 'Nuxt runs it in the browser as well';
  const isBundled = BUNDLERS.some(has) && UI.some(has) && ![...names].some((name) => SERVERS.test(name));
  const below = folder === '' ? path : path.slice(folder.length + 1);
  // A package that holds both sides keeps what browsers load in a folder of its own.
  const isClient =
    UI.some(has) &&
    (/^(?:src\/|app\/)?(?:client|frontend)\//.test(below) ||
      // A server that only hands out the bundle stands beside it in its package.
      (BUNDLERS.some(has) && !META.some(has) && /(?:^|\/)(?:client|frontend)\/(?:src|app)\//.test(path)));
  return isClient || (isBundled && /^(?:src|app)\//.test(below))
    ? 'the bundler puts it into what browsers load'
    : undefined;
}

/** PHP manual, "Escaping from HTML". */
function isInPhp(text: string, at: number): boolean {
  return text.lastIndexOf('<?', at) > text.lastIndexOf('?>', at);
}

function isFrontmatter(text: string, at: number): boolean {
  const match = /^\s*---\r?\n[^]*?\r?\n---/.exec(text);
  return match !== null && at < match[0].length;
}

/** Functions that Next.js strips from what it sends (Next.js documentation, "getServerSideProps"). */
function isDataFunction(text: string, at: number): boolean {
  const last = [...text.slice(0, at).matchAll(DATA_FUNCTION)].at(-1)?.[1] ?? '';
  return /^get(?:ServerSideProps|StaticProps|StaticPaths)$/.test(last);
}
