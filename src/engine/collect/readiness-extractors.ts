/** The extractors behind the readiness checks: deployment, CI, migrations, documents, and well-known calls in code. */
import { alerting } from './alerting';
import { ci } from './ci';
import { compose } from './compose';
import { deployment } from './deployment';
import { dockerfile } from './dockerfile';
import { goLogs } from './go-logs';
import { dockerignore, hooks, updateBot } from './hooks';
import { imports } from './imports';
import { foreignKeys } from '../database/extractor';
import { migration, migrationConfig } from './migrations';
import { outline } from './outline';
import { makefile } from '../references/makefile';
import { references } from '../references/markdown';
import { serverLimits } from './server-limits';
import { shellScript } from './shell-script';
import { signals } from './signals/signals';
import { sqlText } from './sql-text';
import { testCases } from './test-cases';

export const READINESS_EXTRACTORS = [
  ci,
  compose,
  dockerfile,
  deployment,
  migration,
  migrationConfig,
  foreignKeys,
  outline,
  references,
  makefile,
  imports,
  signals,
  goLogs,
  alerting,
  serverLimits,
  sqlText,
  testCases,
  shellScript,
  hooks,
  updateBot,
  dockerignore,
] as const;
