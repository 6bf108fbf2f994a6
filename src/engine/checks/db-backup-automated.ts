/** The database is backed up on a schedule, by something that can run and whose failure is seen. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { declarationsOf } from '../manifests';
import { count, evidence, fail, findingAt, lineSpan, notApplicable, pass, unknown } from '../readiness/answers';
import { backups, type Backup } from '../readiness/backups';
import { database, dataService } from '../readiness/databases';

/** Clients of databases that their provider runs. */
const MANAGED = /^(?:@supabase\/supabase-js|@neondatabase\/serverless|@planetscale\/database)$/;

export default defineCheck({
  id: 'db-backup-automated',
  title: 'The database is backed up automatically',
  question: 'Is the database backed up on a schedule by something that can run?',
  category: 'database',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002', '004'],
  reads: 'code',
  rules: {
    'cannot-work': 'The backup calls a script that is not there, or its failure is ignored.',
    absent: 'The database that is run here is not backed up.',
  },
  conclude(workspace) {
    const run = workspace.derive(dataService);
    const proof =
      workspace.derive(database) ?? (run && evidence(run.path, run.service.span, `runs ${run.service.name}`));
    if (!proof) return notApplicable('There is no database.');
    const all = workspace.derive(backups);
    const broken = all.filter(({ problem }) => problem !== null);
    const proofs = all.map(({ path, line, what }) => evidence(path, line, what));
    if (broken.length > 0)
      return fail(
        'E2',
        `${count(broken.length, 'scheduled backup')} cannot do ${broken.length === 1 ? 'its' : 'their'} job.`,
        broken.map(cannotWork),
        proofs,
      );
    if (all.length > 0) return pass('E3', 'A backup runs on a schedule.', proofs);
    if (!run || /(?:^|\/)dev(?:elopment)?\//.test(run.path) || declarationsOf(workspace, 'npm', MANAGED).length > 0)
      return unknown(
        'The database runs elsewhere, and no file tells who backs it up: a managed one may do so itself.',
        [proof],
      );
    return fail('E0', `The database that Compose runs (${run.service.name}) is not backed up.`, [
      findingAt(
        run.path,
        run.service.span,
        `${run.service.name} keeps the data, and nothing here backs it up on a schedule: one lost disk or one wrong command is the end of it. Add a scheduled job that writes a dump elsewhere.`,
        'absent',
        { rule: 'absent' },
      ),
    ]);
  },
});

function cannotWork({ path, line, problem }: Backup): FindingDraft {
  return findingAt(
    path,
    lineSpan(line),
    `This backup runs on a schedule, and ${problem ?? 'it fails'}: nobody notices until the data is needed. Put it right, and let it fail aloud.`,
    'cannot-work',
    { rule: 'cannot-work' },
  );
}
