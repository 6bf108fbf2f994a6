/** The two views and what is chosen to be seen in them. */
import * as vscode from 'vscode';

import { isUnasked, plural, ROUTE_WORDS } from '../engine/report/present';
import type { ClientReport } from '../server/protocol';
import { changedFiles } from './changed-files';
import { CONTEXT, VIEWS } from './ids';
import type { Store } from './store';
import type { TreeNode } from './tree/node';
import { TreeProvider } from './tree/provider';
import { NO_FILTER, readinessTree, type Filter } from './tree/readiness';
import { ALL_ROUTES, routesTree, type RouteGrouping, type RouteView } from './tree/routes';

/** What a person chose, kept per workspace. */
interface Choice {
  failingOnly: boolean;
  hideHolding: boolean;
  changedOnly: boolean;
}

const NO_CHOICE: Choice = { failingOnly: false, hideHolding: false, changedOnly: false };
const CHOICE_KEY = 'filter';
const ROUTES_KEY = 'routes';

const GROUPINGS: readonly { groupBy: RouteGrouping; label: string; detail: string }[] = [
  { groupBy: 'verdict', label: 'By who gets in', detail: 'Open to anyone first' },
  { groupBy: 'file', label: 'By file', detail: 'Where the handlers stand' },
  { groupBy: 'path', label: 'By path', detail: 'One group for each resource' },
];

const CHOICES: readonly { key: keyof Choice; label: string; detail: string }[] = [
  {
    key: 'failingOnly',
    label: 'Only what does not hold',
    detail: 'Leaves out what holds, does not apply or is unknown',
  },
  { key: 'changedOnly', label: 'Only changed files', detail: 'Findings in files that differ from the last commit' },
  { key: 'hideHolding', label: 'Hide what holds', detail: 'Keeps what is unknown, ignored or accepted' },
];

