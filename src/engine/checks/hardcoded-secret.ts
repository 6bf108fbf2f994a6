/** Credentials in the tree: provider tokens, keys, strong passwords, and every other place of the same value. */
import { defineCheck } from '../check';
import { isEnvTemplate } from '../env/environment';
import type { FindingDraft } from '../finding';
import { alsoIn, draftOf, GENERIC_RULES, rotatePage, ruleTitles, titleOf } from '../secrets/findings';
import { judge, type Credential, type Judgement } from '../secrets/judge';
import type { SecretFact } from '../secrets/facts';
import { hasEnded } from '../secrets/matrix';
import { PROVIDER_RULES } from '../secrets/rules';

export default defineCheck({
  id: 'hardcoded-secret',
  title: 'No credential is written into the tree',
  question: 'Is the workspace free of real passwords, keys and tokens?',
  category: 'secrets',
  severity: 'blocker',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  rules: ruleTitles([...GENERIC_RULES, ...PROVIDER_RULES.filter((rule) => !rule.public).map((rule) => rule.id)]),
  conclude(workspace) {
    const judgement = workspace.derive(judge);
    const secrets = judgement.credentials.filter(({ label }) => label === 'secret');
    const findings = told(secrets).map((credential) => draft(credential, judgement, workspace.today));
    const counted = secrets.filter(({ severity }) => severity !== 'low' && severity !== 'info');
    if (counted.length === 0) {
      const ended = secrets.some(({ fact }) => hasEnded(fact, workspace.today)) ? 'or have ended' : 'only';
      const fixtures = secrets.length === 0 ? '' : ` ${secrets.length} stand in tests ${ended}.`;
      return { verdict: 'pass', level: 'E4', summary: `No credential is written into the tree.${fixtures}`, findings };
    }
    const values = new Set(counted.map(({ fact }) => fact.hash)).size;
    const files = new Set(counted.map(({ path }) => path)).size;
    return { verdict: 'fail', level: 'E0', summary: summaryOf(values, counted.length, files), findings };
  },
});

/** What stands in tests alone is told once: a token that a hundred cases send is one thing to look at, and its finding names the others. */
function told(secrets: readonly Credential[]): Credential[] {
  const isFixture = ({ severity }: Credential): boolean => severity === 'low';
  const serious = new Set(secrets.filter((credential) => !isFixture(credential)).map(({ fact }) => fact.hash));
  const seen = new Set<string>();
  return secrets.filter(({ fact }) => {
    if (serious.has(fact.hash)) return true;
    const isFirst = !seen.has(fact.hash);
    seen.add(fact.hash);
    return isFirst;
  });
}

function summaryOf(values: number, places: number, files: number): string {
  const what = values === 1 ? 'One credential stands' : `${values} credentials stand`;
  const where = files === 1 ? 'in one file' : `in ${files} files`;
  return `${what} ${where}${places > values ? `, at ${places} places` : ''}.`;
}

function draft(credential: Credential, judgement: Judgement, today: string): FindingDraft {
  const base = draftOf(credential, judgement);
  const { fact } = credential;
  const page = rotatePage(fact.rule);
  const what = `${titleOf(fact.rule)} is written here (${fact.mask}${detailsOf(fact, today)})${alsoIn(base.related.length)}.`;
  const isInEnv = fact.position === 'dotenv' && !isEnvTemplate(credential.path);
  const todo = `${isInEnv ? 'Take the file out of git' : 'Move it to the environment'} and rotate it${page === null ? '' : ` at ${page}`}: it stays in the history.`;
  return { ...base, message: `${what} Whoever reads the repository can use it. ${todo}` };
}

/** What a decoded token says of itself, and how sure the rest is. */
function detailsOf(fact: SecretFact, today: string): string {
  const { expires, role, shortLived, proven, value, rule } = fact;
  const told = role === null ? '' : `, for the role ${role}`;
  if (shortLived) return `${told}, good for a few days at most`;
  if (expires !== null) return `${told}, ${hasEnded(fact, today) ? 'ended in' : 'valid until'} ${expires}`;
  if (proven) return `${told}, proven by its form`;
  return value === 'strong' && NAMED.has(rule) ? ', told by its name and its look' : told;
}

/** Rules that go by the name on the left. */
const NAMED: ReadonlySet<string> = new Set(['password', 'secret', 'token', 'api-key', 'salt']);
