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
