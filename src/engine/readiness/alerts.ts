/** Alert rules: which there are, what loads them, whether they ask for anything that exists, and who is told. */
import { Minimatch } from 'minimatch';
import type { AlertingFacts } from '../collect/alerting';
import type { Workspace } from '../workspace';
import { folderOf } from '../manifests';
import { join } from '../modules/paths';
import type { Place } from '../span';
import { allComposeFiles, composeFiles } from './containers';
import { isAside, isForDevelopment, isShipped } from './scope';
import { signalsOf } from './served';

export interface PlacedAlerting {
  path: string;
  facts: AlertingFacts;
}

/** What a Prometheus names that is not there. */
export interface BrokenReference extends Place {
  pattern: string;
}

/** Alerting of production, in path order. Call through `workspace.derive(alertingFiles)`. */
export function alertingFiles(workspace: Workspace): PlacedAlerting[] {
  return workspace
    .each('alerting')
    .filter(({ file }) => !isAside(file.path) && !isForDevelopment(file.path) && file.fileClass !== 'test')
    .map(({ file, facts }) => ({ path: file.path, facts }));
}

/** Patterns of `rule_files` for which no file of the workspace is there; what cannot be told is left out. */
export function brokenReferences(workspace: Workspace, all: readonly PlacedAlerting[]): BrokenReference[] {
  return all.flatMap((one) =>
    (one.facts.prometheus?.files ?? []).flatMap(({ pattern, span }) =>
      isOpaque(workspace, one, pattern) || filesOf(workspace, all, one.path, pattern).length > 0
        ? []
        : [{ path: one.path, span, pattern }],
    ),
  );
}

/** Asterisks of a pattern that a person writes; with many of them matching takes for ever. */
const MAX_ASTERISKS = 4;

