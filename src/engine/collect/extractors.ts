/** Every extractor, in the order in which they run. A new kind of facts adds one line here. */
import type { FactParts } from '../facts';
import { attributes } from '../size/attributes';
import { size } from '../size/measure';
import type { Extractor } from './extractor';
import { build } from './build';
import { checklistItems } from './checklist';
import { csharpCode } from '../code/csharp/extractor';
import { javaCode, javaSettings } from '../code/java/extractor';
import { javascriptCode } from '../code/javascript/extractor';
import { manifestCode } from '../code/manifests/extractor';
import { env } from './env';
import { foreignServer } from './foreign-server';
import { ignoreRules } from './ignore-rules';
import { debugCalls } from './debug-calls';
import { manifest } from './manifest';
import { declaredCors } from '../http/cors/declared';
import { corsHeaders } from '../http/cors/header-names';
import { proxyLimits } from '../http/proxy-limits';
import { httpSettings } from '../http/settings';
import { moduleExtractor } from '../modules/javascript';
import { packageEntryExtractor, pathMappingExtractor } from '../modules/manifests';
import { scannerList } from './scanner-lists';
import { secretGuards } from './secret-guards';
import { secrets } from './secrets';
import { goCode } from '../code/go/extractor';
import { goNames } from '../code/go/names';
import { pythonCode } from '../code/python/extractor';
import { phpCode } from '../code/php/extractor';
import { rubyCode } from '../code/ruby/extractor';
import { READINESS_EXTRACTORS } from './readiness-extractors';
import { settings } from './settings';
import { coverageReport } from '../testing/coverage-report';
import { testConfig } from '../testing/test-config';
import { typeEscapes } from '../types/escapes';
import { tsconfig } from '../types/tsconfig';

export const EXTRACTORS: readonly Extractor<keyof FactParts>[] = [
  checklistItems,
  manifest,
  build,
  foreignServer,
  settings,
  attributes,
  size,
  tsconfig,
  typeEscapes,
  debugCalls,
  testConfig,
  coverageReport,
  packageEntryExtractor,
  pathMappingExtractor,
  moduleExtractor,
  httpSettings,
  proxyLimits,
  corsHeaders,
  declaredCors,
  javascriptCode,
  manifestCode,
  javaCode,
  csharpCode,
  javaSettings,
  secrets,
  pythonCode,
  goNames,
  goCode,
  rubyCode,
  phpCode,
  ...READINESS_EXTRACTORS,
  secretGuards,
  env,
  ignoreRules,
  scannerList,
];

/** Changes whenever any extractor does: part of the cache's key. */
export const EXTRACTORS_VERSION = EXTRACTORS.map((extractor) => `${extractor.part}:${extractor.version}`).join(',');
