// Small applications that several tests of checks start from.

import type { Files } from './memory-host';

/** A FastAPI application in main.py that imports these modules; `app = FastAPI()` stands on line 2 + number of modules. */
export function fastapi(modules: Files = {}, body = ''): Files {
  const names = Object.keys(modules).map((path) => path.replace(/\.py$/, '').replaceAll('/', '.'));
  const head = ['from fastapi import FastAPI', ...names.map((name) => `import ${name}`), 'app = FastAPI()', ''].join(
    '\n',
  );
  return { 'main.py': head + body, ...modules };
}

/** An Express application in server.ts that imports these modules. */
export function express(modules: Files = {}, body = ''): Files {
  const imports = Object.keys(modules).map((path) => `import './${path.replace(/\.ts$/, '')}';\n`);
  return {
    'server.ts': `import express from 'express';\n${imports.join('')}const app = express();\n${body}`,
    ...modules,
  };
}

/** A Django project in shop/ with these lines at the end of its settings; the first of them is line 7. */
export function django(middleware: readonly string[] = [], settings = ''): Files {
  return {
    'shop/wsgi.py':
      'import os\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
    'shop/settings.py': `import os\nMIDDLEWARE = [${middleware.map((name) => `"${name}"`).join(', ')}]\nROOT_URLCONF = "shop.urls"\nINSTALLED_APPS = ["django.contrib.auth"]\n\n\n${settings}`,
    'shop/urls.py':
      'from django.urls import path\nfrom shop.views import orders\n\nurlpatterns = [path("orders/", orders)]\n',
    'shop/views.py':
      'from django.http import JsonResponse\n\n\ndef orders(request):\n    return JsonResponse([], safe=False)\n',
  };
}
