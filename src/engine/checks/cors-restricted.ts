/** The laxest of code, settings' defaults and deployment manifests decides which origins may read answers. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { everyApp, isAside } from '../http/apps';
import { corsApps, corsRules } from '../http/cors/apps';
import { allowsAnyOrigin } from '../http/cors/origins';
import type { CorsPolicy } from '../http/cors/policy';
import { routeCors, settledPolicy } from '../http/cors/route-cors';
import type { HttpSetting } from '../http/settings';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'cors-restricted',
  title: 'CORS does not allow every origin',
  question:
    'Is the list of origins that may read answers in a browser limited, in code and in every deployment manifest?',
  category: 'access',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'routes',
  rules: {
    'any-origin': 'The code allows every origin',
    'reflects-origin': 'The code allows whatever origin asks',
    'manifest-allows-any': 'A deployment setting allows every origin',
  },
  conclude(workspace): Conclusion {
    const apps = workspace.derive(corsApps);
    const [other] = workspace.derive(everyApp);
    if (apps.length === 0 && other)
      return { verdict: 'unknown', summary: `How origins are set up with ${other.framework} is not read.` };
    if (apps.length === 0) return { verdict: 'not-applicable', summary: 'No application with HTTP routes was found.' };
    const rules = workspace.derive(corsRules);
    const manifests = openManifests(workspace, rules);
    const open = rules.filter((rule) => rule.origins.any !== null);
    if (open.length > 0 || manifests.length > 0) {
      const findings = [...open.map(codeFinding), ...manifests.map((one) => manifestFinding(one, rules))];
      const place = findings[0]?.place;
      const where = place?.span ? ` (${place.path}:${place.span.line})` : '';
      const summary =
        open.length > 0
          ? `Every origin may read answers${where}.`
          : `A deployment setting lets every origin in${where}.`;
      return {
        verdict: 'fail',
        level: open.length > 0 ? 'E0' : 'E3',
        summary,
        evidence: rules.slice(0, 3).map(evidenceOf),
        findings,
      };
    }
    const undecided = rules.filter((rule) => settledPolicy(rule, workspace).kind === 'unknown');
    const evidence = rules.slice(0, 5).map(evidenceOf);
    if (undecided.length > 0) {
      const names = [...new Set(undecided.flatMap((rule) => [...rule.origins.settings]))].slice(0, 3).join(', ');
      const why =
        names === ''
          ? 'come from where no file tells'
          : `come from ${names}, which has no default and is in no manifest`;
      return { verdict: 'unknown', summary: `The allowed origins ${why}.`, evidence };
    }
    const unseen = rules.length === 0 ? unseenOrigins(workspace) : null;
    if (unseen !== null) return { verdict: 'unknown', summary: `Who may read answers is not told: ${unseen}.` };
    if (rules.length === 0) return { verdict: 'pass', level: 'E4', summary: 'No answer lets another origin read it.' };
    return { verdict: 'pass', level: 'E4', summary: 'Only listed origins may read answers.', evidence };
  },
});

/** Why nothing can be said of routes that were followed to their end, though nothing was found that lets origins in. */
function unseenOrigins(workspace: Workspace): string | null {
  const corsOf = workspace.derive(routeCors);
  for (const { routes } of workspace.derive(corsApps))
    for (const route of routes) {
      const unseen = route.gaps.length === 0 ? corsOf(route)?.unseen : undefined;
      if (unseen) return unseen;
    }
  return null;
}

function evidenceOf(rule: CorsPolicy): Evidence {
  const { listed, any, decides } = rule.origins;
  const what =
    any !== null
      ? 'every origin'
      : listed.size > 0
        ? `${listed.size} listed ${listed.size === 1 ? 'origin' : 'origins'}`
        : decides
          ? 'a function decides'
          : 'a setting decides';
  return { path: rule.path, line: rule.span.line, note: `${rule.how}: ${what}` };
}

function codeFinding(rule: CorsPolicy): FindingDraft {
  const reflects = rule.origins.any === 'reflects';
  const who = reflects ? 'Whatever origin asks is allowed' : 'Every origin is allowed';
  const risk = rule.credentials
    ? 'and cookies are sent along: any page a user opens can act in their name'
    : 'so any page a user opens can read what this answers';
  return {
    rule: reflects ? 'reflects-origin' : 'any-origin',
    place: { path: rule.path, span: rule.span },
    message: `${who}, ${risk}. List the origins of your own front ends.`,
    identity: `${rule.how} ${rule.origins.any}`,
  };
}

interface OpenManifest {
  path: string;
  setting: HttpSetting;
}

/** Values in production manifests that open what the code keeps closed; a setting that no code reads counts by its name. */
function openManifests(workspace: Workspace, rules: readonly CorsPolicy[]): OpenManifest[] {
  const read = new Set(rules.flatMap((rule) => [...rule.origins.settings].map((name) => name.toLowerCase())));
  const found: OpenManifest[] = [];
  for (const { file, facts } of workspace.each('httpSettings')) {
    if (facts.stage !== 'production' || isAside(workspace, file.path)) continue;
    for (const setting of facts.settings) if (opens(setting, read)) found.push({ path: file.path, setting });
  }
  return found;
}

function opens({ name, value, kind }: HttpSetting, read: ReadonlySet<string>): boolean {
  if (value === null) return false;
  if (kind === 'header') return /^access-control-allow-origin$/i.test(name) && value.trim() === '*';
  if (/^(?:add_header|more_set_headers|header)$/.test(name))
    return /access-control-allow-origin['"]?\s*:?\s*['"]?\*/i.test(value);
  if (/\/cors-allow-origin$/.test(name)) return allowsAnyOrigin(value);
  if (kind !== 'variable' || !allowsAnyOrigin(value)) return false;
  return read.has(name.toLowerCase()) || /cors[\w.-]*origin|allow(?:ed)?[_-]?origin/i.test(name);
}

function manifestFinding({ path, setting }: OpenManifest, rules: readonly CorsPolicy[]): FindingDraft {
  const rule =
    rules.find((one) => [...one.origins.settings].some((name) => name.toLowerCase() === setting.name.toLowerCase())) ??
    rules[0];
  const credentials = rules.some((one) => one.credentials);
  const strict =
    rule && rule.origins.any === null ? `, although the code (${rule.path}:${rule.span.line}) has a list` : '';
  return {
    rule: 'manifest-allows-any',
    place: { path, span: setting.span },
    message: `${setting.name} lets every origin in where this is deployed${strict}.${credentials ? " Cookies are sent along, so any page can act in a user's name." : ''} Set the origins of your own front ends here.`,
    identity: `manifest ${setting.name}`,
    related: rule
      ? [{ path: rule.path, span: rule.span, kind: 'evidence', note: 'the code takes its origins here' }]
      : [],
  };
}
