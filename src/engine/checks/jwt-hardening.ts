/** Tokens that sign callers in are verified with the algorithm that was meant, and they end. */
import { defineCheck, type Conclusion } from '../check';
import type { TokenRule } from '../collect/tokens';
import type { FindingDraft } from '../finding';
import { declarationsOf } from '../manifests';
import { count, evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { isLoaded, signalsOf, type PlacedSignal } from '../readiness/served';
import type { Workspace } from '../workspace';

/** Packages that make or check tokens out of sight, or in ways that are not read. */
const OUT_OF_SIGHT =
  /^(?:@fastify\/jwt|fastify-jwt|@nestjs\/jwt|express-oauth2-jwt-bearer|next-auth|@auth\/core|jwcrypto|flask-jwt|pyramid-jwt|sanic-jwt|drf-jwt)$/;
/** The same on the JVM and in .NET. */
const OF_BUILDS = /^(?:jjwt(?:-\w+)?|java-jwt|nimbus-jose-jwt|System\.IdentityModel\.Tokens\.Jwt|.*\.JwtBearer)$/;

export default defineCheck({
  id: 'jwt-hardening',
  title: 'JSON Web Tokens are verified and end',
  question: 'Is every token that is accepted verified with a fixed algorithm, and does every one that is made end?',
  category: 'access',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002', '004'],
  reads: 'code',
  rules: {
    'not-verified': 'Claims are trusted without a look at the signature.',
    'any-algorithm': 'The token says by which algorithm it is checked.',
    'mixed-algorithms': 'Shared secrets and key pairs are accepted together.',
    'no-signature': 'Tokens without a signature are made or accepted.',
    downgrade: 'A shared secret is used when the key does not look like one.',
    'expiry-ignored': 'Tokens that have ended are accepted.',
    'no-expiry': 'Tokens that never end are made.',
  },
  conclude(workspace): Conclusion {
    const written = signalsOf(workspace, 'jwt').filter((placed) => !isScript(placed.path) && counts(placed, workspace));
    const all = written.filter(
      ({ path, signal }) => isLoaded(workspace, path) || ruleOf(signal.detail) === 'configured',
    );
    const good = all.filter(({ signal }) => signal.good);
    const bad = all.filter(({ signal }) => !signal.good);
    const proof = good.slice(0, 5).map(({ path, signal }) => evidence(path, signal.span, noteOf(signal.detail)));
    if (bad.length > 0)
      return fail(
        good.length > 0 ? 'E2' : 'E0',
        `${count(bad.length, 'place')} ${bad.length === 1 ? 'weakens' : 'weaken'} what tokens prove${good.length > 0 ? `, beside ${good.length} that ${good.length === 1 ? 'holds' : 'hold'}` : ''}.`,
        bad.map(findingFor),
        proof,
      );
    const told = good.find(({ signal }) => ruleOf(signal.detail) === 'signs-as-told');
    if (told && !good.some(({ signal }) => ruleOf(signal.detail) === 'signs'))
      return unknown('When tokens end is left to whoever has them made, and was not read.', [
        evidence(told.path, told.signal.span, 'made as it is told'),
      ]);
    if (good.length > 0) {
      const isVerified = good.some(({ signal }) => ruleOf(signal.detail) !== 'signs');
      return pass(
        isVerified ? 'E4' : 'E3',
        isVerified ? 'Tokens are verified where they are accepted, and end.' : 'Tokens that are made here end.',
        proof,
      );
    }
    if (written.length > 0)
      return unknown(
        'Tokens are made or read in code that nothing served was seen to load.',
        written.slice(0, 3).map(({ path, signal }) => evidence(path, signal.span, `uses ${libraryOf(signal.detail)}`)),
      );
    const declared = declaredBy(workspace);
    return declared.length === 0
      ? notApplicable('No JSON Web Token is made or accepted here.')
      : unknown(`Tokens are left to ${listed(declared)}, and how it is used was not read.`);
  },
});

function ruleOf(detail: string): TokenRule {
  return detail.slice(0, detail.indexOf(':')) as TokenRule;
}

function libraryOf(detail: string): string {
  return detail.slice(detail.indexOf(':') + 1);
}

/** PyJWT refuses to decode without `algorithms` since 2.0 (pyjwt.readthedocs.io, "Changelog"): only older releases take what comes. */
function counts({ signal }: PlacedSignal, workspace: Workspace): boolean {
  if (signal.detail !== 'any-algorithm:PyJWT') return true;
  return declarationsOf(workspace, 'python', 'pyjwt').some(({ dependency }) =>
    /^(?:[=~]=|<=?|\^)?\s*1(?:\.|$)|<\s*2\b/.test(dependency.version),
  );
}

function declaredBy(workspace: Workspace): string[] {
  const named = (['npm', 'python'] as const).flatMap((ecosystem) =>
    declarationsOf(workspace, ecosystem, OUT_OF_SIGHT)
      .filter(({ dependency }) => dependency.group === 'main')
      .map(({ dependency }) => dependency.name),
  );
  const built = workspace
    .each('build')
    .flatMap(({ facts }) => facts.dependencies.filter((name) => OF_BUILDS.test(name)));
  return [...new Set([...named, ...built])];
}

function noteOf(detail: string): string {
  const library = libraryOf(detail);
  switch (ruleOf(detail)) {
    case 'verifies':
      return `verified with ${library}`;
    case 'signs':
      return `made with ${library}, and ends`;
    default:
      return `${library} is set up`;
  }
}

const MESSAGES: Readonly<Partial<Record<TokenRule, string>>> = {
  'not-verified':
    'This reads a token without checking its signature, so callers can write into it who they are. Verify it with the key and a fixed list of algorithms.',
  'any-algorithm':
    'No algorithm is fixed here, so the token itself says how it is checked. Give `algorithms` as a list.',
  'mixed-algorithms':
    'Shared secrets (HS…) and key pairs are accepted together, so the public key may serve as a secret. Keep one kind.',
  'no-signature':
    'Tokens without a signature prove nothing: anybody can write one. Sign them, and take `none` off the list.',
  downgrade:
    'When the key does not look like a key pair, tokens are signed with a shared secret instead, and nobody is told. Stop with an error.',
  'expiry-ignored':
    'Tokens that have ended are accepted here, so a stolen one is good for ever. Let the expiry be checked.',
  'no-expiry': 'Tokens made here never end, so a stolen one is good for ever. Give them an expiry.',
};

function findingFor({ path, signal }: PlacedSignal): FindingDraft {
  const rule = ruleOf(signal.detail);
  return findingAt(path, signal.span, MESSAGES[rule] ?? '', `${signal.within ?? ''} ${rule}`, { rule });
}
