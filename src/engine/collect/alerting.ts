/**
 * What raises alarms: rules of Prometheus (prometheus.io "Alerting rules"), its configuration ("Configuration": `rule_files`, `alerting`), rules that
 * the operator loads (prometheus-operator.dev, PrometheusRule), rules of Grafana (grafana.com "Provision alerting resources"), and alarms of clouds
 * and monitoring services that are kept as code. Configurations lie in ConfigMaps and templates, so lines are read.
 */
import { defineWords, holdsAny } from '../text/words';
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';

export interface AlertRule {
  name: string;
  /** Metrics of its expression, by name. */
  metrics: string[];
  span: Span;
}

declare module '../facts' {
  interface FactParts {
    /** Alert rules, and what loads them. */
    alerting: AlertingFacts;
  }
}

export interface AlertingFacts {
  /** Rules of Prometheus. */
  rules: AlertRule[];
  /** Names of recording rules: metrics that other rules may use. */
  records: string[];
  /** Where the rules of this file are loaded by themselves: the operator's objects, a chart's values, Grafana, a cloud. */
  loaded: 'operator' | 'values' | null;
  /** Set on a configuration of Prometheus: what `rule_files` names. */
  prometheus: { files: { pattern: string; span: Span }[]; alertmanagers: boolean; span: Span } | null;
  /** Files that a ConfigMap holds, by name. */
  holds: string[];
  /** Alarms that a service keeps: what, and where. */
  alarms: { what: string; span: Span }[];
}

const WORDS = defineWords([
  'rule_files:',
  'alert:',
  'scrape_configs:',
  'contactPoints:',
  'AWS::CloudWatch::Alarm',
  'microsoft.insights/metricAlerts',
  '_metric_alarm"',
  'datadog_monitor"',
  '_alert_policy"',
  '_alert_condition"',
  'azurerm_monitor_',
  'grafana_rule_group"',
]);

export const alerting = defineExtractor({
  part: 'alerting',
  version: 1,
  notOf: ['vendored', 'generated'],
  accepts: (path) =>
    /\.(?:ya?ml|rules|tf|tpl|json)$/.test(path) && !/(?:^|\/)(?:package|tsconfig)[\w.-]*\.json$|lock\./.test(path),
  prefilter: (text) => holdsAny(text, WORDS),
  extract(file): AlertingFacts | undefined {
    const facts = file.path.endsWith('.tf') ? terraform(file) : manifest(file);
    const says = facts.rules.length + facts.alarms.length > 0 || facts.prometheus !== null;
    return says ? facts : undefined;
  },
});

function empty(): AlertingFacts {
  return { rules: [], records: [], loaded: null, prometheus: null, holds: [], alarms: [] };
}

const ALARM =
  /^\s*resource\s+"(aws_cloudwatch_(?:metric|composite)_alarm|datadog_monitor|google_monitoring_alert_policy|azurerm_monitor_\w*alert\w*|newrelic_nrql_alert_condition|grafana_rule_group)"/;

function terraform(file: SourceFile): AlertingFacts {
  const facts = empty();
  for (let line = 1; line <= file.lines.count; line++) {
    const what = ALARM.exec(file.lines.line(line))?.[1];
    if (what !== undefined) facts.alarms.push({ what, span: file.lines.lineSpan(line) });
  }
  return facts;
}

const TEMPLATE =
  /["']?Type["']?\s*:\s*["']?(AWS::CloudWatch::(?:Composite)?Alarm)\b|"type"\s*:\s*"(microsoft\.insights\/metricAlerts)"/i;

