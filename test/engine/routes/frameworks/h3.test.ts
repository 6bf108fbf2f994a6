// What real h3 applications answered to an anonymous request, in both versions.

import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const manifest = (version: string): string => JSON.stringify({ name: 'door', dependencies: { h3: version } });

const FIRST: FrameworkCase[] = [
  {
    situation: 'middleware of the application after the router',
    setup: "const r = createRouter(); r.get('/x', ok); app.use(r); app.use(deny);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the application before the router',
    setup: "const r = createRouter(); r.get('/x', ok); app.use(deny); app.use(r);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware for another path',
    setup: "const r = createRouter(); r.get('/x', ok); app.use('/y', deny); app.use(r);",
    request: 'GET /x',
    outcome: 'open',
  },
];

const SECOND: FrameworkCase[] = [
  {
    situation: 'middleware after the route',
    setup: "app.get('/x', ok); app.use(deny);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware before the route',
    setup: "app.use(deny); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware for everything below a path',
    setup: "app.use('/api/**', deny); app.get('/api/x', ok);",
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'middleware for everything below another path',
    setup: "app.use('/api/**', deny); app.get('/x', ok);",
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the route',
    setup: "app.get('/x', ok, { middleware: [deny] });",
    request: 'GET /x',
    outcome: 'refused',
  },
];

describeCases('h3 1, as it answers', FIRST, (setup) => ({
  'package.json': manifest('^1.15.0'),
  'server.ts': `import { createApp, createError, createRouter, eventHandler, getHeader, toNodeListener } from 'h3';
const app = createApp();
const ok = eventHandler(() => 'ok');
const deny = eventHandler((event) => {
  if (getHeader(event, 'authorization') !== process.env.DOOR_TOKEN) throw createError({ statusCode: 401 });
});
${setup}
require('node:http').createServer(toNodeListener(app)).listen(3000);
`,
}));

describeCases('h3 2, as it answers', SECOND, (setup) => ({
  'package.json': manifest('^2.0.0'),
  'server.ts': `import { H3, HTTPError, serve } from 'h3';
const app = new H3();
const ok = () => 'ok';
const deny = (event) => {
  if (event.req.headers.get('authorization') !== process.env.DOOR_TOKEN) throw new HTTPError({ status: 401 });
};
${setup}
serve(app, { port: 3000 });
`,
}));
