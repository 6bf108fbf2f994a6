/** What a check cannot read: it says so, instead of that the question does not arise or that nothing is wrong. */
import type { CheckDefinition, Conclusion } from '../check';
import { everyApp, httpApps, type HttpApp } from '../http/apps';
import type { Workspace } from '../workspace';
import { evidence, unknown } from './answers';
import { foreignApp } from './foreign-servers';
import { functionPlatform } from './functions';

/** Languages in which routes are found, and what checks of code ask about is not. */
export const UNREAD: Readonly<Record<string, string>> = {
  go: 'Go',
  java: 'Java',
  csharp: 'C#',
  ruby: 'Ruby',
  php: 'PHP',
};

/** What a check concludes of this moment, worked out once. */
export function conclusionOf(check: CheckDefinition, workspace: Workspace): Conclusion {
  return workspace.deriveAs(check, () => {
    const conclusion = withoutGuess(check, workspace, check.conclude(workspace));
    return leftToPlatform(check, workspace, conclusion) ?? conclusion;
  });
}

/**
 * The check's conclusion, or unknown where it found nothing because what is served lies outside of what it reads (`reads`): an application in
 * another language, or one of a framework whose set-up it does not know.
 */
function withoutGuess(check: CheckDefinition, workspace: Workspace, conclusion: Conclusion): Conclusion {
  if (check.reads === undefined || !isEmpty(conclusion)) return conclusion;
  const [main] = workspace.derive(everyApp);
  // Where routes are all that is asked for, a pass says something of its own: that nothing lets other origins in, for one.
  if (check.reads === 'routes' && (main || conclusion.verdict === 'pass')) return conclusion;
  if (!main) return ofForeign(workspace, conclusion);
  const language = UNREAD[workspace.view(main.path)?.language ?? ''];
  if (language !== undefined) return unread(main, `written in ${language}`);
  const isKnown = check.reads === 'code' || workspace.derive(httpApps).length > 0;
  return isKnown || conclusion.verdict === 'pass' ? conclusion : unread(main, `made with ${main.framework}`);
}

/** Nothing of an application was found, because the only one is in a language of which not even routes are read. */
function ofForeign(workspace: Workspace, conclusion: Conclusion): Conclusion {
  const app = workspace.derive(foreignApp);
  if (!app) return conclusion;
  const how = `written in ${app.language} (${app.framework})`;
  return unknown(`The application of ${app.path} is ${how}, which this check does not read.`, [
    evidence(app.path, null, `uses ${app.framework}`),
  ]);
}

/** Nothing is missing that a platform for functions does by itself; what is written and has no effect is told. */
function leftToPlatform(check: CheckDefinition, workspace: Workspace, conclusion: Conclusion): Conclusion | null {
  if (check.platform === undefined || conclusion.verdict !== 'fail' || !/^E[01]$/.test(conclusion.level)) return null;
  const platform = workspace.derive(functionPlatform);
  if (!platform) return null;
  return unknown(`${platform.name} starts each function when it is called and ${check.platform}.`, [
    evidence(platform.path, null, 'runs there'),
  ]);
}

/** Nothing was found: the question does not arise, or it is answered without a single place. */
function isEmpty(conclusion: Conclusion): boolean {
  return (
    conclusion.verdict === 'not-applicable' ||
    (conclusion.verdict === 'pass' && (conclusion.evidence ?? []).length === 0 && !conclusion.findings?.length)
  );
}

function unread(app: HttpApp, how: string): Conclusion {
  return unknown(`The application in ${app.path} is ${how}, which this check does not read.`, [
    evidence(app.path, app.linked.fact.at, 'is served'),
  ]);
}
