import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

describeCheck('error-tracking', [
  {
    it: 'holds where the application starts',
    files: fastapi({ 'errors.py': 'import sentry_sdk\nsentry_sdk.init()\n' }),
    answer: 'pass E4',
  },
  {
    it: 'holds for Node',
    files: express({ 'errors.ts': "import * as Sentry from '@sentry/node';\nSentry.init({});\n" }),
    answer: 'pass E4',
  },
  {
    it: 'fails for a module that nothing imports',
    files: { ...fastapi(), 'errors.py': 'import sentry_sdk\nsentry_sdk.init()\n' },
    answer: 'fail E2 errors.py:2',
  },
  {
    it: 'fails for a package alone',
    files: { ...fastapi(), 'requirements.txt': 'sentry-sdk==2.18.0\n' },
    answer: 'fail E1 main.py:2',
  },
  { it: 'fails without', files: fastapi(), answer: 'fail E0 main.py:2' },
  {
    it: 'does not take a use of the package for its set-up',
    files: fastapi({ 'errors.py': 'import sentry_sdk\nsentry_sdk.capture_exception(e)\n' }),
    answer: 'fail E0 main.py:3',
  },
  {
    it: 'holds for what Django loads by its settings',
    files: {
      'shop/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      'shop/settings.py': 'import sentry_sdk\nINSTALLED_APPS = ["orders"]\nsentry_sdk.init(dsn=DSN)\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for an application of Django that the settings do not list',
    files: {
      'shop/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      'shop/settings.py': 'import os\nINSTALLED_APPS = ["orders"]\n',
      'orders/apps.py': 'import os\n',
      'returns/apps.py': 'import sentry_sdk\nsentry_sdk.init(dsn=DSN)\n',
    },
    answer: 'fail E2 returns/apps.py:2',
  },
  {
    it: 'holds for an application of Django that the settings list',
    files: {
      'shop/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      'shop/settings.py': 'import os\nINSTALLED_APPS = ["returns"]\n',
      'returns/apps.py': 'import sentry_sdk\nsentry_sdk.init(dsn=DSN)\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'holds for Next, which loads files by their names',
    files: {
      'package.json': '{ "dependencies": { "next": "15.1.0" } }\n',
      'next.config.js': 'module.exports = {};\n',
      'app/api/orders/route.ts': 'export function GET() { return Response.json([]); }\n',
      'sentry.server.config.ts':
        "import * as Sentry from '@sentry/nextjs';\nimport { start } from './lib/errors';\nstart(Sentry);\n",
      'lib/errors.ts': 'export function start(sentry) { sentry.init({}); }\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for Next without, at its configuration',
    files: {
      'package.json': '{ "dependencies": { "next": "15.1.0" } }\n',
      'next.config.js': 'module.exports = {};\n',
      'app/api/orders/route.ts': 'export function GET() { return Response.json([]); }\n',
    },
    answer: 'fail E0 next.config.js:1',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
