// Laravel: files of routes, middleware by alias, group and class, what controllers name themselves, what refuses. Rows follow
// laravel.com/docs ("Routing", "Middleware", "Controllers", "Authentication", "Authorization", "Validation").

import assert from 'node:assert/strict';

import { analyze, applyFix, type Files } from '../../../support/analyze';

interface Row {
  situation: string;
  files: Files;
  /** `GET /path` with its verdict; null = no such route. */
  routes: Record<string, string | null>;
}

const ORDERS = 'use App\\Http\\Controllers\\OrderController;\n';

/** A file of routes. */
const routes = (lines: string): string => `<?php\nuse Illuminate\\Support\\Facades\\Route;\n${ORDERS}\n${lines}\n`;

/** A controller with the actions of a resource, and lines of its own. */
const controller = (
  body = '',
  name = 'OrderController',
  base = 'Controller',
  namespace = 'App\\Http\\Controllers',
): string => `<?php
namespace ${namespace};
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Auth;
class ${name} extends ${base}
{
${body}
    public function index() { return response()->json(Order::all()); }
    public function show($id) { return Order::findOrFail($id); }
    public function store(Request $request) { return Order::create($request->all()); }
    public function destroy($id) { Order::destroy($id); return response()->noContent(); }
}
`;

const BASE = `<?php
namespace App\\Http\\Controllers;
use Illuminate\\Foundation\\Auth\\Access\\AuthorizesRequests;
use Illuminate\\Routing\\Controller as BaseController;
class Controller extends BaseController { use AuthorizesRequests; }
`;

const web = (lines: string, more: Files = {}): Files => ({
  'composer.json': '{ "require": { "laravel/framework": "^11.0" } }',
  'app/Http/Controllers/Controller.php': BASE,
  'app/Http/Controllers/OrderController.php': controller(),
  'routes/web.php': routes(lines),
  ...more,
});

/** A class of middleware. */
const middleware = (name: string, handle: string): Files => ({
  [`app/Http/Middleware/${name}.php`]: `<?php
namespace App\\Http\\Middleware;
use Closure;
use Illuminate\\Http\\Request;
class ${name}
{
    public function handle(Request $request, Closure $next, ...$roles)
    {
${handle}
    }
}
`,
});