export class Views implements vscode.Disposable {
  readonly readiness = new TreeProvider();
  readonly routes = new TreeProvider();
  private readonly readinessView: vscode.TreeView<TreeNode>;
  private readonly routesView: vscode.TreeView<TreeNode>;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly store: Store,
    private readonly memory: vscode.Memento,
  ) {
    const options = { showCollapseAll: true };
    this.readinessView = vscode.window.createTreeView(VIEWS.readiness, {
      ...options,
      treeDataProvider: this.readiness,
    });
    this.routesView = vscode.window.createTreeView(VIEWS.routes, { ...options, treeDataProvider: this.routes });
    this.subscriptions = [this.readinessView, this.routesView, store.onDidChange(() => void this.update())];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Asks which rows are wanted. */
  async chooseFilter(): Promise<void> {
    const choice = this.choice;
    const items = CHOICES.map(({ key, label, detail }) => ({ key, label, detail, picked: choice[key] }));
    const picked = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      title: 'Filter the Readiness view',
      placeHolder: 'Nothing chosen shows everything',
    });
    if (!picked) return;
    const chosen = Object.fromEntries(CHOICES.map(({ key }) => [key, picked.some((item) => item.key === key)]));
    await this.setChoice({ ...NO_CHOICE, ...chosen });
    await this.reveal(this.readinessView, VIEWS.readiness);
  }

  async setChoice(choice: Partial<Choice>): Promise<void> {
    await this.memory.update(CHOICE_KEY, { ...NO_CHOICE, ...choice });
    await this.update();
  }

  /** Asks what the routes are grouped by. */
  async groupRoutes(): Promise<void> {
    const { groupBy } = this.routeView;
    const items = GROUPINGS.map((item) => ({ ...item, description: item.groupBy === groupBy ? 'shown now' : '' }));
    const picked = await vscode.window.showQuickPick(items, { title: 'Group the Routes view' });
    if (!picked) return;
    await this.setRouteView({ groupBy: picked.groupBy });
    await this.reveal(this.routesView, VIEWS.routes);
  }

  /** Asks for words to search for among the routes. */
  async searchRoutes(): Promise<void> {
    const search = await vscode.window.showInputBox({
      title: 'Search the Routes view',
      prompt: 'Words of the method, the path, the file or the verdict. Nothing shows everything.',
      placeHolder: 'Example: post orders open',
      value: this.routeView.search,
    });
    if (search === undefined) return;
    await this.setRouteView({ search: search.trim() });
    await this.reveal(this.routesView, VIEWS.routes);
  }

  async setRouteView(view: Partial<RouteView>): Promise<void> {
    await this.memory.update(ROUTES_KEY, { ...this.routeView, ...view });
    await this.update();
  }

  /** True while somebody can see the Readiness view. */
  get showsReadiness(): boolean {
    return this.readinessView.visible;
  }

  /** What was chosen from the palette must be seen to have had an effect. */
  private async reveal(view: vscode.TreeView<TreeNode>, id: string): Promise<void> {
    if (!view.visible) await vscode.commands.executeCommand(`${id}.focus`);
  }

  /** Brings both views up to date. */
  async update(): Promise<void> {
    const { store, choice } = this;
    const changed = choice.changedOnly ? await changedFiles() : undefined;
    const filter: Filter = {
      ...NO_FILTER,
      failingOnly: choice.failingOnly,
      hideHolding: choice.hideHolding,
      changedFiles: choice.changedOnly ? (changed ?? null) : null,
    };
    const nothing = store.scanned.length > 0 && store.scanned.every(({ report }) => isEmpty(report));
    this.readiness.show(nothing ? [] : readinessTree(store.folders, filter));
    const { routeView } = this;
    this.routes.show(routesTree(store.folders, routeView));
    this.routesView.message = this.searchMessage(routeView.search);
    const isFiltered = Object.values(choice).some(Boolean);
    const messages = [store.caveat, isFiltered && !nothing ? this.filterMessage(changed) : ''].filter(
      (part) => part !== '',
    );
    this.readinessView.message = messages.length > 0 ? messages.join(' ') : undefined;
    this.readinessView.badge =
      store.blockers > 0 ? { value: store.blockers, tooltip: `${plural(store.blockers, 'blocker')} left` } : undefined;
    this.routesView.description = routesDescription(store);
    await setContext(CONTEXT.state, store.state);
    await setContext(CONTEXT.filtered, isFiltered);
    await setContext(CONTEXT.routesSearched, routeView.search !== '');
    await setContext(CONTEXT.nothingFound, nothing);
    await setContext(
      CONTEXT.openFilesOnly,
      store.folders.some((folder) => folder.openFilesOnly),
    );
  }

  private get choice(): Choice {
    return { ...NO_CHOICE, ...this.memory.get<Partial<Choice>>(CHOICE_KEY) };
  }

  private get routeView(): RouteView {
    return { ...ALL_ROUTES, ...this.memory.get<Partial<RouteView>>(ROUTES_KEY) };
  }

  private searchMessage(search: string): string | undefined {
    if (search === '') return undefined;
    return this.routes.nodes.length === 0 ? `No route holds "${search}".` : `Search: ${search}`;
  }

  private filterMessage(changed: Set<string> | undefined): string {
    const words = CHOICES.filter(({ key }) => this.choice[key]).map(({ label }) => label.toLowerCase());
    const unknown = this.choice.changedOnly && !changed ? ' Changed files are not known here: no Git repository.' : '';
    return `Filter: ${words.join(', ')}.${unknown}`;
  }
}

function isEmpty(report: ClientReport): boolean {
  return report.findings.length === 0 && isUnasked(report);
}

/** Beside the title, also while the view is closed: `14 · 2 open to anyone`. */
function routesDescription(store: Store): string {
  const routes = store.scanned.flatMap(({ report }) => report.routes);
  const open = routes.filter(({ verdict }) => verdict === 'unprotected').length;
  if (routes.length === 0) return '';
  return open > 0 ? `${routes.length} · ${open} ${ROUTE_WORDS.unprotected}` : String(routes.length);
}

async function setContext(key: string, value: unknown): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, value);
}
