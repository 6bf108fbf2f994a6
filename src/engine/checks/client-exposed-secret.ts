/** Secrets under names that bundlers copy into what browsers load. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { BROWSER_PREFIX, isExposedSecretName } from '../secrets/names';
import type { SecretFact } from '../secrets/facts';
import { titleOf } from '../secrets/findings';
import { placeOfPath } from '../secrets/places';
import { providerRule } from '../secrets/rules';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

interface Exposure {
  name: string;
  path: string;
  span: Span;
  /** A value that is a secret by itself stands under the name. */
  value: boolean;
  /** The file itself is what browsers load. */
  code?: boolean;
}

export default defineCheck({
  id: 'client-exposed-secret',
  title: 'No server secret reaches the browser',
  question: 'Are server secrets kept out of the variables that bundlers copy into the browser?',
  category: 'secrets',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001'],
  rules: {
    name: 'A variable for browsers promises a secret by its name',
    value: 'A secret value stands under a name for browsers',
    code: 'A secret stands in code for browsers',
  },
  conclude(workspace) {
    const { exposures, publicNames, hasBrowserCode } = survey(workspace);
    if (exposures.length === 0) {
      if (publicNames === 0 && !hasBrowserCode)
        return { verdict: 'not-applicable', summary: 'Nothing here is built for a browser.' };
      const summary =
        publicNames === 0
          ? 'No variable is copied into the browser.'
          : `The ${publicNames} variables for browsers hold no secret.`;
      return { verdict: 'pass', level: publicNames === 0 ? 'E3' : 'E4', summary };
    }
    const names = [...new Set(exposures.map(({ name }) => name))];
    const summary =
      names.length === 1
        ? `${names[0] ?? ''} is copied into what browsers load.`
        : `${names.length} secret variables are copied into what browsers load.`;
    return { verdict: 'fail', level: 'E0', summary, findings: exposures.map(finding) };
  },
});

const SCRIPT = new Set(['javascript', 'typescript', 'vue', 'svelte', 'astro', 'html']);

function survey(workspace: Workspace): { exposures: Exposure[]; publicNames: number; hasBrowserCode: boolean } {
  const exposures = new Map<string, Exposure>();
  const publicNames = new Set<string>();
  const add = (exposure: Exposure): void => {
    const key = `${exposure.path}:${exposure.name}`;
    if (!exposures.get(key)?.value) exposures.set(key, exposure);
  };
  const serverNames = new Set<string>();
  const scriptNames = new Set<string>();
  for (const { file, facts } of workspace.each('env')) {
    for (const { name } of facts.reads) (SCRIPT.has(file.language) ? scriptNames : serverNames).add(name);
    if (['test', 'docs'].includes(placeOfPath(file.path)) || file.fileClass === 'vendored') continue;
    for (const { name, span } of [...facts.reads, ...facts.declares.filter(({ commented }) => !commented)]) {
      if (BROWSER_PREFIX.test(name)) publicNames.add(name);
      if (isExposedSecretName(name)) add({ name, path: file.path, span, value: false });
    }
  }
  for (const { file, facts } of workspace.each('secrets')) {
    if (['test', 'docs'].includes(placeOfPath(file.path))) continue;
    for (const fact of facts.values) {
      if (facts.client && isServerCredential(fact)) {
        add({
          name: fact.env ?? fact.name ?? titleOf(fact.rule),
          path: file.path,
          span: fact.span,
          value: true,
          code: true,
        });
        continue;
      }
      const name = fact.env ?? fact.name;
      if (name === null || !BROWSER_PREFIX.test(name)) continue;
      if (isServerCredential(fact)) add({ name, path: file.path, span: fact.span, value: true });
    }
  }
  const hasBrowserCode = [...workspace.views].some((file) => SCRIPT.has(file.language));
  // `PUBLIC_` is an ordinary word as well: what only a server's language reads is copied nowhere.
  const isServers = (name: string): boolean =>
    name.startsWith('PUBLIC_') && serverNames.has(name) && !scriptNames.has(name);
  return {
    exposures: [...exposures.values()].filter(({ name }) => !isServers(name)),
    publicNames: publicNames.size,
    hasBrowserCode,
  };
}

/** A token that only servers may hold; a JWT may be a visitor's own, and Google issues keys for browsers under the same form. */
function isServerCredential({ value, rule, position }: SecretFact): boolean {
  return (
    value === 'token' &&
    rule !== 'google-api-key' &&
    rule !== 'jwt' &&
    position !== 'prose' &&
    !providerRule(rule)?.test
  );
}

function finding({ name, path, span, value, code }: Exposure): FindingDraft {
  if (code === true)
    return {
      rule: 'code',
      place: { path, span },
      message: `A secret (${name}) stands in code that browsers load. Anyone can read it there. Rotate it, and make the call from the server.`,
      identity: name,
    };
  const prefix = BROWSER_PREFIX.exec(name)?.[0] ?? '';
  const what = value ? `${name} holds a secret` : `${name} is a secret by its name`;
  return {
    rule: value ? 'value' : 'name',
    place: { path, span },
    message: `${what}, and every variable that starts with ${prefix} is copied into the files that browsers load. Anyone can read it there. Rename it without the prefix and use it on the server only.`,
    identity: name,
  };
}
