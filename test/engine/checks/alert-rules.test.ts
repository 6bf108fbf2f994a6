// Alert rules exist, are loaded and watch something.

import assert from 'node:assert/strict';

import { metricsOf } from '../../../src/engine/collect/alerting';
import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

const APP: Files = {
  'app/main.py':
    'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/parcels")\ndef parcels():\n    return []\n',
  Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "app.main:app"]\n',
};
const METRICS: Files = {
  'app/figures.py':
    'from prometheus_client import Counter, Histogram\n\nSENT = Counter("parcels_sent", "Sent")\nWEIGHT = Histogram("parcel_weight", "kg")\n',
};

function rule(expression: string, name = 'TooFew'): string {
  return `groups:\n  - name: parcels\n    rules:\n      - alert: ${name}\n        expr: ${expression}\n        for: 5m\n`;
}

function prometheus(files: string, alerting = 'alerting:\n  alertmanagers:\n    - static_configs: []\n'): string {
  return `${alerting}rule_files:\n  - ${files}\nscrape_configs:\n  - job_name: x\n`;
}

const LOADED: Files = { ...APP, 'ops/prometheus.yml': prometheus('"rules/*.yml"') };

describe('metrics of an expression', () => {
  it('are the names that are no function, label or word of the language', () => {
    assert.deepEqual(
      metricsOf(
        'histogram_quantile(0.9, sum by (le, route) (rate(wait_seconds_bucket{job="a b"}[5m] offset 1h))) > on(pod) group_left(team) limits and ignoring (x) other_metric',
      ),
      ['wait_seconds_bucket', 'limits', 'other_metric'],
    );
  });
});

