/** A module of settings as an application: the URLs it names, its middleware, what it gives API views (docs.djangoproject.com, "Settings"). */
import type { Expression, Statement } from '../../../code/model';
import type { Span } from '../../../span';
import { DEFAULT_PERMISSIONS, NAME } from './names';
import { includedFrom } from './urls';

/** The application that a module with `ROOT_URLCONF` declares. */
export function applicationOf(body: readonly Statement[], _: Span): Statement[] {
  const urls = [...body].reverse().find((statement) => isSetting(statement, 'ROOT_URLCONF'));
  if (urls?.s !== 'let' || urls.value.e !== 'text') return [];
  const at: Span = { line: urls.line, column: 1, endLine: urls.line, endColumn: 1 };
  const framework: Expression = {
    e: 'index',
    of: { e: 'name', name: 'REST_FRAMEWORK' },
    key: { e: 'text', value: DEFAULT_PERMISSIONS },
  };
  const app: Expression = {
    e: 'router',
    role: 'app',
    framework: NAME,
    prefix: { e: 'text', value: '/' },
    guards: [],
    routes: includedFrom(urls.value, urls.line),
    middleware: { e: 'name', name: 'MIDDLEWARE' },
    defaults: [{ name: DEFAULT_PERMISSIONS, value: framework }],
    args: [],
    at,
  };
  return [{ s: 'let', to: { e: 'name', name: 'of ROOT_URLCONF' }, value: app, line: urls.line }];
}

function isSetting(statement: Statement, name: string): boolean {
  return statement.s === 'let' && statement.to.e === 'name' && statement.to.name === name;
}