function manifest(file: SourceFile): AlertingFacts {
  const facts = empty();
  if (/^kind:\s*PrometheusRule\b/m.test(file.text)) facts.loaded = 'operator';
  else if (/(?:^|\/)values[\w.-]*\.ya?ml$/.test(file.path)) facts.loaded = 'values';
  const isPrometheus = /^\s*scrape_configs:/m.test(file.text) || /^\s*rule_files:/m.test(file.text);
  for (let line = 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    if (/^\s*#/.test(text)) continue;
    const span = (): Span => file.lines.lineSpan(line);
    const alert = /^\s*(?:-\s+)?alert:\s*["']?([^\s"'#].*?)["']?\s*$/.exec(text)?.[1];
    if (alert !== undefined && hasExpression(file, line))
      facts.rules.push({ name: alert, metrics: metricsOf(expressionAt(file, line)), span: span() });
    const record = /^\s*(?:-\s+)?record:\s*["']?([\w:]+)/.exec(text)?.[1];
    if (record !== undefined) facts.records.push(record);
    const held = /^\s+["']?([\w.-]+\.(?:ya?ml|rules))["']?:\s*[|>]/.exec(text)?.[1];
    if (held !== undefined) facts.holds.push(held);
    const what = TEMPLATE.exec(text);
    if (what) facts.alarms.push({ what: what[1] ?? what[2] ?? '', span: span() });
    if (/^contactPoints:/.test(text)) facts.alarms.push({ what: 'Grafana’s contact points', span: span() });
    if (isPrometheus && facts.prometheus === null && /^\s*(?:rule_files|scrape_configs):/.test(text))
      facts.prometheus = { files: [], alertmanagers: /^\s*alertmanagers:/m.test(file.text), span: span() };
    if (/^\s*rule_files:/.test(text)) facts.prometheus?.files.push(...listed(file, line));
  }
  return facts;
}

/** `- "rules/*.yml"` below a key, or `[rules.yml]` beside it. */
function listed(file: SourceFile, at: number): { pattern: string; span: Span }[] {
  const inline = /\[(.*)\]/.exec(file.lines.line(at))?.[1];
  if (inline !== undefined)
    return [...inline.matchAll(/["']?([^\s,"']+)["']?/g)].map((match) => ({
      pattern: match[1] ?? '',
      span: file.lines.lineSpan(at),
    }));
  const found: { pattern: string; span: Span }[] = [];
  for (let line = at + 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    if (/^\s*(?:#.*)?$/.test(text)) continue;
    const item = /^\s*-\s+["']?([^\s"'#]+)["']?\s*(?:#.*)?$/.exec(text);
    if (!item) break;
    found.push({ pattern: item[1] ?? '', span: file.lines.lineSpan(line) });
  }
  return found;
}

/** `expr:` within the rule that starts at a line: at its indentation, at most a dozen lines away. */
function expressionLine(file: SourceFile, at: number): number | null {
  for (let line = Math.max(1, at - 3); line <= Math.min(file.lines.count, at + 12); line++) {
    const text = file.lines.line(line);
    if (line > at && /^\s*-\s+(?:alert|record):/.test(text)) return null;
    if (/^\s*(?:-\s+)?expr:/.test(text) && (line > at || /^\s*-\s+expr:/.test(text))) return line;
  }
  return null;
}

function hasExpression(file: SourceFile, at: number): boolean {
  return expressionLine(file, at) !== null;
}

/** The expression with the lines that continue it. */
function expressionAt(file: SourceFile, at: number): string {
  const start = expressionLine(file, at) ?? at;
  const first = file.lines.line(start);
  const indent = first.search(/expr:/);
  const parts = [first.slice(indent + 'expr:'.length).replace(/^\s*[|>][+-]?\s*$/, '')];
  for (let line = start + 1; line <= file.lines.count; line++) {
    const text = file.lines.line(line);
    if (text.trim() !== '' && text.search(/\S/) <= indent) break;
    parts.push(text);
  }
  return parts.join(' ');
}

const WORDS_OF_PROMQL =
  /^(?:and|or|unless|by|on|without|ignoring|group_left|group_right|offset|bool|inf|nan|start|end|atan2|\d.*)$/i;

/** Names of metrics in an expression (prometheus.io "Querying basics"); none when a template writes it. */
export function metricsOf(expression: string): string[] {
  if (expression.includes('{{')) return [];
  const bare = expression
    .replace(/\{[^{}]*\}/g, ' ')
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ')
    .replace(/\boffset\s+-?\w+/gi, ' ')
    .replace(/#.*$/gm, ' ');
  const names = [...bare.matchAll(/(?<![\w:])([a-zA-Z_:][\w:]*)(?!\w|\s*\()/g)].map((match) => match[1] ?? '');
  return [...new Set(names.filter((name) => !WORDS_OF_PROMQL.test(name)))];
}
