/** A content policy that lets inline scripts run stops no injected script. */
import { defineCheck, type Conclusion } from '../check';
import type { Span } from '../span';
import { headersNamed } from '../http/headers';
import { proxySettings } from '../http/proxies';
import { declarationsOf } from '../manifests';
import { evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { runsInFront } from '../http/in-front';
import { signalsOf, type PlacedSignal } from '../readiness/served';
import type { Workspace } from '../workspace';

interface Directive {
  path: string;
  span: Span;
  /** `script-src unsafe-inline`, `nonce`. */
  detail: string;
  good: boolean;
  reached: boolean;
}

export default defineCheck({
  id: 'csp-strict',
  title: 'The content policy stops injected scripts',
  question: 'Does the content security policy keep inline and evaluated scripts from running?',
  category: 'http',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['003'],
  reads: 'code',
  conclude(workspace): Conclusion {
    const all = [...inCode(workspace), ...inManifests(workspace)];
    const reached = all.filter((one) => one.reached);
    const policies = deciding(reached.length > 0 ? reached : all);
    if (policies.length === 0) return notApplicable('No content security policy is written here.');
    const weak = policies.filter(({ good }) => !good);
    const proof = policies
      .filter(({ good }) => good)
      .map(({ path, span, detail }) => evidence(path, span, `${detail.split(' ')[0] ?? ''} without unsafe sources`));
    if (weak.length > 0)
      return fail(
        reached.length > 0 ? 'E3' : 'E2',
        'The content policy lets injected scripts run.',
        weak.map(({ path, span, detail }) => findingAt(path, span, messageFor(detail), detail)),
        proof,
      );
    const computed = policies.find(({ detail }) => detail.endsWith('computed'));
    if (computed)
      return unknown('Which scripts the content policy allows is put together at run time.', [
        evidence(computed.path, computed.span, 'put together here'),
      ]);
    if (reached.length === 0) return notApplicable('Nothing that is served sends a content security policy.');
    return pass('E4', 'The content policy allows no inline or evaluated scripts.', proof);
  },
});

function messageFor(detail: string): string {
  if (detail === 'nonce')
    return 'This nonce is made once and sent with every answer, so whoever has seen one page knows it. Make a new one for each request.';
  const words = detail
    .split(' ')
    .slice(1)
    .map((word) => `'${word}'`)
    .join(' and ');
  return `${words} lets scripts run that somebody else put into a page, which is what a content policy is for. Move inline scripts to files, or give them a nonce or a hash.`;
}

function inCode(workspace: Workspace): Directive[] {
  return signalsOf(workspace, 'csp')
    .filter(
      (placed) =>
        !isScript(placed.path) && !/dev|debug/i.test(placed.signal.guard ?? '') && isPolicy(workspace, placed),
    )
    .map((placed) => ({
      path: placed.path,
      span: placed.signal.span,
      detail: placed.signal.detail,
      good: placed.signal.good && placed.signal.detail !== 'nonce',
      // Frameworks load their configuration by its name.
      reached:
        runsInFront(workspace, placed) || /(?:^|\/)(?:next|nuxt|svelte|astro)\.config\.[cm]?[jt]s$/.test(placed.path),
    }));
}

/** A nonce decides only where it is made once; helmet has a policy of its own since version 4. */
function isPolicy(workspace: Workspace, { path, signal }: PlacedSignal): boolean {
  if (signal.detail === 'nonce')
    return (
      signal.within === '__init__' ||
      signal.within === 'constructor' ||
      (signal.within === null && signal.span.column === 1 && path.endsWith('.py'))
    );
  if (signal.detail !== 'default-src of helmet') return true;
  return declarationsOf(workspace, 'npm', 'helmet').every(
    ({ dependency }) => !/^[~^]?[0-3]\./.test(dependency.version),
  );
}

function inManifests(workspace: Workspace): Directive[] {
  const written = [...workspace.each('httpSettings')].flatMap(({ file, facts }) =>
    facts.stage === 'production' && file.fileClass === 'hand-written'
      ? facts.settings
          .filter(({ kind }) => kind === 'header')
          .map((setting) => ({ path: file.path, setting, value: setting.value }))
      : [],
  );
  const proxied = workspace
    .derive(proxySettings)
    .filter(({ setting }) => /^(?:add_header|more_set_headers|header)$/.test(setting.name))
    .map(({ path, setting }) => ({
      path,
      setting: { ...setting, name: headerOf(setting.value) },
      value: setting.value,
    }));
  return [...written, ...proxied].flatMap(({ path, setting, value }) => {
    if (value === null || !headersNamed(setting.name).includes('csp')) return [];
    const sources = /script-src([^;]*)/.exec(value)?.[1] ?? /default-src([^;]*)/.exec(value)?.[1];
    if (sources === undefined) return [];
    const fresh = /'nonce-|'sha\d|'strict-dynamic'/.test(sources);
    const unsafe = [...sources.matchAll(/'(unsafe-(?:inline|eval))'/g)]
      .map((one) => one[1] ?? '')
      .filter((word) => word !== 'unsafe-inline' || !fresh);
    return [
      {
        path,
        span: setting.span,
        detail: ['script-src', ...unsafe].join(' '),
        good: unsafe.length === 0,
        reached: true,
      },
    ];
  });
}

function headerOf(value: string | null): string {
  return (value ?? '').replace(/^["']/, '').split(/[\s:]+/)[0] ?? '';
}

/** Of each file what decides about scripts: `script-src` where there is one, else the default; what is computed only where nothing else is. */
function deciding(all: readonly Directive[]): Directive[] {
  return [...new Set(all.map(({ path }) => path))].flatMap((path) => {
    const own = all.filter((one) => one.path === path);
    const nonces = own.filter(({ detail }) => detail === 'nonce');
    const scripts = own.filter(({ detail }) => detail.startsWith('script-src'));
    const policy = scripts.length > 0 ? scripts : own.filter(({ detail }) => detail.startsWith('default-src'));
    const literal = policy.filter(({ detail }) => !detail.endsWith('computed'));
    return [...nonces, ...(literal.length > 0 ? literal : policy)];
  });
}
