// What was not looked at is no proof, and no reason to say that a question does not arise.

import { describeCheck, workflow } from '../../support/answer';
import type { Files } from '../../support/analyze';
import { django, express } from '../../support/samples';

const DATABASE_IMAGE = 'FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\nHEALTHCHECK CMD pg_isready\n';
const api: Files = { ...express({}, "app.get('/orders', (req, res) => res.json([]));\n") };

describeCheck('ci-runs-tests', [
  ...[
    'npx nx affected -t lint,test,build --parallel=3',
    'npx nx run-many --targets=lint test',
    'nx run-many --target test --all',
    'npx nx run api:test:ci',
    'npx nx affected:test',
    'nx test api',
    'bin/rails db:setup test',
    'bin/rails db:test:prepare test test:system',
  ].map((command) => ({ it: `knows ${command}`, files: workflow(`run: ${command}`), answer: 'pass E4' })),
  ...['npx nx affected -t build --base=test', 'npx nx run-many --projects=test', 'npx nx run test:build'].map(
    (command) => ({
      it: `knows ${command} as something else`,
      files: workflow(`run: ${command}`),
      answer: 'not-applicable',
    }),
  ),
]);

const composite = (step: string): string => `name: x\nruns:\n  using: composite\n  steps:\n    - ${step}\n`;
const nested = (run: string): Files => ({
  ...workflow('uses: ./.github/actions/build-test'),
  '.github/actions/build-test/action.yml': composite('uses: ./.github/actions/test'),
  '.github/actions/test/action.yml': composite(`shell: bash\n      run: ${run}`),
});
describeCheck('ci-gates-swallowed', [
  { it: 'holds for an action within an action', files: nested('dotnet test'), answer: 'pass E4' },
  {
    it: 'sees what an action within an action swallows',
    files: nested('dotnet test || true'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'ends where actions use each other',
    files: {
      ...workflow('uses: ./.github/actions/a'),
      '.github/actions/a/action.yml': composite('uses: ./.github/actions/a'),
    },
    answer: 'not-applicable',
  },
  {
    it: 'is unknown where another repository runs the gates',
    files: { Jenkinsfile: "@Library('platform') _\nwithPipeline('java', 'shop') {\n}\n" },
    answer: 'unknown',
  },
]);

describeCheck('probes-configured', [
  {
    it: 'takes no image of a database for the application',
    files: { ...api, Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n', 'db/Dockerfile': DATABASE_IMAGE },
    answer: 'fail E0 Dockerfile:1 missing',
  },
  {
    it: 'takes no service that is built from one for it',
    files: {
      ...api,
      'db/Dockerfile': 'FROM postgres:16\n',
      'compose.yaml':
        'services:\n  api:\n    image: acme/api:1\n  db:\n    build: db\n    healthcheck: { test: pg_isready }\n',
    },
    answer: 'fail E0 compose.yaml:2 missing',
  },
]);
describeCheck('dockerfile-healthcheck', [
  { it: 'still counts the one of a database', files: { 'db/Dockerfile': DATABASE_IMAGE }, answer: 'pass E3' },
]);

describeCheck('error-details-leaked', [
  {
    it: 'follows the text of an error through a variable',
    files: {
      'package.json': '{ "dependencies": { "next": "15.0.0" } }',
      'app/api/orders/route.ts':
        'export async function POST(request: Request) {\n  try {\n    return Response.json(await load());\n  } catch (error: any) {\n    const errorMessage = error?.message || "An error";\n    const status = error.status || 500;\n    return new Response(JSON.stringify({ message: errorMessage }), { status });\n  }\n}\n',
    },
    answer: 'fail E0 app/api/orders/route.ts:5',
  },
  {
    it: 'leaves one alone that is only logged, or tells callers of their mistake',
    files: express(
      {},
      "app.post('/orders', (req, res) => {\n  try {\n    make(req.body);\n  } catch (err) {\n    const message = err.message;\n    if (known(err)) return res.status(400).json({ message });\n    log(message);\n    res.status(500).json({ message: 'failed' });\n  }\n});\n",
    ),
    answer: 'pass E4',
  },
]);

const minimal = (condition: string): Files => ({
  'shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web" />\n',
  'Program.cs': `var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.MapGet("/orders", () => "[]");\n${condition}\n{\n    app.MapHealthChecks("/healthz");\n}\napp.Run();\n`,
});
describeCheck('health-endpoint', [
  {
    it: 'is told when the route exists in development only',
    files: minimal('if (app.Environment.IsDevelopment())'),
    answer: 'fail E2 Program.cs:6',
  },
  {
    it: 'holds where it is left out in development',
    files: minimal('if (!app.Environment.IsDevelopment())'),
    answer: 'pass E4',
  },
]);

describeCheck('rate-limit-auth-routes', [
  {
    it: 'is unknown where a framework that is not read takes the password',
    files: {
      ...express({}, "app.get('/page', (req, res) => res.send(''));\n"),
      'package.json': '{ "dependencies": { "express": "5.0.0", "@nestjs/core": "11.0.0" } }',
      'api/main.ts':
        "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nbootstrap();\n",
      'api/app.module.ts':
        "import { Module } from '@nestjs/common';\nimport { AuthController } from './auth.controller';\n@Module({ controllers: [AuthController] })\nexport class AppModule {}\n",
      'api/auth.controller.ts':
        "import { Controller, Post } from '@nestjs/common';\n@Controller('auth')\nexport class AuthController {\n  @Post('login')\n  login() {}\n}\n",
    },
    answer: 'unknown',
  },
]);

describeCheck('package-without-tests', [
  {
    it: 'finds the package beside requirements of development',
    files: {
      'requirements-dev.txt': 'pytest\n',
      'requirements.txt': 'requests\n',
      'shop/orders.py': 'def total(items):\n    return sum(items)\n',
      'shop/main.py': 'from shop.orders import total\nprint(total([1]))\n',
      'tests/test_orders.py': 'from shop.orders import total\n\n\ndef test_total():\n    assert total([1]) == 1\n',
    },
    answer: 'pass E3',
  },
]);

for (const check of ['db-pool-configured', 'db-query-timeout'])
  describeCheck(check, [
    {
      it: 'is unknown where a framework opens connections by its settings',
      files: { ...django(), 'requirements.txt': 'django==5.2\n' },
      answer: 'unknown',
    },
    { it: 'does not arise where nobody does', files: api, answer: 'not-applicable' },
  ]);

const views =
  "from flask import Blueprint\n\nmod = Blueprint('orders', __name__)\n\n\n@mod.route('/orders', methods=['POST'])\ndef orders():\n    return ''\n";
describeCheck('route-unprotected', [
  {
    it: 'follows a factory that leaves it to another to make the application',
    files: {
      'shop/views.py': views,
      'shop/factory.py':
        'from flask import Flask\n\n\ndef create_app(name=None, blueprints=None):\n    app = Flask(name)\n    for blueprint in blueprints or ():\n        app.register_blueprint(blueprint)\n    return app\n',
      'shop/__init__.py':
        'from flask import g\nfrom shop import factory\nfrom shop.views import mod\n\n\ndef create_app(config=None):\n    return factory.create_app(name=__name__, blueprints=(mod,))\n',
    },
    answer: 'fail E0 shop/views.py:6',
  },
]);

const spring = (chain: string): Files => ({
  'pom.xml':
    '<project><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></project>',
  'src/main/java/shop/App.java':
    'package shop;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication\npublic class App {}\n',
  'src/main/java/shop/Orders.java':
    'package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController\npublic class Orders {\n  @PostMapping("/hooks")\n  public String hook() { return ""; }\n  @PostMapping("/loggers")\n  public String log() { return ""; }\n}\n',
  'src/main/java/shop/Security.java': `package shop;\nimport org.springframework.context.annotation.*;\nimport org.springframework.security.config.annotation.web.builders.HttpSecurity;\nimport org.springframework.security.config.annotation.web.configuration.*;\nimport org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;\nimport org.springframework.security.web.SecurityFilterChain;\n@Configuration\npublic class Security {\n  @Bean\n  public WebSecurityCustomizer ignore() { return web -> web.ignoring().requestMatchers("/hooks", "/loggers"); }\n  @Bean\n  SecurityFilterChain chain(HttpSecurity http) throws Exception {\n    ${chain}\n    return http.build();\n  }\n}\n`,
});
const stateless = spring(
  'http.csrf(AbstractHttpConfigurer::disable).authorizeHttpRequests(a -> a.anyRequest().authenticated()).oauth2ResourceServer(a -> a.jwt(j -> {}));',
);
describeCheck('csrf-protection', [
  { it: 'takes what no chain sees for no proof of a token', files: stateless, answer: 'not-applicable' },
]);
describeCheck('debug-endpoint-exposed', [
  {
    it: 'sees the pages of an actuator that tell or change the inside',
    files: stateless,
    answer: 'fail E0 src/main/java/shop/Orders.java:7',
  },
]);
