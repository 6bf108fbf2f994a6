/** Guessable or published values that something runs with when nobody sets another. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { alsoIn, draftOf } from '../secrets/findings';
import { judge, type Credential, type Judgement } from '../secrets/judge';

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
    const defaults = judgement.credentials.filter(({ label }) => label === 'default-secret');
    const findings = told(defaults).map(({ credential, more }) => draft(credential, judgement, more));
    const counted = defaults.filter(({ severity }) => severity !== 'low' && severity !== 'info');
    if (counted.length === 0) {
      return { verdict: 'pass', level: 'E4', summary: 'Nothing runs with a default secret.', findings };
    }
    const places = counted.length === 1 ? 'One default secret is' : `${counted.length} default secrets are`;
    return { verdict: 'fail', level: 'E0', summary: `${places} used when nobody sets another value.`, findings };
  },
});

interface Told {
  credential: Credential;
  /** Further hashes in the same file. */
  more: number;
}

/** The hashes of one file are told once: a table of users is one thing to look at. */
function told(defaults: readonly Credential[]): Told[] {
  const hashes = new Map<string, Told>();
  return defaults.flatMap((credential) => {
    const first = credential.fact.value === 'hash' ? hashes.get(credential.path) : undefined;
    if (first) {
      first.more++;
      return [];
    }
    const entry = { credential, more: 0 };
    if (credential.fact.value === 'hash') hashes.set(credential.path, entry);
    return [entry];
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

function draft(credential: Credential, judgement: Judgement, more: number): FindingDraft {
  const base = draftOf(credential, judgement);
  const { fact } = credential;
  if (fact.value === 'hash') return { ...base, message: hashMessage(fact.mask, more) };
  const name = fact.env ?? fact.name;
  const subject = name === null ? 'A guessable secret' : `A guessable value of ${name}`;
  const position = fact.position === 'dotenv' && credential.severity === 'low' ? 'prose' : fact.position;
  const what = `${subject} ${POSITION_WORDS[position] ?? 'is in use'} (${fact.mask})${alsoIn(base.related.length)}.`;
  const todo =
    position === 'prose' ? 'Change the value where it is set.' : 'Require the variable instead of falling back.';
  return {
    ...base,
    message: `${what} Anyone can guess it, and a deployment that forgets to set it still starts. ${todo}`,
  };
}

function hashMessage(mask: string, more: number): string {
  const others = more === 0 ? '' : more === 1 ? ', and one more in this file' : `, and ${more} more in this file`;
  return `A login is set up with the hash of a password that stands here (${mask})${others}. Every installation has the same one, and whoever reads it can try passwords on it unnoticed. Set the login up with a password of its own.`;
}
