/** Guessable or published values that something runs with when nobody sets another. */
import { defineCheck } from '../check';
import { isEnvTemplate } from '../env/environment';
import type { FindingDraft, RelatedPlace, Severity } from '../finding';
import { alsoIn, draftOf } from '../secrets/findings';
import { judge, type Credential, type Judgement } from '../secrets/judge';
import { placeKey, refusals, type PlacedGuard } from '../secrets/shipped';

export default defineCheck({
  id: 'default-secret-value',
  title: 'No secret has a default',
  question: 'Does every secret have to be set before anything runs with it?',
  category: 'secrets',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    const judgement = workspace.derive(judge);
    const refused = workspace.derive(refusals);
    const defaults = judgement.credentials
      .filter(({ label }) => label === 'default-secret')
      .map((credential): Default => {
        const guard = refused.get(placeKey(credential.path, credential.span));
        return { credential, guard, severity: guard ? 'low' : credential.severity, more: 0 };
      });
    const findings = told(defaults).map((entry) => draft(entry, judgement));
    const counted = defaults.filter(({ severity }) => severity !== 'low' && severity !== 'info');
    if (counted.length === 0) {
      return { verdict: 'pass', level: 'E4', summary: 'Nothing runs with a default secret.', findings };
    }
    const places = counted.length === 1 ? 'One default secret is' : `${counted.length} default secrets are`;
    return { verdict: 'fail', level: 'E0', summary: `${places} used when nobody sets another value.`, findings };
  },
});

interface Default {
  credential: Credential;
  /** What refuses it at start-up. */
  guard: PlacedGuard | undefined;
  severity: Severity;
  /** Further hashes in the same file. */
  more: number;
}

/** The hashes of one file are told once: a table of users is one thing to look at. */
function told(defaults: readonly Default[]): Default[] {
  const hashes = new Map<string, Default>();
  return defaults.flatMap((entry) => {
    const { fact, path } = entry.credential;
    if (fact.value !== 'hash') return [entry];
    const first = hashes.get(path);
    const told = { ...entry, more: 0 };
    if (first) first.more++;
    else hashes.set(path, told);
    return first ? [] : [told];
  });
}

const POSITION_WORDS: Readonly<Record<string, string>> = {
  fallback: 'is used when the variable is not set',
  setting: 'is the default of a setting',
  compose: 'is what the containers start with',
  manifest: 'is what a deployment starts with',
  dockerfile: 'is baked into the image',
  signing: 'is what the code signs with',
  sql: 'is what the database is set up with',
  dotenv: 'is committed as the value in use',
  config: 'is the configured value',
  shell: 'is what the script uses',
  literal: 'is what the code signs in with',
  prose: 'is documented, and really in use elsewhere',
};

function draft(entry: Default, judgement: Judgement): FindingDraft {
  const { credential, severity, more } = entry;
  const base = { ...draftOf(credential, judgement), severity };
  const { fact } = credential;
  if (fact.value === 'hash') return { ...base, message: hashMessage(fact.mask, more) };
  const name = fact.env ?? fact.name;
  const subject = name === null ? 'A guessable secret' : `A guessable value of ${name}`;
  const isTemplate = fact.position === 'dotenv' && isEnvTemplate(credential.path);
  const position = isTemplate ? 'prose' : fact.position;
  const what = `${subject} ${POSITION_WORDS[position] ?? 'is in use'} (${fact.mask})${alsoIn(base.related.length)}.`;
  return {
    ...base,
    related: [...base.related, ...guardOf(entry)],
    message: `${what} ${consequence(entry, position)}`,
  };
}

function guardOf({ guard, credential: { fact } }: Default): RelatedPlace[] {
  if (!guard) return [];
  return [
    { path: guard.path, span: guard.guard.span, kind: 'guard', note: `the guard on ${fact.env ?? fact.name ?? ''}` },
  ];
}

/** What follows from it, and what to do. */
function consequence({ credential: { fact }, guard }: Default, position: string): string {
  if (guard)
    return 'Start-up refuses it, so production does not run with it. Nothing to do as long as that guard stands.';
  if (fact.outsideProduction)
    return 'The code uses it outside of production only. Whatever runs without saying that it is production still has it.';
  if (position === 'dotenv')
    return 'Anyone can guess it, and whoever runs the repository as it is runs with it. Set another one where it runs, and keep the file out of git.';
  const todo =
    position === 'prose' ? 'Change the value where it is set.' : 'Require the variable instead of falling back.';
  return `Anyone can guess it, and a deployment that forgets to set it still starts. ${todo}`;
}

function hashMessage(mask: string, more: number): string {
  const others = more === 0 ? '' : more === 1 ? ', and one more in this file' : `, and ${more} more in this file`;
  return `A login is set up with the hash of a password that stands here (${mask})${others}. Every installation has the same one, and whoever reads it can try passwords on it unnoticed. Set the login up with a password of its own.`;
}
