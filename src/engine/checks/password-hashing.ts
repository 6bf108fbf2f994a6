/** Passwords go through a function that is made for them. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass, relatedTo } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { served, signalsOf } from '../readiness/served';

export default defineCheck({
  id: 'password-hashing',
  title: 'Passwords are hashed with a slow hash',
  question: 'Does every place that hashes passwords use bcrypt, argon2, scrypt or PBKDF2?',
  category: 'access',
  severity: 'blocker',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002', '004'],
  reads: 'code',
  conclude(workspace) {
    const all = signalsOf(workspace, 'password-hash').filter(({ path }) => !isScript(path));
    const reach = workspace.derive(served);
    const weak = all.filter(
      ({ path, signal }) => !signal.good && (reach.entries.length === 0 || reach.files.has(path)),
    );
    const strong = all.filter(({ signal }) => signal.good);
    if (weak.length > 0) {
      return fail(
        strong.length > 0 ? 'E2' : 'E0',
        strong.length > 0
          ? `A slow hash is used in one place, and ${count(weak.length, 'other place')} still ${weak.length === 1 ? 'hashes' : 'hash'} passwords with ${weak[0]?.signal.detail ?? 'a fast hash'}.`
          : `Passwords are hashed with ${weak[0]?.signal.detail ?? 'a fast hash'}.`,
        weak.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            `Passwords are hashed with ${signal.detail} here, which graphics cards try billions of times a second. Use bcrypt or argon2, and hash again at the next sign-in.`,
            `${signal.within ?? ''} ${signal.detail}`,
            {
              related: strong
                .slice(0, 3)
                .map((other) => relatedTo(other.path, other.signal.span, `${other.signal.detail} is used here`)),
            },
          ),
        ),
        strong.slice(0, 3).map(({ path, signal }) => evidence(path, signal.span, `uses ${signal.detail}`)),
      );
    }
    if (strong.length === 0) return notApplicable('No passwords are stored here.');
    const reached = strong.filter(({ path }) => reach.entries.length === 0 || reach.files.has(path));
    return pass(
      reached.length > 0 ? 'E4' : 'E2',
      `Passwords are hashed with ${strong[0]?.signal.detail ?? 'a slow hash'}.`,
      (reached.length > 0 ? reached : strong)
        .slice(0, 5)
        .map(({ path, signal }) => evidence(path, signal.span, `uses ${signal.detail}`)),
    );
  },
});
