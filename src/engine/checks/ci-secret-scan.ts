/** A secret scanner runs in CI or before a commit. */
import { defineCheck } from '../check';
import type { Evidence } from '../check';
import { evidence, pass } from '../readiness/answers';
import { gatesFor } from '../readiness/ci-gates';
import type { Workspace } from '../workspace';
import { concludeGate } from '../readiness/gate-check';

export default defineCheck({
  id: 'ci-secret-scan',
  title: 'CI searches for secrets',
  question: 'Does CI or a commit hook search every change for secrets?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  rules: {
    swallowed: 'The step runs, and its failure is ignored.',
    'cannot-install': 'An install before the step cannot succeed, so that it never runs.',
  },
  conclude(workspace) {
    const working = gatesFor(workspace, 'secrets', true).some((gate) => !gate.swallowed && !gate.blocked);
    const hook = working ? undefined : hooked(workspace)[0];
    if (hook) return pass('E3', 'A commit hook searches for secrets; CI does not.', [hook]);
    return concludeGate(workspace, {
      purpose: 'secrets',
      does: 'searches for secrets',
      thing: 'the search for secrets',
      advice: 'Add gitleaks or TruffleHog as a step, or Preflight itself.',
      scheduledToo: true,
      declared: declared(workspace),
    });
  },
});

const SCANNER = /gitleaks|trufflehog|detect-secrets|ggshield|secretlint|git-secrets|talisman|preflight check/;

/** Hooks that anyone can skip with `--no-verify`, which is why they reach one level less than CI. */
function hooked(workspace: Workspace): Evidence[] {
  return [...workspace.each('hooks')].flatMap(({ file, facts }) => {
    const run = facts.runs.find((text) => SCANNER.test(text));
    return run === undefined ? [] : [evidence(file.path, 1, `runs ${run}`)];
  });
}

function declared(workspace: Workspace): Evidence[] {
  return [...workspace.files.keys()]
    .filter((path) =>
      /(?:^|\/)(?:\.gitleaks\.toml|\.secrets\.baseline|\.trufflehog[\w.]*|\.gitguardian\.ya?ml|\.secretlintrc[\w.]*)$/.test(
        path,
      ),
    )
    .map((path) => evidence(path, 1, 'configures a secret scanner that nothing runs'));
}
