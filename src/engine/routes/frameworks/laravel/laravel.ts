/**
 * Laravel and Lumen: what their calls mean. Sources: laravel.com/docs ("Routing", "Middleware", "Controllers", "Authentication",
 * "Authorization", "Validation"). Middleware runs from the outside in: its `handle` hands on with `$next($request)` or answers.
 */
import type { PhpFramework } from '../../../code/php/framework';
import type { PhpLowering } from '../../../code/php/lowering';
import { UNREAD } from '../../../code/php/names';
import type { Expression, Statement } from '../../../code/model';
import type { Framework } from '../../framework';
import { callOf, readOf } from './calls';
import { controllerOf } from './controllers';
import { LARAVEL_EFFECTS } from './effects';
import { inputOf } from './input';
import { guardOf } from './middleware';
import { NAME } from './names';
import { TOP, type RouteScope } from './route-scope';
import { RouteWalk } from './routes';
import { bootstrapOf, kernelOf, providerOf, routerOf } from './setup';
import { laravelWrite } from './forged-writes';

const ROUTE_FILE = /(?:^|\/)routes\/(?:.+\/)?[^/]+\.php$/i;

const php: PhpFramework = {
  words: ['Route::', 'Illuminate\\', '$router->', 'App\\Http\\', 'withRouting'],
  accepts: (path) =>
    ROUTE_FILE.test(path) ||
    /Controllers?\/|Controller\.php$|Http\/(?:Kernel\.php$|Middleware\/|Requests\/)|bootstrap\/app\.php$|Providers?\/|ServiceProvider\.php$/.test(
      path,
    ),
  call: callOf,
  read: readOf,
  input: inputOf,
  classOf(fact, lower) {
    if (/Kernel$/.test(fact.name)) lower.registered.push(...kernelOf(fact));
    if (/Provider$/.test(fact.name)) lower.registered.push(...providerOf(fact, lower));
    controllerOf(fact, lower);
  },
  module: (body, lower) =>
    bootstrapOf(body, lower) ?? (ROUTE_FILE.test(lower.path) ? routeFile(body, lower) : undefined),
};

/** Laravel. */
export const laravel: Framework = {
  // laravel.com/docs, "CORS": its middleware is there by default, and `config/cors.php` is published by hand since Laravel 11.
  readsCors: 'config/cors.php is not published, so that the defaults of the installed version count',
  forgedWrites: laravelWrite,
  name: NAME,
  php,
  effects: LARAVEL_EFFECTS,
  entries: [{ base: /^Illuminate\\Foundation\\Http\\FormRequest$/, method: 'authorize' }],
  views: [
    {
      name: NAME,
      base: /^Illuminate\\|^Laravel\\Lumen\\/,
      members: {},
      entry: null,
      written:
        /(?:AuthorizesRequests|DispatchesJobs|ValidatesRequests|Routing\\Controller|HasMiddleware|ProvidesConvenienceMethods)$/,
      asked: { type: /Request$/, method: 'authorize' },
    },
  ],
  guard: { as: 'chain', method: 'middleware' },
};

/** A file of routes: `web.php` and `api.php` are applications by themselves where nobody says how they are read. */
function routeFile(body: Statement[], lower: PhpLowering): Statement[] | undefined {
  const statements = new RouteWalk(lower).walk(body, TOP);
  if (!statements.some(({ s }) => s === 'route' || s === 'mount' || s === 'if' || s === 'loop')) return undefined;
  const name = /([^/]+)\.php$/.exec(lower.path)?.[1] ?? '';
  const at = lower.spanAt(0, 0);
  const isDefault = name === 'web' || name === 'api';
  const scope: RouteScope = isDefault
    ? { ...TOP, path: name === 'api' ? '/api' : '', guards: [guardOf({ e: 'text', value: name }, at)] }
    : TOP;
  // Another file is read by somebody: where nobody says so literally, nobody knows what stands before it.
  const unread: Expression = { e: 'list', items: [{ e: 'import', from: UNREAD, line: 1 }] };
  return [routerOf('app', scope, at, isDefault ? undefined : unread), ...statements];
}
