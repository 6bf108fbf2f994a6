/** Headers that tell browsers what not to do, on what is really served: applications, Next front ends, or the proxy before them. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { appName, headerApps, httpApps, isAside } from '../http/apps';
import { headersNamed, headersOf, type Header } from '../http/headers';
import { proxySettings } from '../http/proxies';
import { declarationsOf, folderOf, isWithin } from '../manifests';
import { evidence, fail, findingAt, listed, notApplicable, pass } from '../readiness/answers';
import type { Workspace } from '../workspace';

const WORDS: Readonly<Record<Header, string>> = {
  nosniff: 'X-Content-Type-Options',
  framing: 'X-Frame-Options or a frame-ancestors policy',
  referrer: 'Referrer-Policy',
  csp: 'Content-Security-Policy',
  hsts: 'Strict-Transport-Security',
};
/** A front end with fewer route files than this share of the largest application's routes decides nothing. */
const MATTERS = 0.25;

export default defineCheck({
  id: 'security-headers',
  title: 'Security headers are set',
  question: 'Does everything that is served send the security headers that browsers act on?',
  category: 'http',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002', '003', '004'],
  reads: 'setup',
  conclude(workspace): Conclusion {
    const proxied = proxyHeaders(workspace);
    const servers = [...applications(workspace, proxied), ...nextFrontEnds(workspace, proxied)];
    if (servers.length === 0) return notApplicable('Nothing here answers browsers.');
    const lacking = servers.filter((server) => server.finding !== null);
    const proof = servers.flatMap((server) => server.evidence);
    if (lacking.length === 0) return pass('E4', 'Security headers are sent with every answer.', proof);
    const findings = lacking.flatMap((server) => server.finding ?? []);
    const some = proof.length > 0 ? 'E2' : 'E0';
    return fail(
      some,
      `Security headers are missing on ${listed(lacking.map((server) => server.name))}.`,
      findings,
      proof,
    );
  },
});

interface Server {
  name: string;
  evidence: Evidence[];
  finding: FindingDraft | null;
}

function applications(workspace: Workspace, proxied: ReadonlySet<Header>): Server[] {
  return workspace.derive(headerApps).map((app) => {
    const sent = headersOf(app, workspace);
    const missing = missingOf(new Set([...sent.map(({ header }) => header), ...proxied]));
    const places = [...new Map(sent.map((one) => [`${one.path}:${one.span.line}`, one])).values()];
    const proof = places.slice(0, 2).map((one) => evidence(one.path, one.span, `${one.by} sets them`));
    const finding =
      missing.length === 0
        ? null
        : findingAt(app.path, app.linked.fact.at, messageFor(appName(app), missing), 'application');
    return { name: appName(app), evidence: proof, finding };
  });
}

function messageFor(name: string, missing: readonly Header[]): string {
  return `The answers of ${name} come without ${listed(missing.map((header) => WORDS[header]))}, so browsers may frame, sniff or leak them. Add a middleware that sets them (helmet for Express).`;
}

/** Framing and sniffing are asked for everywhere; one of referrer and content policy beside them. */
function missingOf(sent: ReadonlySet<Header>): Header[] {
  const missing: Header[] = [];
  for (const header of ['nosniff', 'framing'] as const) if (!sent.has(header)) missing.push(header);
  if (!sent.has('referrer') && !sent.has('csp')) missing.push('referrer', 'csp');
  return missing;
}

function proxyHeaders(workspace: Workspace): Set<Header> {
  const sent = new Set<Header>();
  for (const { setting } of workspace.derive(proxySettings)) {
    if (!/^(?:add_header|more_set_headers|header)$/.test(setting.name)) continue;
    const [name = ''] = (setting.value ?? '').replace(/^["']/, '').split(/[\s:]+/);
    for (const header of headersNamed(name)) sent.add(header);
  }
  return sent;
}

/** Next applications whose pages and route handlers weigh something beside the other applications. */
function nextFrontEnds(workspace: Workspace, proxied: ReadonlySet<Header>): Server[] {
  const largest = workspace.derive(httpApps)[0]?.routes.length ?? 0;
  return declarationsOf(workspace, 'npm', 'next').flatMap(({ path }) => {
    const folder = folderOf(path);
    if (isAside(workspace, path)) return [];
    const files = [...workspace.files.keys()].filter((file) => isWithin(file, folder));
    const config = files.find((file) => /(?:^|\/)next\.config\.[cm]?[jt]s$/.test(file) && folderOf(file) === folder);
    const handlers = files.filter((file) =>
      /(?:^|\/)app\/(?:.*\/)?route\.[jt]sx?$|(?:^|\/)pages\/api\/.*\.[jt]sx?$/.test(file),
    );
    if (config === undefined || handlers.length < largest * MATTERS) return [];
    return [nextServer(workspace, folder, config, proxied)];
  });
}

function nextServer(workspace: Workspace, folder: string, config: string, proxied: ReadonlySet<Header>): Server {
  const sent = new Set<Header>(proxied);
  const proof: Evidence[] = [];
  for (const { file, facts } of workspace.each('httpSettings')) {
    if (!isWithin(file.path, folder)) continue;
    for (const { kind, name, span } of facts.settings) {
      if (kind !== 'header') continue;
      const headers = headersNamed(name);
      if (headers.length > 0 && proof.length < 2) proof.push(evidence(file.path, span, `${name} is set here`));
      for (const header of headers) sent.add(header);
    }
  }
  const missing = missingOf(sent);
  const name = `the Next application in ${folder === '' ? 'the root' : folder}`;
  const message = `The pages of ${name} come without ${listed(missing.map((header) => WORDS[header]))}, so browsers may frame, sniff or leak them. Set them in \`headers()\` of ${config}.`;
  return { name, evidence: proof, finding: missing.length === 0 ? null : findingAt(config, null, message, 'next') };
}