const DECLARED: Row[] = [
  {
    situation: 'verbs, match, any, a redirect, a view, text actions, invokable classes',
    files: web(
      `
Route::get('/orders', [OrderController::class, 'index']);
Route::match(['get', 'post'], 'both', 'OrderController@show');
Route::any('all', [OrderController::class, 'index']);
Route::redirect('/old', '/new');
Route::view('page', 'page');
Route::get('one', \\App\\Http\\Controllers\\ShowOne::class);`,
      {
        'app/Http/Controllers/ShowOne.php':
          '<?php\nnamespace App\\Http\\Controllers;\nclass ShowOne { public function __invoke() { return 1; } }\n',
      },
    ),
    routes: {
      'GET /orders': 'unprotected',
      'GET /both': 'unprotected',
      'POST /both': 'unprotected',
      'ALL /all': 'unprotected',
      'GET /old': 'public-by-design',
      'GET /page': 'unprotected',
      'GET /one': 'unprotected',
    },
  },
  {
    situation: 'resources: what is not written is not served',
    files: web(
      "Route::apiResource('orders', OrderController::class);\nRoute::resource('shops.orders', OrderController::class)->only(['index', 'edit']);",
    ),
    routes: {
      'GET /orders': 'unprotected',
      'GET /orders/{order}': 'unprotected',
      'DELETE /orders/{order}': 'unprotected',
      'PUT /orders/{order}': null,
      'GET /shops/{shop}/orders': 'unprotected',
      'GET /shops/{shop}/orders/{order}/edit': null,
    },
  },
  {
    situation: 'groups: prefix, controller, middleware; a file that another one reads',
    files: web(
      `
Route::prefix('admin')->middleware(['auth'])->group(function () {
    Route::controller(OrderController::class)->prefix('orders')->group(function () {
        Route::get('/', 'index');
        Route::get('/{id}', 'show')->withoutMiddleware('auth');
    });
});
Route::group(['prefix' => 'v2', 'middleware' => 'auth'], function () {
    Route::get('orders', [OrderController::class, 'index']);
});
require __DIR__.'/more.php';`,
      { 'routes/more.php': routes("Route::get('more', [OrderController::class, 'index']);") },
    ),
    routes: {
      'GET /admin/orders': 'protected',
      'GET /admin/orders/{id}': 'public-by-design',
      'GET /v2/orders': 'protected',
      'GET /more': 'unprotected',
    },
  },
  {
    situation: 'api.php stands under /api, or where bootstrap/app.php says',
    files: {
      ...web('', {
        'routes/api.php': routes(
          "Route::get('orders', [OrderController::class, 'index'])->middleware('auth:sanctum');",
        ),
      }),
      'bootstrap/app.php': `<?php
return Application::configure(basePath: dirname(__DIR__))
    ->withRouting(
        web: __DIR__.'/../routes/web.php',
        api: __DIR__.'/../routes/api.php',
        apiPrefix: 'api/v3',
        then: function () {
            Route::middleware('auth')->prefix('staff')->group(base_path('routes/staff.php'));
        },
    )
    ->withMiddleware(function (Middleware $middleware) {
        $middleware->alias(['shop' => \\App\\Http\\Middleware\\OnlyShops::class]);
    })->create();
`,
      'routes/staff.php': routes("Route::get('orders', [OrderController::class, 'index']);"),
    },
    routes: { 'GET /api/v3/orders': 'protected', 'GET /staff/orders': 'protected', 'GET /api/orders': null },
  },
  {
    situation: 'and without it where a provider says, or by default',
    files: web('', {
      'routes/api.php': routes("Route::get('orders', [OrderController::class, 'index']);"),
      'app/Providers/RouteServiceProvider.php': `<?php
namespace App\\Providers;
use Illuminate\\Support\\Facades\\Route;
class RouteServiceProvider extends ServiceProvider
{
    public function boot()
    {
        $this->routes(function () { $this->map(); });
    }
    protected function map()
    {
        Route::prefix('service')->middleware(['api', 'auth:api'])->group(base_path('routes/api.php'));
    }
}
`,
    }),
    routes: { 'GET /service/orders': 'protected', 'GET /api/orders': null },
  },
];

