// AdonisJS, versions 5 and 6: routes, groups, resources and named middleware, as its documentation has them.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

const SIX: Files = {
  'package.json': JSON.stringify({
    name: 'door',
    dependencies: { '@adonisjs/core': '^6.0.0', '@adonisjs/auth': '^9.0.0' },
    imports: {
      '#controllers/*': './app/controllers/*.js',
      '#middleware/*': './app/middleware/*.js',
      '#start/*': './start/*.js',
    },
  }),
  'start/kernel.ts': `import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'
server.use([() => import('@adonisjs/cors/cors_middleware')])
router.use([() => import('@adonisjs/core/bodyparser_middleware'), () => import('@adonisjs/auth/initialize_auth_middleware')])
export const middleware = router.named({
  auth: () => import('#middleware/auth_middleware'),
  log: () => import('#middleware/log_middleware'),
})
`,
  'app/middleware/auth_middleware.ts': `import type { HttpContext } from '@adonisjs/core/http'
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn, options: { guards?: string[] } = {}) {
    await ctx.auth.authenticateUsing(options.guards, { loginRoute: '/login' })
    return next()
  }
}
`,
  'app/middleware/log_middleware.ts': `export default class LogMiddleware {
  async handle(ctx, next) {
    ctx.bouncer = new Bouncer(() => ctx.auth.user || null).named('app')
    ctx.logger.info('in')
    return next()
  }
}
`,
  'app/controllers/posts_controller.ts': `import type { HttpContext } from '@adonisjs/core/http'
export default class PostsController {
  async index() { return Post.all() }
  async store({ request, auth }: HttpContext) { await auth.authenticate(); return Post.create(request.body()) }
  async show({ params }: HttpContext) { return Post.find(params.id) }
  async update({ auth, response }: HttpContext) { if (!auth.user) return response.unauthorized('no'); return Post.first() }
  async destroy({ bouncer, params }: HttpContext) { await bouncer.authorize('remove', params.id); await Post.remove(params.id) }
}
`,
};

describe('AdonisJS', () => {
  it('has routes, groups and resources behind named middleware', async () => {
    const routes = `import router from '@adonisjs/core/services/router'
import { middleware } from '#start/kernel'
const PostsController = () => import('#controllers/posts_controller')

router.get('/open', [PostsController, 'index'])
router.get('/closed', [PostsController, 'index']).as('closed').use(middleware.auth({ guards: ['api'] }))
router.get('/logged', async () => 'ok').use(middleware.log())
router
  .group(() => {
    router.get('/posts', [PostsController, 'index'])
    router.group(() => { router.delete('wipe', async () => db.wipe()) }).prefix('/admin')
  })
  .prefix('/api')
  .use([middleware.log(), middleware.auth()])
router.delete('/signout', async () => end())
router.get('/:provider/callback', async () => 'ok')
router.get('/mail/off', async ({ request, response }) => {
  if (!request.hasValidSignature()) return response.badRequest()
  return db.off()
})
router.resource('posts', PostsController).apiOnly()
router.resource('posts.comments', PostsController).only(['index', 'store']).use('index', middleware.auth())
`;
    assert.deepEqual(await shown({ ...SIX, 'start/routes.ts': routes }), [
      'GET /open unprotected',
      'GET /closed protected',
      'GET /logged unprotected',
      'GET /api/posts protected',
      'DELETE /api/admin/wipe protected',
      'DELETE /signout public-by-design',
      'GET /:provider/callback public-by-design',
      'GET /mail/off protected',
      'GET /posts unprotected',
      'POST /posts protected',
      'DELETE /posts/:id protected',
      'GET /posts/:id unprotected',
      'PATCH /posts/:id protected',
      'PUT /posts/:id protected',
      'GET /posts/:post_id/comments protected',
      'POST /posts/:post_id/comments protected',
    ]);
  });

  it('names middleware and controllers by texts in version 5', async () => {
    assert.deepEqual(
      await shown({
        'package.json': JSON.stringify({ name: 'door', dependencies: { '@adonisjs/core': '^5.0.0' } }),
        'tsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { 'App/*': ['./app/*'] } } }),
        'start/kernel.ts': `import Server from '@ioc:Adonis/Core/Server'
Server.middleware.register([() => import('@ioc:Adonis/Core/BodyParser')])
Server.middleware.registerNamed({ auth: () => import('App/Middleware/Auth') })
`,
        'app/Middleware/Auth.ts': `export default class AuthMiddleware {
  public async handle({ auth }: HttpContextContract, next: () => Promise<void>) {
    await auth.authenticate()
    await next()
  }
}
`,
        'app/Controllers/Http/RoomsController.ts': `export default class RoomsController {
  public async index() { return Room.all() }
}
`,
        'start/routes.ts': `import Route from '@ioc:Adonis/Core/Route'
Route.get('/rooms', 'RoomsController.index')
Route.group(() => { Route.get('/keys', 'RoomsController.index') }).middleware('auth:api')
`,
      }),
      ['GET /rooms unprotected', 'GET /keys protected'],
    );
  });
});
