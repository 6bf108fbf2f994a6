/** A body without an upper bound fills memory. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import { appName, everyApp, httpApps, isAside, type HttpApp } from '../http/apps';
import { answers, ownRefusals } from '../routes/run/reach';
import { proxySettings } from '../http/proxies';
import { boundsOf } from '../http/proxy-bounds';
import { evidence, fail, findingAt, listed, notApplicable, pass, relatedTo } from '../readiness/answers';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Expression, FunctionFact } from '../code/model';
import type { Workspace } from '../workspace';

/** Explicit limits above this are as good as none (bytes). */
const MOST = 100 * 1024 * 1024;

export default defineCheck({
  id: 'request-size-limit',
  title: 'Request bodies are bounded',
  question: 'Is there an upper bound on the size of request bodies?',
  category: 'http',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'setup',
  conclude(workspace): Conclusion {
    const apps = workspace.derive(httpApps);
    // A proxy bounds what any application is sent.
    const served = workspace.derive(everyApp);
    if (served.length === 0) return notApplicable('No application with HTTP routes was found.');
    const proxy = proxyLimit(workspace) ?? boundsOf(workspace, 'size', MOST)[0];
    if (proxy) return pass('E4', 'The proxy in front bounds request bodies.', [proxy]);
    if (apps.length === 0) return notApplicable('No application with HTTP routes was found.');
    const judged = apps.map((app) => ({ app, ...judge(app, workspace) }));
    const proof = judged.flatMap((one) => one.proof);
    const lacking = judged.filter((one) => one.finding !== null);
    if (lacking.length > 0) {
      const findings = lacking.flatMap((one) => one.finding ?? []);
      const level = findings.some((finding) => (finding.related ?? []).length > 0) ? 'E2' : 'E0';
      return fail(
        level,
        `Request bodies of ${listed(lacking.map(({ app }) => appName(app)))} have no upper bound.`,
        findings,
        proof,
      );
    }
    const note = judged.some((one) => one.byLength) ? ' Bodies sent in chunks, without a length, pass the check.' : '';
    return pass(note === '' ? 'E4' : 'E3', `Request bodies are bounded.${note}`, proof);
  },
});

interface Judged {
  proof: Evidence[];
  finding: FindingDraft | null;
  /** Only `Content-Length` is looked at. */
  byLength: boolean;
}

function judge(app: HttpApp, workspace: Workspace): Judged {
  return workspace.part(app.path, 'code')?.language === 'javascript' ? judgeExpress(app) : judgePython(app, workspace);
}

/** Body parsers of Express take 100 kB unless told otherwise (body-parser documentation); without one no body is read at all. */
function judgeExpress(app: HttpApp): Judged {
  const parsers = [...app.linked.uses, ...app.routes.flatMap((route) => route.uses)].filter((use) =>
    /^(?:express|body-parser):(?:json|urlencoded|raw|text)\(\)$/.test(use.origin?.symbol ?? ''),
  );
  const wide = parsers.find((use) => limitOf(use) > MOST);
  if (wide) {
    const message = `${wide.name} takes bodies of more than 100 MB into memory, so a few requests can stop the process. Lower the limit; take large files as streams.`;
    return { proof: [], finding: findingAt(wide.path, wide.at, message, 'wide-limit'), byLength: false };
  }
  return {
    proof: parsers.slice(0, 2).map((use) => evidence(use.path, use.at, `${use.name} bounds bodies`)),
    finding: null,
    byLength: false,
  };
}

function limitOf(use: LinkedUse): number {
  const options = use.origin?.args[0]?.value;
  const limit =
    options?.e === 'record'
      ? options.entries.find(({ key }) => key.e === 'text' && key.value === 'limit')?.value
      : undefined;
  return limit ? bytes(limit) : 100 * 1024;
}

function bytes(value: Expression): number {
  if (value.e === 'constant' && typeof value.value === 'number') return value.value;
  const match = value.e === 'text' ? /^([\d.]+)\s*(b|kb|mb|gb|tb)?$/i.exec(value.value.trim()) : null;
  const unit = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 }[(match?.[2] ?? 'b').toLowerCase()] ?? 1;
  return match ? Number(match[1]) * unit : 0;
}

/** Starlette bounds nothing by itself: a middleware that answers 413, or handlers that do where files come in. */
function judgePython(app: HttpApp, workspace: Workspace): Judged {
  const { interpreter } = workspace.derive(linkProgram);
  const middleware = app.linked.uses.find(
    (use) => use.use?.fact.role !== 'error-handler' && answers(use.value, [413], interpreter),
  );
  if (middleware)
    return {
      proof: [evidence(middleware.path, middleware.at, `${middleware.name} answers 413`)],
      finding: null,
      byLength: true,
    };
  const handler = app.routes.find(
    (route) =>
      route.handler &&
      (refuses413(route.handler.fact) || route.uses.some((use) => answers(use.value, [413], interpreter))),
  );
  if (handler?.handler)
    return {
      proof: [evidence(handler.handler.path, handler.handler.fact.at, 'uploads are cut off here')],
      finding: null,
      byLength: true,
    };
  const unused = unusedLimit(workspace);
  const hint = unused
    ? `A middleware that answers 413 is written in ${unused.path} and never added. Add it.`
    : 'Add a middleware that answers 413 beyond a few megabytes, or bound bodies in the proxy.';
  const related = unused ? [relatedTo(unused.path, unused.fact.at, 'answers 413, never added')] : [];
  const message = `Nothing bounds the size of a request body, so one request can fill the memory. ${hint}`;
  return {
    proof: [],
    finding: findingAt(app.path, app.linked.fact.at, message, 'no-limit', { related }),
    byLength: false,
  };
}

function refuses413(fact: FunctionFact): boolean {
  return ownRefusals(fact).has(413);
}

function unusedLimit(workspace: Workspace): { path: string; fact: FunctionFact } | undefined {
  for (const { file, facts } of workspace.each('code')) {
    if (facts.language !== 'python' || isAside(workspace, file.path)) continue;
    const fact = Object.values(facts.functions).find((one) => refuses413(one));
    if (fact) return { path: file.path, fact };
  }
  return undefined;
}

function proxyLimit(workspace: Workspace): Evidence | undefined {
  const limit = workspace
    .derive(proxySettings)
    .find(({ setting: { name, value } }) => /^client_max_body_size$|\/proxy-body-size$/.test(name) && value !== '0');
  return limit && evidence(limit.path, limit.setting.span, `${limit.setting.name} ${limit.setting.value ?? ''}`.trim());
}