describeCheck('alert-rules', [
  { it: 'does not apply without an application', files: { 'lib/x.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'leaves a pattern with very many asterisks open',
    files: {
      ...APP,
      ...METRICS,
      'compose.yaml': 'services:\n  api:\n    build: .\n',
      'ops/prometheus.yml': prometheus(`"${'*a'.repeat(30)}b.yml"`),
      [`ops/${'a'.repeat(200)}.yml`]: rule('rate(parcels_sent_total[5m]) < 1'),
    },
    answer: 'unknown',
  },
  {
    it: 'does not apply where nothing is deployed',
    files: { 'app/main.py': APP['app/main.py'] ?? '' },
    answer: 'not-applicable',
  },
  {
    it: 'says unknown where a workflow of another repository releases it',
    files: {
      ...APP,
      '.github/workflows/deploy.yml':
        'on: push\njobs:\n  deploy:\n    uses: acme/infrastructure/.github/workflows/deploy.yml@v1\n',
    },
    answer: 'unknown',
  },
  { it: 'wants something that raises alerts', files: APP, answer: 'fail E0 workspace missing' },
  {
    it: 'takes rules that are loaded and have somebody to tell',
    files: { ...LOADED, 'ops/rules/parcels.yml': rule('rate(http_requests_total[5m]) > 5') },
    answer: 'pass E4',
  },
  {
    it: 'does not take rules that are named and not there',
    files: { ...APP, 'ops/prometheus.yml': prometheus('rules.yml') },
    answer: 'fail E2 ops/prometheus.yml:5 broken-reference',
  },
  {
    it: 'does not take a file of rules that lies elsewhere than a pattern looks',
    files: { ...LOADED, 'ops/parcels.rules': rule('up == 0') },
    answer: 'fail E2 ops/prometheus.yml:5 broken-reference',
  },
  {
    it: 'finds rules that are mounted into the container',
    files: {
      ...APP,
      'ops/prometheus.yml': prometheus('/etc/prometheus/rules/*.yml'),
      'ops/alerting/parcels.yml': rule('up == 0'),
    },
    answer: 'pass E4',
  },
  {
    it: 'knows nothing of a path in a container that no file fills',
    files: {
      ...APP,
      'ops/prometheus.yml': prometheus('/etc/prometheus/generated.yml'),
      'ops/parcels.yml': rule('up == 0'),
    },
    answer: 'unknown',
  },
  {
    it: 'does not take a path in a container where the mounted folder lacks the file',
    files: {
      ...APP,
      'ops/prometheus.yml': prometheus('/etc/prometheus/rules/parcels.yml'),
      'compose.yaml':
        'services:\n  prometheus:\n    image: prom/prometheus:v3\n    volumes:\n      - ./ops/rules:/etc/prometheus/rules\n',
    },
    answer: 'fail E2 ops/prometheus.yml:5 broken-reference',
  },
  {
    it: 'finds rules in the ConfigMap of the configuration',
    files: {
      ...APP,
      'k8s/prometheus.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prometheus\ndata:\n  prometheus.yml: |\n${prometheus('/etc/prometheus/parcels.yml').replace(/^/gm, '    ')}\n  parcels.yml: |\n${rule('up == 0').replace(/^/gm, '    ')}\n`,
    },
    answer: 'pass E4',
  },
  {
    it: 'does not take rules that no Prometheus loads',
    files: {
      ...APP,
      'ops/prometheus.yml': 'scrape_configs:\n  - job_name: x\n',
      'ops/parcels.yml': rule('up == 0'),
    },
    answer: 'fail E2 ops/parcels.yml:4 unloaded',
  },
  {
    it: 'knows nothing where no Prometheus is configured here',
    files: { ...APP, 'ops/parcels.yml': rule('up == 0') },
    answer: 'unknown',
  },
  {
    it: 'takes rules of the operator in part',
    files: {
      ...APP,
      'k8s/rules.yaml': `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n${rule('up == 0').replace(/^/gm, '  ')}`,
    },
    answer: 'pass E3',
  },
  {
    it: 'does not take a rule on a metric that the code calls otherwise',
    files: {
      ...LOADED,
      ...METRICS,
      'ops/rules/parcels.yml': rule('rate(parcels_delivered_total[5m]) < 1'),
    },
    answer: 'fail E3 ops/rules/parcels.yml:4 dead-rule',
  },
  {
    it: 'takes what counters and histograms become',
    files: {
      ...LOADED,
      ...METRICS,
      'ops/rules/parcels.yml': `${rule('rate(parcels_sent_total[5m]) < 1')}${rule('parcel_weight_bucket{le="5"} > 3', 'Heavy').replace(/^groups:\n/, '')}`,
    },
    answer: 'pass E4',
  },
  {
    it: 'wants somebody to be told',
    files: {
      ...APP,
      'ops/prometheus.yml': prometheus('rules.yml', ''),
      'ops/rules.yml': rule('up == 0'),
    },
    answer: 'fail E3 ops/prometheus.yml:1 nobody-told',
  },
  {
    it: 'takes alarms kept as code in part',
    files: { ...APP, 'infra/alarms.tf': 'resource "aws_cloudwatch_metric_alarm" "errors" {\n  threshold = 5\n}\n' },
    answer: 'pass E3',
  },
  {
    it: 'does not take a comment for a rule, nor a key of the same name',
    files: { ...APP, 'app/texts.yml': 'messages:\n  alert: Parcel lost\n  # - alert: X\n' },
    answer: 'fail E0 workspace missing',
  },
  {
    it: 'knows nothing where a service keeps the rules',
    files: {
      ...APP,
      'app/main.py': `import sentry_sdk\n${APP['app/main.py'] ?? ''}\nsentry_sdk.init(dsn=DSN)\n`,
    },
    answer: 'unknown',
  },
  {
    it: 'does not take alerts to an address that no manifest sets',
    files: {
      ...APP,
      'app/notify.py': 'import os\n\nWEBHOOK = os.environ.get("ALERT_WEBHOOK_URL")\n',
      'compose.yaml': 'services:\n  api:\n    build: .\n    environment:\n      PORT: "8000"\n',
    },
    answer: 'fail E3 app/notify.py:3 not-sent',
  },
  {
    it: 'knows nothing of an address that a manifest sets',
    files: {
      ...APP,
      'app/notify.py': 'import os\n\nWEBHOOK = os.environ.get("ALERT_WEBHOOK_URL")\n',
      'compose.yaml':
        'services:\n  api:\n    build: .\n    environment:\n      ALERT_WEBHOOK_URL: ${ALERT_WEBHOOK_URL}\n',
    },
    answer: 'unknown',
  },
]);
