/** The shape that "X is set up where serving starts" checks share: absent, declared, written and never reached, reached. */
import type { Conclusion, Evidence } from '../verdict';
import type { SignalKind } from '../collect/signals/signals';
import { everyApp } from '../http/apps';
import { declarationsOf } from '../manifests';
import { frameworkOf } from '../routes/framework';
import type { Workspace } from '../workspace';
import { evidence, fail, findingAt, notApplicable, pass } from './answers';
import { isScript } from './scope';
import { isReached, signalsOf, type PlacedSignal } from './served';

export interface SetUpQuestion {
  kind: SignalKind;
  /** "Errors are reported to …": the summary of a pass; `$` stands for what was found. */
  holds: string;
  /** "error tracking": subject of the other sentences. */
  thing: string;
  /** Why it matters, and what to do when it is absent. */
  missing: string;
  /** What to do when it is written and not reached. */
  unreached: string;
  /** What is wrong where it is reached and set up so that it does not do it: as a summary, and at the place. */
  weak?: { summary: string; message: string };
  /** Names of packages that declare it. */
  packages: RegExp;
  /** Where it is set up in other ways, and where such a set-up is never met. */
  also?(workspace: Workspace): { used: PlacedSignal[]; idle: PlacedSignal[] };
  /** It is asked of applications that are laid out as files, too: whatever platform runs them does not bring it. */
  ofSites?: true;
}

/** Where an application starts: Celery workers and the like do not serve, but they run. Scripts that borrow one (seeds) come last. */
export function apps(workspace: Workspace): PlacedSignal[] {
  const all = signalsOf(workspace, 'app').filter(({ signal }) => signal.detail !== 'Celery');
  return [...all.filter(({ path }) => !isScript(path)), ...all.filter(({ path }) => isScript(path))];
}

export function concludeSetUp(workspace: Workspace, question: SetUpQuestion): Conclusion {
  const app = apps(workspace)[0];
  const site = app ? undefined : siteOf(workspace);
  if (!app && !site) return notApplicable('Nothing here serves requests.');
  const all = signalsOf(workspace, question.kind);
  const good = all.filter(({ signal }) => signal.good);
  const more = question.also?.(workspace);
  const reached = [...good.filter((placed) => isReached(workspace, placed)), ...(more?.used ?? [])];
  if (reached.length > 0)
    return pass('E4', question.holds.replace('$', reached[0]?.signal.detail ?? ''), reached.slice(0, 4).map(proof));
  const weak = question.weak && good.length === 0 && all.find((placed) => isReached(workspace, placed));
  if (weak && question.weak)
    return fail('E2', question.weak.summary, [
      findingAt(weak.path, weak.signal.span, question.weak.message, `${weak.signal.detail} weak`),
    ]);
  const written = good[0] ?? more?.idle[0] ?? all[0];
  if (written) {
    return fail('E2', `${upper(question.thing)} is written, and nothing that is served gets there.`, [
      findingAt(
        written.path,
        written.signal.span,
        `${upper(question.thing)} is set up here, and no served application gets here. ${question.unreached}`,
        `${written.signal.detail} unreached`,
      ),
    ]);
  }
  if (site && !question.ofSites) return notApplicable('Whatever runs this application may bring it.');
  const declared = declaredBy(workspace, question.packages);
  return fail(
    declared.length > 0 ? 'E1' : 'E0',
    declared.length > 0
      ? `A package for ${question.thing} is declared, and nothing sets it up.`
      : `There is no ${question.thing}.`,
    [findingAt(app?.path ?? site ?? '', app?.signal.span ?? null, question.missing, 'missing')],
    declared,
  );
}

/** Configuration of an application that is laid out as files (Next, SvelteKit …): its entries are files of certain names. */
function siteOf(workspace: Workspace): string | undefined {
  return workspace.derive(everyApp).find(({ framework }) => frameworkOf(framework)?.site !== undefined)?.path;
}

function declaredBy(workspace: Workspace, packages: RegExp): Evidence[] {
  return [...declarationsOf(workspace, 'npm', packages), ...declarationsOf(workspace, 'python', packages)]
    .slice(0, 3)
    .map(({ path, dependency }) => evidence(path, dependency.span, `declares ${dependency.name}`));
}

function proof({ path, signal }: PlacedSignal): Evidence {
  return evidence(path, signal.span, `${signal.detail} is set up`);
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
