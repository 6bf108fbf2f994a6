/** Backups that run by themselves: scheduled pipelines, jobs of Kubernetes, services of Compose. */
import type { CiJob, CiStep } from '../collect/ci';
import { joinPath, type ShellCommand } from '../collect/shell';
import type { Workspace } from '../workspace';
import { pipelines } from './ci-gates';
import { composeFiles } from './containers';
import { isAside } from './scope';

export interface Backup {
  path: string;
  line: number;
  /** For people. */
  what: string;
  /** Why it cannot work, as a clause; null = nothing speaks against it. */
  problem: string | null;
}

const TOOL =
  /\b(?:pg_dump(?:all)?|mysqldump|mariadb-dump|mongodump|pgbackrest|wal-g|litestream|restic backup|borg create)\b/;
const NAMED = /(?:^|[\s/_.-])(?:db[-_])?back-?ups?(?:[\s/_.-]|$)/i;
const SERVICE = /backup|litestream|pgbackrest|wal-?g\b|autorestic|offen\/docker-volume/i;

/** In path order. Call through `workspace.derive(backups)`. */
export function backups(workspace: Workspace): Backup[] {
  return [...scheduled(workspace), ...cronJobs(workspace), ...services(workspace)];
}

function scheduled(workspace: Workspace): Backup[] {
  return workspace
    .derive(pipelines)
    .filter(({ facts }) => facts.onSchedule)
    .flatMap(({ path, facts }) =>
      facts.jobs.flatMap((job) =>
        job.steps.flatMap((step) =>
          step.commands
            .filter(({ text }) => isBackup(text))
            .map((command) => ({
              path,
              line: command.line,
              what: `\`${command.text.slice(0, 60)}\` on a schedule`,
              problem: problemOf(workspace, command, step, job),
            })),
        ),
      ),
    );
}

/** A tool that dumps, or a script that is named for it; no message, no test of a file. */
function isBackup(text: string): boolean {
  if (/^(?:echo|printf|\[|test|mkdir|ls|cd|rm|find|cat|git|chmod)\b|^\[/.test(text)) return false;
  return TOOL.test(text) || (NAMED.test(text) && scriptOf(text) !== null);
}

function scriptOf(text: string): string | null {
  return (
    /^(?:(?:bash|sh|python3?|node|tsx)\s+(?:-\S+\s+)*)?(?:\.\/)?([\w./-]+\.(?:sh|py|[cm]?[jt]s))\b/.exec(text)?.[1] ??
    null
  );
}

function problemOf(workspace: Workspace, command: ShellCommand, step: CiStep, job: CiJob): string | null {
  const script = scriptOf(command.text);
  const path =
    script === null || command.folder === null || script.startsWith('/') ? null : joinPath(command.folder, script);
  if (path !== null && !workspace.files.has(path)) return `${script ?? ''} is not here`;
  if (step.allowsFailure !== null || job.allowsFailure !== null) return 'its failure is ignored (`continue-on-error`)';
  const { swallowed } = command;
  return swallowed !== null && !swallowed.includes('`if`') ? `its failure is ignored (${swallowed})` : null;
}

function cronJobs(workspace: Workspace): Backup[] {
  return workspace.each('deployment').flatMap(({ file, facts }) => {
    const job = facts.kinds.find(({ text }) => text === 'CronJob');
    if (!job || file.fileClass === 'vendored' || !/back-?up|dump/i.test(file.path)) return [];
    return [{ path: file.path, line: job.span.line, what: 'a CronJob for backups', problem: null }];
  });
}

function services(workspace: Workspace): Backup[] {
  return workspace.derive(composeFiles).flatMap(({ path, facts }) =>
    isAside(path)
      ? []
      : facts.services
          .filter(
            // A profile that somebody has to name, and nothing to start it again: it runs once, by hand (docs.docker.com, "profiles").
            ({ name, image, command, profiles, restart }) =>
              !(profiles.length > 0 && restart?.text === 'no') &&
              (SERVICE.test(`${name} ${image?.text ?? ''}`) || TOOL.test(command?.text ?? '')),
          )
          .map(({ name, span }) => ({ path, line: span.line, what: `${name} makes backups`, problem: null })),
  );
}
