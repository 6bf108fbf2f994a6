/** Ignore rules cover every `.env` and leave its template alone. */
import { defineCheck } from '../check';
import { environment } from '../env/environment';
import { ignoreRuleFor, isIgnoredPath } from '../env/ignore-rules';
import type { Language } from '../facts';
import type { FindingDraft } from '../finding';
import { everyApp } from '../http/apps';
import { isSecretName } from '../secrets/names';
import type { Workspace } from '../workspace';

const SECRET_FILES = ['.env', '.env.local', '.env.production'];
const TEMPLATE = '.env.example';

export default defineCheck({
  id: 'gitignore-env',
  title: '.gitignore covers .env and not its template',
  question: 'Does .gitignore keep .env, .env.local and .env.production out of git, and let .env.example in?',
  category: 'secrets',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001'],
  rules: { missing: 'A file with secrets is not ignored', template: 'The template is ignored too' },
  conclude(workspace) {
    if (!workspace.hasGit)
      return { verdict: 'unknown', summary: 'The folder is not under git, so nothing says what would be committed.' };
    const open = SECRET_FILES.filter((path) => !isIgnoredPath(workspace, path));
    // A list that was taken from somewhere names `.env` in libraries, too.
    if (open.length > 0 && !mayHaveDotenv(workspace))
      return { verdict: 'not-applicable', summary: 'Nothing here reads environment variables from files.' };
    const findings = [...(open.length > 0 ? [missing(workspace, open)] : []), ...swallowed(workspace)];
    if (findings.length === 0) {
      return { verdict: 'pass', level: 'E4', summary: '.env files are ignored, and their template is not.' };
    }
    const summary = open.length > 0 ? `Nothing ignores ${listOf(open)}.` : `The rules also ignore ${TEMPLATE}.`;
    return { verdict: 'fail', level: open.length === SECRET_FILES.length ? 'E0' : 'E2', summary, findings };
  },
});

/** Programs in other languages are usually given a `.env`; those of the JVM and of .NET have files of their own. */
const WITHOUT_DOTENV = new Set<Language>(['java', 'csharp']);
/** Elixir is configured by scripts of its own (hexdocs.pm/elixir "Config"). */
const ELIXIR = /\.exs?$/;
/** What is told by its name to reach something, so that people keep it in a file while they work. */
const ADDRESS = /(?:^|_)(?:URL|URI|DSN|HOST|ENDPOINT)$/i;

/** Somebody here may come to have a `.env`: a switch of a tool or library is set for one call. */
function mayHaveDotenv(workspace: Workspace): boolean {
  if ([...SECRET_FILES, TEMPLATE].some((path) => workspace.files.has(path))) return true;
  // Compose reads `.env` by itself, for its variables (docs.docker.com, "Environment variables precedence").
  const composed = workspace.each('compose').some(({ file, facts }) => {
    const uses = facts.services.some(({ envFiles }) => envFiles.length > 0);
    return uses || (workspace.part(file.path, 'env')?.reads.length ?? 0) > 0;
  });
  if (composed) return true;
  const serves = workspace.derive(everyApp).length > 0;
  return workspace.derive(environment).packages.some(({ folder, reads, dynamic }) => {
    const usual = [...reads.values()].filter(({ path }) => {
      const language = workspace.view(path)?.language;
      return language === undefined || !(WITHOUT_DOTENV.has(language) || ELIXIR.test(path));
    });
    const isGo = workspace.files.has(folder === '' ? 'go.mod' : `${folder}/go.mod`);
    if (serves && (usual.length > 0 || (reads.size === 0 && dynamic > 0 && !isGo))) return true;
    return usual.some(({ read: { name } }) => ADDRESS.test(name) || isSecretName(name));
  });
}

function listOf(paths: readonly string[]): string {
  return paths.length < 2 ? (paths[0] ?? '') : `${paths.slice(0, -1).join(', ')} and ${paths[paths.length - 1] ?? ''}`;
}

function missing(workspace: Workspace, open: readonly string[]): FindingDraft {
  const rule = SECRET_FILES.map((path) => ignoreRuleFor(workspace, path)).find((found) => found?.path === '.gitignore');
  const place = workspace.files.has('.gitignore') ? { path: '.gitignore', span: rule?.span ?? null } : null;
  return {
    rule: 'missing',
    place,
    message: `Nothing ignores ${listOf(open)}. One "git add ." commits the secrets in it. Add ".env*" and "!.env*.example" to .gitignore.`,
    identity: 'missing',
    fixes: ['ignore-env-file'],
  };
}

function swallowed(workspace: Workspace): FindingDraft[] {
  const rule = ignoreRuleFor(workspace, TEMPLATE);
  // A template of another name that no rule touches is the one that people change.
  const isKept = workspace
    .derive(environment)
    .templates.some(({ path }) => workspace.files.get(path)?.tracked && !isIgnoredPath(workspace, path));
  if (!rule || isKept) return [];
  return [
    {
      rule: 'template',
      place: { path: rule.path, span: rule.span },
      message: `"${rule.text}" also ignores ${TEMPLATE}, so changes of the template are easily lost. Add "!.env*.example" below it.`,
      identity: 'template',
      fixes: ['ignore-env-file'],
    },
  ];
}