const GUARDS: Row[] = [
  {
    situation: 'what the aliases of the framework are',
    files: web(
      ['auth', 'auth.basic', 'can:view,order', 'verified', 'signed', 'guest', 'throttle:60,1', 'abilities:read']
        .map((alias, index) => `Route::get('r${index}', [OrderController::class, 'index'])->middleware('${alias}');`)
        .join('\n'),
    ),
    routes: {
      'GET /r0': 'protected',
      'GET /r1': 'protected',
      'GET /r2': 'protected',
      'GET /r3': 'protected',
      'GET /r4': 'protected',
      'GET /r5': 'unprotected',
      'GET /r6': 'unprotected',
      'GET /r7': 'protected',
    },
  },
  {
    situation: 'a class of the application, judged by what it does',
    files: web(
      `
use App\\Http\\Middleware\\{OnlyStaff, SetLocale, HasToken, TokenSent, CheckAdmin};
Route::get('staff', [OrderController::class, 'index'])->middleware(OnlyStaff::class);
Route::get('role', [OrderController::class, 'index'])->middleware(OnlyStaff::class.':editor');
Route::get('lang', [OrderController::class, 'index'])->middleware(SetLocale::class);
Route::get('token', [OrderController::class, 'index'])->middleware(HasToken::class);
Route::get('sent', [OrderController::class, 'index'])->middleware(TokenSent::class);
Route::get('hollow', [OrderController::class, 'index'])->middleware(CheckAdmin::class);`,
      {
        ...middleware(
          'OnlyStaff',
          "        if (! Auth::check() || ! $request->user()->isStaff()) {\n            return redirect('/');\n        }\n        return $next($request);",
        ),
        ...middleware(
          'SetLocale',
          "        app()->setLocale($request->query('lang', 'en'));\n        return $next($request);",
        ),
        ...middleware(
          'HasToken',
          "        abort_unless(hash_equals(config('shop.token'), (string) $request->bearerToken()), 401);\n        return $next($request);",
        ),
        ...middleware(
          'TokenSent',
          "        if (! $request->header('X-Api-Key')) {\n            return response()->json(['error' => 'no'], 401);\n        }\n        return $next($request);",
        ),
        ...middleware(
          'CheckAdmin',
          '        $allowed = true;\n        if (! $allowed) { abort(403); }\n        return $next($request);',
        ),
      },
    ),
    routes: {
      'GET /staff': 'protected',
      'GET /role': 'protected',
      'GET /lang': 'unprotected',
      'GET /token': 'protected',
      'GET /sent': 'weak',
      'GET /hollow': 'unprotected',
    },
  },
  {
    situation: 'a property of nobody is nothing, a method of nobody cannot be called',
    files: web(
      `
use App\\Http\\Middleware\\{Language, Staff};
Route::get('a', [OrderController::class, 'index'])->middleware(Language::class);
Route::get('b', [OrderController::class, 'index'])->middleware(Staff::class);`,
      {
        ...middleware(
          'Language',
          "        app()->setLocale($request->user()->language ?? 'en');\n        return $next($request);",
        ),
        ...middleware('Staff', '        $request->user()->touch();\n        return $next($request);'),
      },
    ),
    routes: { 'GET /a': 'unprotected', 'GET /b': 'protected' },
  },
  {
    situation: 'aliases and groups of a kernel, the last word on what a name means',
    files: web(
      "Route::get('a', [OrderController::class, 'index'])->middleware('auth');\nRoute::get('b', [OrderController::class, 'index'])->middleware('inside');",
      {
        ...middleware('Open', '        return $next($request);'),
        ...middleware(
          'KeyOnly',
          "        if ($request->header('X-Api-Key') !== config('shop.key')) { abort(401); }\n        return $next($request);",
        ),
        'app/Http/Kernel.php': `<?php
namespace App\\Http;
use Illuminate\\Foundation\\Http\\Kernel as HttpKernel;
class Kernel extends HttpKernel
{
    protected $middlewareGroups = ['inside' => [\\App\\Http\\Middleware\\Open::class, \\App\\Http\\Middleware\\KeyOnly::class]];
    protected $middlewareAliases = ['auth' => \\App\\Http\\Middleware\\Open::class];
}
`,
      },
    ),
    routes: { 'GET /a': 'unprotected', 'GET /b': 'protected' },
  },
  {
    situation: 'what a controller names: in its constructor, in a static method, in attributes',
    files: web(
      `
use App\\Http\\Controllers\\{BillController, KeyController};
Route::apiResource('orders', OrderController::class);
Route::apiResource('bills', BillController::class);
Route::apiResource('keys', KeyController::class);`,
      {
        'app/Http/Controllers/OrderController.php': controller(
          "    public function __construct() { $this->middleware('auth')->except(['index']); }",
        ),
        'app/Http/Controllers/BillController.php': controller(
          "    public static function middleware(): array { return [new Middleware('auth', only: ['store'])]; }",
          'BillController',
        ),
        'app/Http/Controllers/KeyController.php': controller(
          "    #[Middleware('auth')]\n    public function update($id) { return 1; }",
          'KeyController',
        ),
      },
    ),
    routes: {
      'GET /orders': 'unprotected',
      'POST /orders': 'protected',
      'GET /bills': 'unprotected',
      'POST /bills': 'protected',
      'PUT /keys/{key}': 'protected',
      'GET /keys': 'unprotected',
    },
  },
  {
    situation: "a constructor that does not call its parent's does without the middleware of that",
    files: web(
      "use App\\Http\\Controllers\\BillController;\nRoute::apiResource('orders', OrderController::class);\nRoute::apiResource('bills', BillController::class);",
      {
        'app/Http/Controllers/SafeController.php':
          "<?php\nnamespace App\\Http\\Controllers;\nclass SafeController extends Controller { public function __construct() { $this->middleware('auth'); } }\n",
        'app/Http/Controllers/OrderController.php': controller(
          '    public function __construct(private Shop $shop) { $this->shop = $shop; }',
          'OrderController',
          'SafeController',
        ),
        'app/Http/Controllers/BillController.php': controller('', 'BillController', 'SafeController'),
      },
    ),
    routes: { 'GET /orders': 'unprotected', 'GET /bills': 'protected' },
  },
  {
    situation: 'the action itself, a policy, a form request',
    files: web(
      "Route::get('mine', [OrderController::class, 'mine']);\nRoute::post('new', [OrderController::class, 'add']);\nRoute::post('free', [OrderController::class, 'free']);\nRoute::delete('gone', [OrderController::class, 'gone']);",
      {
        'app/Http/Controllers/OrderController.php': controller(`
    public function mine(Request $request) { if (! $request->user()) { abort(401); } return $request->user()->orders; }
    public function add(\\App\\Http\\Requests\\AddRequest $request) { return Order::create($request->validated()); }
    public function free(\\App\\Http\\Requests\\FreeRequest $request) { return Order::create($request->validated()); }
    public function gone(Order $order) { $this->authorize('delete', $order); $order->delete(); }`),
        'app/Http/Requests/AddRequest.php':
          '<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Foundation\\Http\\FormRequest;\nclass AddRequest extends FormRequest { public function authorize() { return $this->user() !== null && Auth::check(); } }\n',
        'app/Http/Requests/FreeRequest.php':
          "<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Foundation\\Http\\FormRequest;\nclass FreeRequest extends FormRequest { public function authorize() { if ($this->input('a')) { $this->flag = 1; } return true; } }\n",
      },
    ),
    routes: {
      'GET /mine': 'protected',
      'POST /new': 'protected',
      'POST /free': 'unprotected',
      'DELETE /gone': 'protected',
    },
  },
  {
    situation: 'an action that sends to the sign-in page, with what that page shows',
    files: web(
      "Route::get('mine', [OrderController::class, 'mine']);\nRoute::get('saved', [OrderController::class, 'saved']);",
      {
        'app/Http/Controllers/OrderController.php': controller(`
    public function mine() { if (! Auth::check()) { return redirect()->route('login')->with('error', 'Sign in first'); } return Order::all(); }
    public function saved() { return redirect()->route('orders')->with('message', 'Saved'); }`),
      },
    ),
    routes: { 'GET /mine': 'protected', 'GET /saved': 'unprotected' },
  },
  {
    situation: 'a middleware that nobody knows',
    files: web("Route::get('x', [OrderController::class, 'index'])->middleware('authenticate.partner');"),
    routes: { 'GET /x': 'unknown' },
  },
];

