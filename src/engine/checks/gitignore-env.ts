/** Ignore rules cover every `.env` and leave its template alone. */
import { defineCheck } from '../check';
import { CODE_LANGUAGES } from '../collect/language';
import { environment } from '../env/environment';
import { ignoreRuleFor, ignoreSources, isIgnoredPath } from '../env/ignore-rules';
import type { Language } from '../facts';
import type { FindingDraft } from '../finding';
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
  asks: ['001'],
  rules: { missing: 'A file with secrets is not ignored', template: 'The template is ignored too' },
  conclude(workspace) {
    if (!workspace.hasGit)
      return { verdict: 'unknown', summary: 'The folder is not under git, so nothing says what would be committed.' };
    const open = SECRET_FILES.filter((path) => !isIgnoredPath(workspace, path));
    if (open.length === SECRET_FILES.length && !mayHaveDotenv(workspace))
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

function mayHaveDotenv(workspace: Workspace): boolean {
  if ([...SECRET_FILES, TEMPLATE].some((path) => workspace.files.has(path))) return true;
  if (workspace.derive(environment).packages.length > 0) return true;
  // Compose reads `.env` by itself (docs.docker.com, "Environment variables precedence").
  const isUsual =
    workspace.each('compose').length > 0 ||
    [...workspace.views].some(({ language }) => CODE_LANGUAGES.has(language) && !WITHOUT_DOTENV.has(language));
  return isUsual && workspace.derive(ignoreSources).size > 0;
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
  if (!rule) return [];
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
