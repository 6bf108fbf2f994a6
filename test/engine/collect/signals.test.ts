import assert from 'node:assert/strict';

import { partOf } from '../../support/collect';

/** Signals as `kind detail line within guard`. */
async function signals(path: string, text: string): Promise<string[]> {
  const found = (await partOf('signals', path, text)) ?? [];
  return found.map(
    ({ kind, detail, span, within, guard }) => `${kind} ${detail} ${span.line} ${within ?? '-'} ${guard ?? '-'}`,
  );
}

describe('signals', () => {
  it('say where in Python they stand', async () => {
    const text =
      'def start():\n    if settings.on:\n        sentry_sdk.init()\n\n\nclass A:\n    def b(self):\n        logging.basicConfig()\n';
    assert.deepEqual(await signals('a.py', text), [
      'error-tracking sentry_sdk 3 start settings.on',
      'text-logs logging.basicConfig 8 b -',
    ]);
  });

  it('say where in JavaScript they stand', async () => {
    const text =
      'export function start() {\n  if (on) {\n    Sentry.init({});\n  }\n}\nconst run = async () => {\n  pino();\n};\n';
    assert.deepEqual(await signals('a.ts', text), ['error-tracking Sentry.init 3 start on', 'json-logs pino 7 run -']);
  });

  it('do not come from comments, strings, generated or declaration files', async () => {
    assert.deepEqual(
      await signals('a.py', '# sentry_sdk.init()\nx = "sentry_sdk.init()"\n"""sentry_sdk.init()"""\n'),
      [],
    );
    assert.deepEqual(await signals('a.d.ts', 'Sentry.init();\n'), []);
    assert.deepEqual(await signals('dist/a.js', 'Sentry.init();\n'), []);
  });

  it('never hold a literal of the code', async () => {
    const facts = await partOf(
      'signals',
      'a.py',
      'engine = create_engine("postgresql://u:hunter22@h/d")\nsentry_sdk.init(dsn="https://hunter22@x")\n',
    );
    assert.doesNotMatch(JSON.stringify(facts), /hunter22/);
  });

  it('survive texts without an end', async () => {
    for (const text of [
      'create_engine(',
      'except Exception:\n',
      'raise HTTPException(detail=f"{e}',
      '@asynccontextmanager\nasync def lifespan(app',
    ]) {
      assert.ok(await signals('a.py', text));
    }
    for (const text of ['new Pool({', 'x.innerHTML = `a ${', 'res.json({ error: err.message', "axios.get('"])
      assert.ok(await signals('a.ts', text));
  });
});