function rows(title: string, list: readonly Row[]): void {
  describe(`laravel: ${title}`, () => {
    for (const { situation, files, routes: wanted } of list)
      it(situation, async () => {
        const { routes: all } = await analyze(files);
        const found = Object.keys(wanted).map((request) => {
          const route = all.find(({ method, path }) => `${method} ${path}` === request);
          return [request, route?.verdict ?? null];
        });
        assert.deepEqual(Object.fromEntries(found), wanted);
      });
  });
}

rows('what is declared', DECLARED);
rows('what guards do', GUARDS);

describe('laravel: the guard of the siblings', () => {
  const files = web(`
Route::get('mine', [OrderController::class, 'index'])->middleware('auth:sanctum');
Route::delete('orders/{id}', [OrderController::class, 'destroy'])->name('orders.gone');
Route::apiResource('many', OrderController::class);`);

  it('is put behind the call that declares the route', async () => {
    const fixed = await applyFix(files, 'route-unprotected', 'add-guard', {
      pick: ({ data }) => data.url === '/orders/{id}',
    });
    assert.match(
      String(fixed.files['routes/web.php']),
      /Route::delete\('orders\/\{id\}', \[OrderController::class, 'destroy'\]\)->middleware\('auth:sanctum'\)->name\('orders.gone'\);/,
    );
  });

  it('is not offered where one call declares several routes', async () => {
    const { findings } = await analyze(files);
    const open = findings.filter(({ check, data }) => check === 'route-unprotected' && data.url === '/many');
    assert.deepEqual([...new Set(open.flatMap(({ fixes }) => fixes))].includes('add-guard'), false);
  });
});
