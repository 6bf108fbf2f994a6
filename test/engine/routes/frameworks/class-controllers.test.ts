// routing-controllers, tsoa and inversify-express-utils: classes as controllers, and what their decorators ask.

import { describeWays, type Way } from '../../../support/way';

const CHECKER = `import { Action } from 'routing-controllers';
import jwt from 'jsonwebtoken';
export async function checker(action: Action, roles: string[]) {
  const token = action.request.headers['authorization'];
  try {
    const user = jwt.verify(token, process.env.SIGNING);
    return roles.length === 0 || roles.includes(user.role);
  } catch {
    return false;
  }
}
`;

const ROUTING: Way[] = [
  {
    situation: 'a checker that verifies, on methods and classes; current users; middleware before',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'routing-controllers': '^0.10.0' } }),
      'src/checker.ts': CHECKER,
      'src/badge.ts': `import { ExpressMiddlewareInterface } from 'routing-controllers';
import jwt from 'jsonwebtoken';
export class Badge implements ExpressMiddlewareInterface {
  use(request: any, response: any, next: (err?: any) => any) {
    try {
      jwt.verify(request.headers.authorization, process.env.SIGNING);
    } catch {
      return response.status(401).end();
    }
    next();
  }
}
`,
      'src/controllers/CrateController.ts': `import { Authorized, Body, CurrentUser, Get, JsonController, Post, UseBefore } from 'routing-controllers';
import { Badge } from '../badge';
@JsonController('/crates')
export class CrateController {
  @Get() list() { return []; }
  @Get('/:id') @Authorized() one() { return {}; }
  @Post('/') @Authorized(['ADMIN']) add(@Body() crate: Crate) { return crate; }
  @Get('/mine') mine(@CurrentUser({ required: true }) user: User) { return []; }
  @Get('/maybe') maybe(@CurrentUser() user: User) { return []; }
  @Get('/badge') @UseBefore(Badge) badge() { return []; }
}
`,
      'src/controllers/DockController.ts': `import { Authorized, Controller, Delete } from 'routing-controllers';
@Authorized()
@Controller('docks')
export class DockController {
  @Delete('/:id') remove() { return {}; }
}
`,
      'src/app.ts': `import { createExpressServer } from 'routing-controllers';
import { checker } from './checker';
const app = createExpressServer({
  routePrefix: '/api',
  controllers: [__dirname + '/controllers/*.ts'],
  authorizationChecker: checker,
  currentUserChecker: checker,
});
app.listen(3000);
`,
    },
    verdicts: {
      'GET /api/crates': 'unprotected',
      'GET /api/crates/:id': 'protected',
      'POST /api/crates': 'protected',
      'GET /api/crates/mine': 'protected',
      'GET /api/crates/maybe': 'unprotected',
      'GET /api/crates/badge': 'protected',
      'DELETE /api/docks/:id': 'protected',
    },
  },
  {
    situation: 'a checker that lets everybody in, on an application of its own; a controller that nobody lists',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'routing-controllers': '^0.10.0' } }),
      'src/crates.ts': `import { Authorized, Get, JsonController } from 'routing-controllers';
@JsonController('/crates')
export class Crates {
  @Get('/') @Authorized() list() { return []; }
}
@JsonController('/lost')
export class Lost {
  @Get('/') list() { return []; }
}
`,
      'src/app.ts': `import express from 'express';
import { useExpressServer } from 'routing-controllers';
import { Crates } from './crates';
const app = express();
useExpressServer(app, { controllers: [Crates], authorizationChecker: () => true });
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'hollow', 'GET /lost': 'dead' },
  },
  {
    situation: 'a guard of the application before it, and options that are not in the files',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'routing-controllers': '^0.10.0' } }),
      'src/crates.ts': `import { Authorized, Get, JsonController } from 'routing-controllers';
@JsonController('/crates')
export class Crates {
  @Get('/') @Authorized() list() { return []; }
}
`,
      'src/app.ts': `import { createExpressServer } from 'routing-controllers';
import { Crates } from './crates';
import { given } from 'depot-settings';
createExpressServer({ ...given(), controllers: [Crates] }).listen(3000);
`,
    },
    verdicts: { 'GET …': 'unknown' },
  },
  {
    situation: 'controllers and middleware that a setting names are open or not, never dead',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'routing-controllers': '^0.10.0' } }),
      'src/checker.ts': CHECKER,
      'src/crates.ts': `import { Authorized, Get, JsonController } from 'routing-controllers';
@JsonController('/crates')
export class Crates {
  @Get('/') list() { return []; }
  @Get('/mine') @Authorized() mine() { return []; }
}
`,
      'src/app.ts': `import { createExpressServer } from 'routing-controllers';
import { checker } from './checker';
import { paths } from 'depot-settings';
createExpressServer({ controllers: paths.controllers, authorizationChecker: checker }).listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'unknown', 'GET /crates/mine': 'protected' },
  },
];

describeWays('routing-controllers', ROUTING);

