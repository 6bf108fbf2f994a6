/** No gate of CI is kept from failing. */
import { defineCheck } from '../check';
import { count, evidence, fail, notApplicable, pass, unknown } from '../readiness/answers';
import type { Purpose } from '../readiness/ci-commands';
import { gates, isRepair, pipelines } from '../readiness/ci-gates';
import { brokenGate, short } from '../readiness/gate-check';

/** What a gate is for, for the message. A scanner that only reports, formatting and load tests are no gates here. */
const GATES: Partial<Record<Purpose, string>> = {
  test: 'the tests',
  lint: 'the linter',
  types: 'the type check',
  audit: 'the audit',
  secrets: 'the search for secrets',
  build: 'the build',
  backup: 'the backup',
  migrate: 'the migration',
};

export default defineCheck({
  id: 'ci-gates-swallowed',
  title: 'No CI gate is neutralised',
  question: 'Can every quality gate of CI stop a bad change?',
  category: 'ci',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  rules: { swallowed: 'The step runs, and its failure is ignored.' },
  conclude(workspace) {
    if (workspace.derive(pipelines).length === 0) return notApplicable('There is no CI.');
    const all = workspace.derive(gates).flatMap((gate) => {
      const purpose = gate.purposes.find((candidate) => GATES[candidate] !== undefined);
      return purpose === undefined ? [] : [{ gate, thing: GATES[purpose] ?? 'it' }];
    });
    const swallowed = all.filter(({ gate }) => gate.swallowed !== null && !isRepair(gate));
    if (swallowed.length > 0) {
      return fail(
        'E3',
        `${count(swallowed.length, 'gate')} of CI cannot fail.`,
        swallowed.map(({ gate, thing }) => brokenGate(gate, thing)),
        swallowed.map(({ gate }) => evidence(gate.path, gate.line, `\`${short(gate.text)}\``)),
      );
    }
    if (all.length === 0)
      return workspace.derive(pipelines).some(({ facts }) => facts.remote.length > 0)
        ? unknown('The gates of CI are in another repository.')
        : notApplicable('CI has no quality gates.');
    return pass(
      'E4',
      `All ${count(all.length, 'gate')} of CI can fail.`,
      all.slice(0, 6).map(({ gate }) => evidence(gate.path, gate.line, `\`${short(gate.text)}\``)),
    );
  },
});
