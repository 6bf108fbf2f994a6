/** What an application requires of its environment is handed over by every manifest that runs it in production. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import type { HttpApp } from '../http/apps';
import {
  count,
  evidence,
  fail,
  findingAt,
  listed,
  notApplicable,
  pass,
  relatedTo,
  unknown,
} from '../readiness/answers';
import {
  deployments,
  firstManifest,
  isMeant,
  sourceMount,
  units,
  type Deployment,
  type Unit,
} from '../readiness/deployed';
import { deployedElsewhere } from '../readiness/infrastructure';
import { passedBy, type Passed } from '../readiness/passed-settings';
import { requiredSettings, storeSettings, type RequiredSetting } from '../readiness/required-settings';
import type { Workspace } from '../workspace';

/** An application, something that runs it, and what that does not hand over. */
interface Gap {
  app: HttpApp;
  unit: Unit;
  passed: Passed;
  missing: RequiredSetting[];
}

export default defineCheck({
  id: 'required-env-in-manifest',
  title: 'Manifests pass required settings',
  question: 'Does every production manifest pass the settings that the application requires?',
  category: 'containers',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001'],
  reads: 'code',
  rules: {
    missing: 'A manifest leaves out settings that the application requires.',
    nowhere: 'No manifest runs the application, so its settings are passed nowhere.',
  },
  conclude(workspace): Conclusion {
    const all = workspace.derive(units);
    if (all.length === 0) return notApplicable('No manifest here runs anything in production.');
    const asking = workspace
      .derive(deployments)
      .map((deployment) => ({ deployment, required: requiredSettings(workspace, deployment.app) }));
    const gaps = asking.flatMap(({ deployment, required }) => gapsOf(workspace, deployment, required));
    const stranded = asking.filter(({ deployment, required }) => deployment.by.length === 0 && required.length > 0);
    if (gaps.length + stranded.length === 0) return notApplicable('No application here requires a setting.');
    const sure = gaps.filter(({ passed, missing }) => missing.length > 0 && passed.open === null);
    const lost = isDecided(workspace, all) ? stranded.filter(({ deployment }) => deployment.perhaps.length === 0) : [];
    if (sure.length + lost.length > 0)
      return fail(
        sure.some(({ passed }) => passed.names.size > 0) ? 'E2' : 'E1',
        sure.length > 0
          ? `${count(sure.length, 'manifest')} ${sure.length === 1 ? 'leaves' : 'leave'} out ${listed(sure.flatMap(({ missing }) => missing.map(({ name }) => name)))}.`
          : `No manifest passes what ${lost[0]?.deployment.app.path ?? 'the application'} requires.`,
        [...sure.map(leftOut), ...lost.map(({ deployment, required }) => passedNowhere(deployment.app, required, all))],
        gaps.filter(({ missing }) => missing.length === 0).map(proof),
      );
    const open = gaps.find(({ missing }) => missing.length > 0);
    if (open)
      return unknown(
        `${listed(open.missing.map(({ name }) => name))} may stand in ${open.passed.open ?? 'another file'}, which is not here.`,
        gaps.map(proof),
      );
    if (gaps.length === 0)
      return unknown('What runs the application in production no file says, so what it is given cannot be told.');
    return pass('E3', 'Every manifest passes the settings that the application requires.', gaps.map(proof));
  },
});

/** The manifests are what is deployed, not one of several ways. */
function isDecided(workspace: Workspace, all: readonly Unit[]): boolean {
  return all.some(isMeant) || deployedElsewhere(workspace).length === 0;
}

/** What runs once, or does not serve. */
const BESIDE = /\b(?:migrat\w*|alembic|prestart|seed\w*|worker|beat|scheduler|cron\w*|init|upgrade|backup\w*|setup)\b/i;

function gapsOf(workspace: Workspace, { app, by }: Deployment, required: readonly RequiredSetting[]): Gap[] {
  return by
    .filter(({ name, service }) => !BESIDE.test(`${name.replace(/[-_]/g, ' ')} ${service?.command?.text ?? ''}`))
    .flatMap((unit) => {
      const passed = passedBy(workspace, unit);
      if (sourceMount(unit, app) || sourceMount(unit, app, unit.base))
        passed.open ??= 'a dotenv file in the mounted folder';
      const asked = [...required, ...storeSettings(workspace, app, unit, passed.names)];
      const missing = asked.filter(({ name }) => !passed.names.has(name) && !passed.promised.has(name));
      return asked.length === 0 ? [] : [{ app, unit, passed, missing }];
    });
}

const WHY: Readonly<Record<RequiredSetting['why'], string>> = {
  required: 'the application does not start without it',
  refused: 'the application refuses to start without it',
  signs: 'without it sessions are signed with a default, or not at all',
  store: 'without it the application does not find the store that runs beside it',
};

function leftOut({ app, unit, passed, missing }: Gap): FindingDraft {
  const names = missing.map(({ name }) => name);
  const [first] = missing;
  return findingAt(
    unit.path,
    passed.at,
    `${unit.name[0]?.toUpperCase() ?? ''}${unit.name.slice(1)} is not given ${listed(names, 5)}, which ${app.path} needs: ${WHY[first?.why ?? 'required']}. Add ${names.length === 1 ? 'it' : 'them'} to its environment.`,
    `${unit.name} ${names.join()}`,
    {
      rule: 'missing',
      related: missing.slice(0, 5).map(({ path, span, name }) => relatedTo(path, span, `${name} is read here`)),
    },
  );
}

function passedNowhere(app: HttpApp, required: readonly RequiredSetting[], all: readonly Unit[]): FindingDraft {
  const first = firstManifest(all);
  return findingAt(
    first?.path ?? app.path,
    first?.span ?? null,
    `No manifest runs the application in ${app.path}, so ${listed(required.map(({ name }) => name))} ${required.length === 1 ? 'is' : 'are'} passed nowhere. Add a service that is given ${required.length === 1 ? 'it' : 'them'}.`,
    `nowhere ${app.path}`,
    {
      rule: 'nowhere',
      related: required.slice(0, 5).map(({ path, span, name }) => relatedTo(path, span, `${name} is read here`)),
    },
  );
}

function proof({ unit, passed }: Gap): Evidence {
  return evidence(unit.path, passed.at, `what ${unit.name} is given`);
}
