import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const settings = (...fields: string[]): Record<string, string> =>
  fastapi({ 'config.py': `class Settings(BaseSettings):\n${fields.map((field) => `    ${field}\n`).join('')}` });

describeCheck('env-validated-at-startup', [
  { it: 'holds for a required field', files: settings('DEBUG: bool = False', 'DATABASE_URL: str'), answer: 'pass E4' },
  {
    it: 'holds for validators that raise, one level lower',
    files: settings('KEY: str = ""', '@field_validator("KEY")', 'def check(cls, value):', '    raise ValueError()'),
    answer: 'pass E3',
  },
  {
    it: 'holds for a schema in JavaScript',
    files: express({ 'env.ts': 'export const env = schema.parse(process.env);\n' }),
    answer: 'pass E4',
  },
  {
    it: 'does not take a setting in JSON for a schema',
    files: express({ 'env.ts': 'export const tags = JSON.parse(process.env.TAGS);\n' }),
    answer: 'fail E1 env.ts:1 raw',
  },
  {
    it: 'holds for a list of names that start-up goes through and ends',
    files: express({
      'env.ts':
        "function need(names: string[]) {\n  const missing = names.filter((name) => !process.env[name]);\n  if (missing.length > 0) throw new Error(`Missing ${missing.join()}`);\n}\nneed(['DATABASE_URL']);\n",
    }),
    answer: 'pass E4',
  },
  {
    it: 'holds for a loop over names',
    files: express({
      'env.ts':
        "for (const name of ['DATABASE_URL']) {\n  if (!process.env[name]) {\n    console.error(name);\n    process.exit(1);\n  }\n}\n",
    }),
    answer: 'pass E4',
  },
  {
    it: 'holds for the same in Python',
    files: fastapi({}, 'for name in ["KEY"]:\n    if not os.getenv(name):\n        raise RuntimeError(name)\n'),
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a list that a request goes through, or that nobody goes through',
    files: express(
      {
        'env.ts':
          'export function need(names: string[]) {\n  if (names.some((name) => !process.env[name])) throw new Error();\n}\n',
      },
      "const names = ['KEY'];\napp.use((req, res, next) => {\n  const gone = names.filter((name) => !process.env[name]);\n  return gone.length ? res.status(500).end() : next();\n});\n",
    ),
    answer: 'fail E1 server.ts:6 raw',
  },
  {
    it: 'is not fooled by a function that reads one setting whenever it is asked for it',
    files: express({}, 'export function env(name: string) {\n  if (!process.env[name]) throw new Error(name);\n}\n'),
    answer: 'fail E1 server.ts:4 raw',
  },
  {
    it: 'fails when every field has a default',
    files: settings('KEY: str = "x"'),
    answer: 'fail E2 config.py:1 optional',
  },
  { it: 'fails for single reads', files: fastapi({}, 'KEY = os.getenv("KEY")\n'), answer: 'fail E1 main.py:3 raw' },
  {
    it: 'is not fooled by settings that nothing loads',
    files: { ...fastapi({}, 'KEY = os.getenv("KEY")\n'), 'old.py': 'class Settings(BaseSettings):\n    KEY: str\n' },
    answer: 'fail E1 main.py:3 raw',
  },
  { it: 'does not apply where the environment is not read', files: fastapi(), answer: 'not-applicable' },
]);
