import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const IMPORT = 'from prometheus_client import Counter, generate_latest\n';

describeCheck('metrics-exposed', [
  {
    it: 'holds for what is sent to StatsD at once',
    files: fastapi({ 'metrics.py': 'from statsd import StatsClient\n\nstatsd = StatsClient()\n' }),
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a client of one’s own that nobody makes',
    files: fastapi({ 'metrics.py': 'class StatsdClient(Base):\n    pass\n' }),
    answer: 'fail E0 main.py:3 missing',
  },
  {
    it: 'holds for an instrumentator',
    files: fastapi({ 'metrics.py': 'Instrumentator().instrument(app).expose(app)\n' }),
    answer: 'pass E4',
  },
  {
    it: 'holds for instruments that are updated and exported',
    files: fastapi({
      'metrics.py': `${IMPORT}ORDERS = Counter("orders", "Orders")\nORDERS.inc()\ngenerate_latest()\n`,
    }),
    answer: 'pass E4',
  },
  {
    it: 'holds for a middleware that measures and exports',
    files: {
      'package.json': '{ "dependencies": { "express": "5", "prometheus-api-metrics": "3" } }\n',
      'server.js':
        'const express = require("express");\nconst apiMetrics = require("prometheus-api-metrics");\nconst app = express();\napp.use(apiMetrics());\napp.get("/a", (req, res) => res.json(1));\napp.listen(3000);\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'holds for prom-client',
    files: express({ 'metrics.ts': 'collectDefaultMetrics();\nregister.metrics();\n' }),
    answer: 'pass E4',
  },
  {
    it: 'fails when nothing is measured',
    files: fastapi({ 'metrics.py': `${IMPORT}generate_latest()\n` }),
    answer: 'fail E2 metrics.py:2 idle',
  },
  {
    it: 'fails when nothing is exported',
    files: fastapi({ 'metrics.py': `${IMPORT}ORDERS = Counter("orders", "Orders")\nORDERS.inc()\n` }),
    answer: 'fail E2 metrics.py:2 idle',
  },
  {
    it: 'fails for values that are made up',
    files: fastapi({
      'metrics.py': 'import prometheus_client\nm.add_metric(["GET"], 100)\nprometheus_client.generate_latest()\n',
    }),
    answer: 'fail E3 metrics.py:2 constant',
  },
  {
    it: 'leaves measured samples alone',
    files: fastapi({
      'metrics.py':
        'import prometheus_client\nm.add_metric(["GET"], pool.size())\nprometheus_client.generate_latest()\n',
    }),
    answer: 'fail E2 metrics.py:3 idle',
  },
  {
    it: 'fails for a package alone',
    files: { ...fastapi(), 'requirements.txt': 'prometheus-client==0.21.0\n' },
    answer: 'fail E1 main.py:2 missing',
  },
  {
    it: 'does not take a counter of words for a metric',
    files: fastapi({ 'words.py': 'from collections import Counter\nwords = Counter("abc")\n' }),
    answer: 'fail E0 main.py:3 missing',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
