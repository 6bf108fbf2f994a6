// Where traces are set up, and whether anything gets there.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'tracing';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

const app = (lines: string): string => `from fastapi import FastAPI
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
${lines}
app = FastAPI()
`;

const SET_UP = 'TracerProvider().add(OTLPSpanExporter())';
const INSTRUMENTED = 'FastAPIInstrumentor.instrument_app(app)';

describe('tracing', () => {
  it('holds with a provider and an exporter where the application starts', async () => {
    assert.deepEqual(await outcome({ 'app/main.py': app(`${SET_UP}\n${INSTRUMENTED}`) }), ['pass E4']);
  });

  it('does not hold while nothing is told to use the provider', async () => {
    assert.deepEqual(await outcome({ 'app/main.py': app(SET_UP) }), ['fail E2', 'app/main.py:4']);
  });

  it('leaves the answer open where Django loads it by a name', async () => {
    const wsgi = 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
    const files = { 'shop/wsgi.py': wsgi, 'shop/telemetry.py': `${app(SET_UP).replace(/^.*FastAPI.*\n/gm, '')}` };
    assert.deepEqual(await outcome(files), ['unknown']);
  });

  it('holds when the start command runs an agent', async () => {
    const start = (command: string): Files => ({
      'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      Dockerfile: `FROM python:3.12\nCMD ["${command}"]\n`,
    });
    assert.deepEqual(await outcome(start('opentelemetry-instrument", "uvicorn", "app.main:app')), ['pass E4']);
    assert.deepEqual(await outcome(start('uvicorn", "app.main:app')), ['fail E0', 'app/main.py:2']);
  });

  it('does not count a set-up function that nothing calls, nor a provider that sends nothing', async () => {
    const setUp = 'def setup_tracing():\n    TracerProvider().add(OTLPSpanExporter())\n';
    assert.deepEqual(await outcome({ 'app/main.py': app(setUp) }), ['fail E2', 'app/main.py:5']);
    const bare = app('TracerProvider()').replace(/^from .*exporter.*\n/m, '');
    assert.deepEqual(await outcome({ 'app/main.py': bare }), ['fail E2', 'app/main.py:3']);
  });

  it('knows AWS X-Ray', async () => {
    const xray = 'from flask import Flask\napp = Flask(__name__)\nXRayMiddleware(app, xray_recorder)\n';
    assert.deepEqual(await outcome({ 'app/main.py': xray }), ['pass E4']);
  });

  it('counts Sentry only with a sampling rate', async () => {
    const sentry = (rate: string): Files => ({
      'app/main.py': `import sentry_sdk\nfrom fastapi import FastAPI\nsentry_sdk.init(dsn=DSN, ${rate})\napp = FastAPI()\n`,
    });
    assert.deepEqual(await outcome(sentry('traces_sample_rate=0.1')), ['pass E4']);
    assert.deepEqual(await outcome(sentry('traces_sample_rate=0')), ['fail E0', 'app/main.py:4']);
  });

  it('tells a declared package from nothing, and does not apply where nothing is served', async () => {
    const files = {
      'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      'requirements.txt': 'opentelemetry-sdk\n',
    };
    assert.deepEqual(await outcome(files), ['fail E1', 'app/main.py:2']);
    assert.deepEqual(await outcome({ 'src/a.js': 'export const a = 1;\n' }), ['not-applicable']);
  });
});
