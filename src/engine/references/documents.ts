/** Which documents speak of the repository as it is. */

/** Folders of the past (as for checklists), of templates, of web sites' pages, of notes that tools keep. */
const ASIDE =
  /(?:^|\/)\.?(?:archived?|archives|history|historical|deprecated|old|legacy|backups?|templates?|fixtures?|__fixtures__|snapshots|proposals?|rfcs?|adrs?|decisions|plans|specs|releases?|changelogs?|news|blog|posts|_posts|content|pages|public|static|assets|i18n|locales|translations|versioned_docs|sessions?|memories|prompts|ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE)\//i;
/** Tools keep their notes in folders with a dot; GitHub's is the team's. */
const DOTTED = /(?:^|\/)\.(?!github\/)[^/]+\//;
/** Reports of one day, plans, change logs. */
const DATED =
  /(?:^|[-_. ])(?:change-?log|changes|history|news|release[-_ ]?notes?|releases|whats[-_]?new|migrat(?:ion|ing)|upgrad(?:e|ing)|roadmap|plans?|planning|strateg(?:y|ies)|refactor(?:ing)?|improvements?|proposal|rfc|adr|reports?|summary|retrospective|post-?mortem|sessions?|progress|completed?|completion|status|audit|analysis|assessment|findings|todo|backlog|templates?|example|draft|wip|notes|deliver(?:y|ables?)|handoff|phase\d*|week\d*|day\d*|fix(?:es)?)(?:[-_. ]|$)|(?:^|\D)20\d\d[-_]?(?:[01]\d|q\d)/i;

/** False for documents of the past, plans, templates and pages of web sites, by their path. */
export function isCurrent(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith('_') || /pull_request_template/i.test(name)) return false;
  const stem = name.replace(/\.\w+$/, '');
  return !ASIDE.test(path) && !DOTTED.test(path) && !DATED.test(stem);
}