const TSOA: Way[] = [
  {
    situation: 'schemes by name, of a class and of a method, none on purpose, middleware, and alternatives',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { tsoa: '^6.0.0', express: '^4.19.0' } }),
      'tsoa.json': '{ "entryFile": "src/app.ts", "routes": { "routesDir": "src/generated" } }',
      'src/authentication.ts': `import * as express from 'express';
import jwt from 'jsonwebtoken';
export function expressAuthentication(request: express.Request, securityName: string, scopes?: string[]): Promise<any> {
  if (securityName === 'jwt') {
    const token = request.headers['authorization'];
    return new Promise((resolve, reject) => {
      jwt.verify(token, process.env.SIGNING, (error, decoded) => {
        if (error) reject(error);
        else resolve(decoded);
      });
    });
  }
  if (securityName === 'badge' && request.headers['x-api-key'] !== process.env.BADGE) {
    return Promise.reject(new Error('No badge'));
  }
  return Promise.resolve({});
}
`,
      'src/crates.ts': `import { Body, Controller, Delete, Get, NoSecurity, Post, Put, Route, Security } from 'tsoa';
@Route('crates')
@Security('jwt')
export class CratesController extends Controller {
  @Get() public async list() { return []; }
  @Get('{id}') @NoSecurity() public async one(id: string) { return {}; }
  @Post() @Security('jwt', ['admin']) public async add(@Body() crate: Crate) { return crate; }
  @Put() @Security('badge') public async change() { return {}; }
  @Delete('{id}') @Security('loose') public async remove(id: string) { return {}; }
}
`,
      'src/app.ts': `import express from 'express';
import { RegisterRoutes } from './generated/routes';
const app = express();
RegisterRoutes(app);
app.listen(3000);
`,
    },
    verdicts: {
      'GET /crates': 'protected',
      'GET /crates/{id}': 'unprotected',
      'POST /crates': 'protected',
      'PUT /crates': 'protected',
      'DELETE /crates/{id}': 'unprotected',
    },
  },
  {
    situation: 'without the module that authenticates, nothing is decided',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { tsoa: '^6.0.0', express: '^4.19.0' } }),
      'src/crates.ts': `import { Controller, Get, Route, Security } from 'tsoa';
@Route('crates')
export class CratesController extends Controller {
  @Get() @Security('jwt') public async list() { return []; }
}
`,
      'src/app.ts': `import express from 'express';
import { RegisterRoutes } from './generated/routes';
const app = express();
RegisterRoutes(app);
app.listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'unknown' },
  },
];

describeWays('tsoa', TSOA);

const INVERSIFY: Way[] = [
  {
    situation:
      'functions and names of the container as middleware, on controllers and methods; the configuration of the server',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'inversify-express-utils': '^6.4.0' } }),
      'src/badge.ts': `import { injectable } from 'inversify';
import { BaseMiddleware } from 'inversify-express-utils';
import jwt from 'jsonwebtoken';
@injectable()
export class BadgeMiddleware extends BaseMiddleware {
  public handler(req, res, next) {
    try {
      jwt.verify(req.headers.authorization, process.env.SIGNING);
    } catch {
      return res.status(401).end();
    }
    next();
  }
}
`,
      'src/crates.ts': `import { controller, httpGet, httpPost, httpDelete } from 'inversify-express-utils';
import { TYPES } from './types';
const open = (req, res, next) => next();
@controller('/crates')
export class Crates {
  @httpGet('/') list() { return []; }
  @httpPost('/', TYPES.Badge) add() { return {}; }
  @httpDelete('/:id', open) remove() { return {}; }
}
@controller('/docks', TYPES.Badge)
export class Docks {
  @httpGet('/') list() { return []; }
}
`,
      'src/app.ts': `import { Container } from 'inversify';
import { InversifyExpressServer } from 'inversify-express-utils';
import { TYPES } from './types';
import { BadgeMiddleware } from './badge';
import './crates';
const container = new Container();
container.bind<BadgeMiddleware>(TYPES.Badge).to(BadgeMiddleware);
const server = new InversifyExpressServer(container, null, { rootPath: '/api' });
server.setConfig((app) => { app.get('/hello', (req, res) => res.json({})); });
server.build().listen(3000);
`,
    },
    verdicts: {
      'GET /api/crates': 'unprotected',
      'POST /api/crates': 'protected',
      'DELETE /api/crates/:id': 'unprotected',
      'GET /api/docks': 'protected',
      'GET /hello': 'unprotected',
    },
  },
  {
    situation: 'a guard in the configuration of the server',
    files: {
      'package.json': JSON.stringify({ name: 'depot', dependencies: { 'inversify-express-utils': '^6.4.0' } }),
      'src/app.ts': `import { Container } from 'inversify';
import { controller, httpGet, InversifyExpressServer } from 'inversify-express-utils';
import jwt from 'jsonwebtoken';
@controller('/crates')
class Crates {
  @httpGet('/') list() { return []; }
}
const server = new InversifyExpressServer(new Container());
server.setConfig((app) => {
  app.use((req, res, next) => {
    try {
      jwt.verify(req.headers.authorization, process.env.SIGNING);
    } catch {
      return res.status(401).end();
    }
    next();
  });
});
server.build().listen(3000);
`,
    },
    verdicts: { 'GET /crates': 'protected' },
  },
];

describeWays('inversify-express-utils', INVERSIFY);
