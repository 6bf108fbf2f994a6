/** Names that the manifest and the code share. A test compares them with package.json. */

export const COMMANDS = {
  scan: 'preflight.scan',
  show: 'preflight.show',
  explain: 'preflight.explain',
  fix: 'preflight.fix',
  ignore: 'preflight.ignore',
  accept: 'preflight.acceptFindings',
  attest: 'preflight.attest',
  copyMarkdown: 'preflight.copyMarkdown',
  copyJson: 'preflight.copyJson',
  copyRoutes: 'preflight.copyRoutes',
  groupRoutes: 'preflight.groupRoutes',
  searchRoutes: 'preflight.searchRoutes',
  clearRouteSearch: 'preflight.clearRouteSearch',
  log: 'preflight.showLog',
  restart: 'preflight.restart',
  history: 'preflight.searchHistory',
  configure: 'preflight.openConfiguration',
  filter: 'preflight.filter',
  clearFilter: 'preflight.clearFilter',
} as const;

export const VIEWS = { readiness: 'preflight.readiness', routes: 'preflight.routes' } as const;

/** Keys for `when` in the manifest. */
export const CONTEXT = {
  /** One of `WindowState`. */
  state: 'preflight.state',
  filtered: 'preflight.filtered',
  routesSearched: 'preflight.routesSearched',
  /** True when the last report decided nothing and found nothing. */
  nothingFound: 'preflight.nothingFound',
  /** True when a folder is virtual, so that it has no report. */
  openFilesOnly: 'preflight.openFilesOnly',
} as const;
