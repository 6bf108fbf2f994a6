/** Pages that Devise adds with `devise_for` (heartcombo/devise, lib/devise/rails/routes.rb). */
import type { RouteOptions } from './route-options';

interface DeviseAction {
  path: string;
  methods: string[];
  controller: string;
  action: string;
}

const PAGES: readonly { module: string; path: string; routes: readonly [string[], string, string][] }[] = [
  {
    module: 'sessions',
    path: '',
    routes: [
      [['GET'], 'sign_in', 'new'],
      [['POST'], 'sign_in', 'create'],
      [['DELETE'], 'sign_out', 'destroy'],
    ],
  },
  {
    module: 'passwords',
    path: 'password',
    routes: [
      [['GET'], 'new', 'new'],
      [['GET'], 'edit', 'edit'],
      [['PATCH', 'PUT'], '', 'update'],
      [['POST'], '', 'create'],
    ],
  },
  {
    module: 'registrations',
    path: '',
    routes: [
      [['GET'], 'cancel', 'cancel'],
      [['GET'], 'sign_up', 'new'],
      [['GET'], 'edit', 'edit'],
      [['PATCH', 'PUT'], '', 'update'],
      [['DELETE'], '', 'destroy'],
      [['POST'], '', 'create'],
    ],
  },
  {
    module: 'confirmations',
    path: 'confirmation',
    routes: [
      [['GET'], 'new', 'new'],
      [['GET'], '', 'show'],
      [['POST'], '', 'create'],
    ],
  },
  {
    module: 'unlocks',
    path: 'unlock',
    routes: [
      [['GET'], 'new', 'new'],
      [['GET'], '', 'show'],
      [['POST'], '', 'create'],
    ],
  },
];

/** Pages that depend on modules of the model, which a controller of the application's own shows to be in use. */
const OPTIONAL = new Set(['confirmations', 'unlocks']);

/** The actions of one `devise_for`. */
export function deviseActions(name: string, resource: string, options: RouteOptions): DeviseAction[] {
  const skipped = options.list('skip') ?? [];
  const only = options.list('only');
  const controllers = new Map(entries(options, 'controllers'));
  const names = new Map(entries(options, 'path_names'));
  const isApi = name === 'mount_devise_token_auth_for';
  const base =
    options.text(isApi ? 'at' : 'path') ?? (isApi ? 'auth' : (resource.toLowerCase().split('/').pop() ?? resource));
  const module = options.text('module') ?? (isApi ? 'devise_token_auth' : 'devise');
  if (skipped.includes('all')) return [];
  const pages = PAGES.filter(
    ({ module: page }) =>
      !skipped.includes(page) &&
      (only === null || only.includes(page)) &&
      (!OPTIONAL.has(page) || controllers.has(page)),
  );
  const callbacks = controllers.get('omniauth_callbacks');
  return [
    ...pages.flatMap(({ module: page, path, routes }) =>
      routes.map(([methods, suffix, action]) => ({
        methods,
        action,
        controller: controllers.get(page) ?? `${module}/${page}`,
        path: [base, path, names.get(suffix) ?? suffix].filter(Boolean).join('/'),
      })),
    ),
    ...(callbacks === undefined
      ? []
      : [{ methods: ['GET', 'POST'], action: '', controller: callbacks, path: `${base}/auth/:provider/callback` }]),
  ];
}

function entries(options: RouteOptions, name: string): [string, string][] {
  const value = options.value(name);
  if (value?.e !== 'record') return [];
  return value.entries.flatMap(({ key, value: one }): [string, string][] => {
    const [from, to] = [options.textOf(key), options.textOf(one)];
    return from !== null && to !== null ? [[from, to]] : [];
  });
}
