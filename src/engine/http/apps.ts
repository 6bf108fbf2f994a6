/** The applications that HTTP checks speak of: those that serve people, with their routes. */
import { isPutAway } from '../routes/context';
import { frameworkOf } from '../routes/framework';
import { linkProgram, type Linked } from '../routes/link/link';
import { withoutPackages } from '../modules/paths';
import type { LinkedApp, LinkedRoute } from '../routes/link/linked';
import type { RouterNode } from '../routes/program/values';
import { comparePaths } from '../span';
import type { Workspace } from '../workspace';

export interface HttpApp {
  linked: LinkedApp;
  node: RouterNode;
  /** File in which it is made. */
  path: string;
  framework: string;
  routes: LinkedRoute[];
}

/** Paths whose applications nobody serves to users. */
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|e2e|spec|fixtures?|examples?|samples?|demos?|mocks?|__mocks__|sandbox|playground|benchmarks?)(?:\/|$)|(?:^|[/._-])(?:example|mock|sample|fixture)s?(?:[/._-]|$)/i;

/** True for tests, examples, mocks, foreign code and what was put away: their applications and settings reach no user. */
export function isAside(workspace: Workspace, path: string): boolean {
  const fileClass = workspace.view(path)?.fileClass;
  return (
    ASIDE.test(withoutPackages(path)) ||
    isPutAway(path) ||
    fileClass === 'test' ||
    fileClass === 'vendored' ||
    fileClass === 'generated'
  );
}

/** An application with fewer routes than this share of the largest one's is a side entrance: listed, but it decides no verdict. */
const MATTERS = 0.25;

/**
 * Applications that decide HTTP checks, the largest first: those of frameworks whose setup is not known, of tests, examples and mocks, those bound to the loopback address, and
 * small ones beside a large one are left out. Call through `workspace.derive(httpApps)`.
 */
export function httpApps(workspace: Workspace): HttpApp[] {
  const apps = workspace.derive(servedApps);
  const largest = apps[0]?.routes.length ?? 0;
  return apps.filter((app) => app.routes.length > 0 && app.routes.length >= largest * MATTERS);
}

/** Applications of all frameworks that serve people, small ones beside a large one left out. Call through `workspace.derive(everyApp)`. */
export function everyApp(workspace: Workspace): HttpApp[] {
  const apps = appsWhere(workspace, () => true);
  const largest = apps[0]?.routes.length ?? 0;
  return apps.filter((app) => app.routes.length > 0 && app.routes.length >= largest * MATTERS);
}

/** Applications that decide about headers: those of frameworks that leave headers to middleware count as well. Call through `workspace.derive(headerApps)`. */
export function headerApps(workspace: Workspace): HttpApp[] {
  const others = workspace.derive(everyApp).filter(({ framework }) => frameworkOf(framework)?.knownHeaders === true);
  return [...workspace.derive(httpApps), ...others];
}

/** Every application, of tests and examples too. Call through `workspace.derive(anyApp)`. */
export function anyApp(workspace: Workspace): HttpApp[] {
  const program = workspace.derive(linkProgram);
  return program.apps.map((linked) => httpApp(linked, program)).filter((app) => app !== undefined);
}

/** Every application that serves people and whose setup is known, small ones too, the largest first. Call through `workspace.derive(servedApps)`. */
export function servedApps(workspace: Workspace): HttpApp[] {
  return appsWhere(workspace, (framework) => frameworkOf(framework)?.knownSetup === true);
}

function appsWhere(workspace: Workspace, isWanted: (framework: string) => boolean): HttpApp[] {
  const program = workspace.derive(linkProgram);
  return program.apps
    .filter((app) => !app.loopback && !isAside(workspace, app.path) && isWanted(app.fact.framework))
    .map((linked) => httpApp(linked, program))
    .filter((app) => app !== undefined)
    .sort((a, b) => b.routes.length - a.routes.length || comparePaths(a.path, b.path));
}

function httpApp(linked: LinkedApp, program: Linked): HttpApp | undefined {
  const node = program.nodes.get(linked);
  if (!node) return undefined;
  // What a framework serves by itself nobody limits, validates or signs in to.
  const routes = program.routes.filter((route) => route.app === linked && !route.fact.builtIn);
  return { linked, node, path: linked.path, framework: linked.fact.framework, routes };
}

/** "the application in app/main.py", for messages. */
export function appName(app: HttpApp): string {
  return `the application in ${app.path}`;
}
