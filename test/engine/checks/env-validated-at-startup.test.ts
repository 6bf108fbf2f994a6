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
