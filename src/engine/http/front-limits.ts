/**
 * How long a proxy in front waits for the application. It frees who asked, not the application; and it counts only if requests come that way
 * in every way of running that the files show.
 */
import type { Evidence } from '../verdict';
import { evidence } from '../readiness/answers';
import { composeFiles, isDatastore } from '../readiness/containers';
import { isAside, isForDevelopment } from '../readiness/scope';
import type { Workspace } from '../workspace';
import { boundsOf } from './proxy-bounds';
import { proxySettings, type ProxySetting } from './proxies';
import { MOST } from './python-servers';

/** Seconds that nginx waits unless told otherwise (nginx.org "proxy_read_timeout"; kubernetes.github.io/ingress-nginx "Annotations"). */
const NGINX_DEFAULT = 60;

export interface FrontLimits {
  /** Proxies that give up on the application. */
  limits: Evidence[];
  /** They stand before it however it is run. */
  covers: boolean;
}

/** Call through `workspace.derive(frontLimits)`. */
export function frontLimits(workspace: Workspace): FrontLimits {
  const settings = workspace.derive(proxySettings);
  const { proofs: cluster, open } = clusterLimits(workspace, settings);
  const proxies = [...proxyLimits(settings), ...boundsOf(workspace, 'time', MOST)];
  const isHosted = deployments(workspace).some(({ path, format }) => format === 'platform' && RUNS.test(path));
  const isComposed = workspace
    .derive(composeFiles)
    .some(({ facts }) => facts.services.some((service) => service.build !== null && !isDatastore(service)));
  const covers = !isHosted && !open && (proxies.length > 0 || (cluster.length > 0 && !isComposed));
  return { limits: [...proxies, ...cluster], covers };
}

/** Files of platforms that run a server of one's own. */
const RUNS = /(?:^|\/)(?:railway|render|fly|koyeb|zeabur|nixpacks|Procfile)[\w.-]*$/;

function deployments(workspace: Workspace) {
  return workspace
    .each('deployment')
    .filter(({ file }) => file.fileClass !== 'vendored' && !isAside(file.path) && !isForDevelopment(file.path))
    .map(({ file, facts }) => ({ path: file.path, format: facts.format, facts }));
}

/** nginx in front of something, by file. */
function proxyLimits(settings: readonly ProxySetting[]): Evidence[] {
  const byFile = new Map<string, ProxySetting[]>();
  for (const one of settings) {
    if (!/_(?:pass|read_timeout)$/.test(one.setting.name)) continue;
    byFile.set(one.path, [...(byFile.get(one.path) ?? []), one]);
  }
  return [...byFile].flatMap(([path, all]) => {
    const pass = all.find(({ setting }) => setting.name.endsWith('_pass'));
    const limits = all.filter(({ setting }) => setting.name.endsWith('_read_timeout'));
    if (!pass || limits.some(({ setting }) => secondsOf(setting.value) > MOST)) return [];
    const at = limits[0] ?? pass;
    const seconds = limits[0] ? secondsOf(limits[0].setting.value) : NGINX_DEFAULT;
    return [evidence(path, at.setting.span, `nginx gives up after ${seconds} s${limits[0] ? '' : ', its default'}`)];
  });
}

/** Ingresses with a time limit; `open` when the application runs in a cluster and one has none. */
function clusterLimits(workspace: Workspace, settings: readonly ProxySetting[]): { proofs: Evidence[]; open: boolean } {
  const annotated = new Map(
    settings
      .filter(({ setting }) => setting.name.endsWith('/proxy-read-timeout'))
      .map((one) => [one.path, one] as const),
  );
  const proofs: Evidence[] = [];
  let open = false;
  for (const { path, format, facts } of deployments(workspace)) {
    if (format !== 'kubernetes' || !facts.objects.some(({ kind }) => SERVING.test(kind))) continue;
    const limit = annotated.get(path);
    if (limit && secondsOf(limit.setting.value) <= MOST)
      proofs.push(evidence(path, limit.setting.span, `the ingress gives up after ${secondsOf(limit.setting.value)} s`));
    else if (facts.objects.some(({ kind }) => kind === 'Ingress')) open = true;
  }
  const isCluster = deployments(workspace).some(({ facts }) => facts.objects.some(({ kind }) => kind === 'Deployment'));
  return { proofs, open: open || (isCluster && proofs.length === 0) };
}

const SERVING = /^(?:Deployment|Ingress|Service|Rollout|StatefulSet)$/;

/** `90`, `90s`, `5m`, `1h`, `1d` (nginx.org "Configuration file measurement units"). */
function secondsOf(value: string | null): number {
  const match = /^(\d+)\s*(ms|s|m|h|d|w|M|y)?;?$/.exec((value ?? '').trim());
  if (!match) return NGINX_DEFAULT;
  const unit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? 's'] ?? 86_400;
  return Number(match[1]) * unit;
}