/** A template, a pattern that nobody writes, what a chart makes, or a path in a container of which nothing tells what is mounted there. */
export function isOpaque(workspace: Workspace, { path, facts }: PlacedAlerting, pattern: string): boolean {
  if (/[{$<]/.test(pattern) || isCrafted(pattern)) return true;
  if (facts.loaded === 'values' || /\{\{|\.tpl$/.test(path)) return true;
  return pattern.startsWith('/') && facts.holds.length === 0 && mountedAt(workspace, folderOf(pattern)).length === 0;
}

function isCrafted(pattern: string): boolean {
  return pattern.split('*').length - 1 > MAX_ASTERISKS;
}

/** Files that a pattern of `rule_files` stands for: beside the configuration, mounted into its container, or held by a ConfigMap. */
export function filesOf(workspace: Workspace, all: readonly PlacedAlerting[], from: string, pattern: string): string[] {
  if (isCrafted(pattern)) return [];
  const name = globOf(pattern.slice(pattern.lastIndexOf('/') + 1));
  const held = all.filter(({ facts }) =>
    facts.holds.some((one) => name.match(one) && !/^prometheus\.ya?ml$/.test(one)),
  );
  const whole = pattern.startsWith('/') ? null : globOf(join(folderOf(from), pattern));
  const mounted = whole ? [] : mountedAt(workspace, folderOf(pattern));
  const isRules = new Set(all.filter(({ facts }) => facts.rules.length > 0).map(({ path }) => path));
  const files = [...workspace.files.keys()].filter(
    (path) =>
      whole?.match(path) === true ||
      (name.match(path.slice(path.lastIndexOf('/') + 1)) && (isRules.has(path) || mounted.includes(folderOf(path)))),
  );
  return [...files, ...held.map(({ path }) => path)];
}

/** Folders of the workspace that some service finds at a path of its container. */
function mountedAt(workspace: Workspace, target: string): string[] {
  return workspace
    .derive(allComposeFiles)
    .flatMap(({ path, facts }) =>
      facts.services.flatMap((service) =>
        service.mounts.includes(target) ? service.binds.map(({ text }) => join(folderOf(path), text)) : [],
      ),
    );
}

/** Patterns as of a shell (pkg.go.dev "path/filepath.Match"). */
function globOf(pattern: string): Minimatch {
  return new Minimatch(pattern, { dot: true, nonegate: true, nocomment: true });
}

/**
 * Metrics of exporters and frameworks that everybody runs, by the beginnings of their names (prometheus.io "Exporters and integrations", and
 * the pages of the instrumentation libraries).
 */
const KNOWN =
  /^(?:up$|ALERTS|absent|scrape_|prometheus_|alertmanager_|node_|container_|machine_|cadvisor_|kube_|kubelet_|apiserver_|etcd_|coredns_|process_|python_|go_|nodejs_|jvm_|dotnet_|ruby_|php_|http_|https_|grpc_|rpc_|probe_|pg_|postgres|mysql_|mongodb_|redis_|memcached_|rabbitmq_|kafka_|elasticsearch_|nginx_|haproxy_|traefik_|envoy_|istio_|caddy_|celery_|django_|flask_|fastapi_|starlette_|gunicorn_|spring_|tomcat_|hikaricp_|logback_|aws_|gcp_|azure_|stackdriver_|loki_|grafana_|certmanager_|argocd_|velero_|windows_|smartmon_|snmp_|otel|traces_|span|target_|vector$|time$|instance:|job:|cluster:|namespace)/;

/** Rules of which no metric exists: neither code nor a well-known exporter has one of that name. Decided only where code names its metrics. */
export function deadRules(
  workspace: Workspace,
  all: readonly PlacedAlerting[],
): { path: string; name: string; metrics: string[]; place: Place }[] {
  const own = new Set(signalsOf(workspace, 'metric-name').map(({ signal }) => stem(signal.detail)));
  if (own.size === 0 || [...workspace.views].some((file) => OPAQUE.has(file.language) && isShipped(file))) return [];
  const recorded = new Set(all.flatMap(({ facts }) => facts.records));
  return all.flatMap(({ path, facts }) =>
    facts.rules
      .filter(
        ({ metrics }) =>
          metrics.length > 0 &&
          metrics.every((name) => !KNOWN.test(name) && !recorded.has(name) && !own.has(stem(name))),
      )
      .map(({ name, metrics, span }) => ({ path, name, metrics, place: { path, span } })),
  );
}

/** Languages whose metrics are not read. */
const OPAQUE: ReadonlySet<string> = new Set(['go', 'java', 'ruby', 'php', 'csharp']);

/** Counters get `_total`, histograms `_bucket`, `_sum` and `_count` (prometheus.io "Metric types"). */
function stem(name: string): string {
  return name.replace(/_(?:total|bucket|sum|count|created)$/, '');
}

/** Variables from which the code takes the address that it sends alerts to. */
const ADDRESS = /(?:ALERT|ALARM)\w*(?:WEBHOOK|URL|CHANNEL|TOPIC|EMAIL)|(?:PAGERDUTY|OPSGENIE)\w*KEY/;

export interface SentByCode extends Place {
  name: string;
  /** A manifest of production hands it over; null = no manifest lists what it hands over. */
  set: boolean | null;
}

/** Alerts that the code sends itself, by the variable that says where to. */
export function sentByCode(workspace: Workspace): SentByCode[] {
  const given = handedOver(workspace);
  return workspace
    .each('env')
    .filter(({ file }) => isShipped(file))
    .flatMap(({ file, facts }) =>
      facts.reads
        .filter(({ name }) => ADDRESS.test(name))
        .map(({ name, span }) => ({ path: file.path, span, name, set: given === null ? null : given.has(name) })),
    );
}

/** Names of the variables that manifests of production give to services; null where none lists any, or a file that is not here does. */
function handedOver(workspace: Workspace): ReadonlySet<string> | null {
  const services = workspace.derive(composeFiles).flatMap(({ facts }) => facts.services);
  if (services.some(({ envFiles }) => envFiles.length > 0)) return null;
  const names = [
    ...services.flatMap(({ environment }) => environment.map(({ name }) => name)),
    ...workspace.each('deployment').flatMap(({ facts }) => facts.environment.map(({ name }) => name)),
  ];
  return names.length === 0 ? null : new Set(names);
}
