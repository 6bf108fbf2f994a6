/** A committed template names the variables that a package needs. */
import { defineCheck } from '../check';
import { environment, nothingRead, templatesFor, type Environment, type EnvPackage } from '../env/environment';
import { ignoreRuleFor } from '../env/ignore-rules';
import type { FindingDraft } from '../finding';
import { count } from '../size/words';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'env-example-present',
  title: 'A template of .env is committed',
  question: 'Does every package that reads environment variables have a committed .env.example?',
  category: 'secrets',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  conclude(workspace) {
    const surroundings = workspace.derive(environment);
    const { packages, templates } = surroundings;
    const reading = packages.filter((own) => own.reads.size > 0);
    if (reading.length === 0) return nothingRead(surroundings);
    const committed = templates.filter(({ path }) => !workspace.hasGit || workspace.files.get(path)?.tracked);
    const missing = reading.filter((own) => templatesFor(own, committed).length === 0);
    if (missing.length === 0) {
      const evidence = committed.map(({ path }) => ({ path, line: 1, note: 'names the variables' }));
      return { verdict: 'pass', level: 'E4', summary: 'The variables are named in a committed template.', evidence };
    }
    const summary =
      missing.length === 1
        ? `${nameOf(missing[0])} reads ${count(missing[0]?.reads.size ?? 0, 'variable')}, and no committed template names ${missing[0]?.reads.size === 1 ? 'it' : 'them'}.`
        : `${missing.length} packages read variables that no committed template names.`;
    return {
      verdict: 'fail',
      level: 'E0',
      summary,
      findings: missing.map((own) => finding(workspace, own, templates)),
    };
  },
});

function nameOf(own: EnvPackage | undefined): string {
  return own === undefined || own.folder === '' ? 'The workspace' : own.folder;
}

function finding(workspace: Workspace, own: EnvPackage, templates: Environment['templates']): FindingDraft {
  const template = own.folder === '' ? '.env.example' : `${own.folder}/.env.example`;
  const swallowed = ignoreRuleFor(workspace, template);
  const [written] = templatesFor(own, templates);
  if (written && !swallowed)
    return {
      place: { path: written.path, span: null },
      message: `${written.path} is not committed, so whoever clones the repository has no template. Add it to git.`,
      identity: own.folder,
      data: { folder: own.folder },
    };
  const [first] = own.reads.values();
  const place = swallowed
    ? { path: swallowed.path, span: swallowed.span }
    : first
      ? { path: first.path, span: first.read.span }
      : null;
  const why = swallowed
    ? `"${swallowed.text}" also ignores ${template}, so it is never committed.`
    : `No ${template} names the ${own.reads.size === 1 ? 'variable' : `${own.reads.size} variables`} that the code reads.`;
  return {
    place,
    message: `${why} Whoever sets the project up has to guess ${own.reads.size === 1 ? 'it' : 'them'}. Write a template with placeholders and commit it${swallowed ? ', and put it back with "!.env*.example"' : ''}.`,
    identity: own.folder,
    fixes: ['complete-env-example'],
    data: { folder: own.folder },
  };
}
