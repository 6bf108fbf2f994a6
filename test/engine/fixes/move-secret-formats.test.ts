// A secret to the environment, in every format whose reader can take it from there; a clear sentence in those whose reader cannot.

import assert from 'node:assert/strict';

import { analyze, applyFix, openSession, type Files, type Fixed } from '../../support/analyze';
import { githubToken, strongPassword } from '../../support/made-up-secrets';
import { assertParse } from '../../support/parses';

const CHECK = 'hardcoded-secret';
const FIX = 'move-secret-to-env';
const secret = strongPassword(40);
const token = githubToken('formats');

interface Case {
  name: string;
  files: Files;
  /** Texts after the fix, as far as they are of interest. `S` stands for the secret. */
  after: Files;
  /** What is said to a person besides. */
  next?: RegExp;
  /** ERB, which YAML readers do not know. */
  unparsed?: true;
}

function fill(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('S!', secret)]));
}

async function fix(files: Files, path: string): Promise<Fixed> {
  return applyFix(files, CHECK, FIX, { unlisted: ['.env'], pick: (finding) => finding.path === path });
}

/** Finding gone, everything parses, nothing of the value is left, the same with Windows line ends, and a second time there is nothing to do. */
async function check({ files, after, next, unparsed }: Case): Promise<void> {
  const before = fill(files);
  const [path = ''] = Object.keys(files);
  const { files: texts, edit } = await fix(before, path);
  if (!unparsed) await assertParse(texts);
  for (const [file, text] of Object.entries(fill(after))) assert.equal(texts[file], text, file);
  for (const [file, text] of Object.entries(texts)) if (file !== '.env') assert.ok(!text.includes(secret), file);
  assert.ok(texts['.env']?.includes(secret), 'the value is kept');
  if (next) assert.match(edit.nextSteps.join(' '), next);
  const again = await analyze(texts, { unlisted: ['.env'] });
  assert.deepEqual(
    again.findings.filter((finding) => finding.check === CHECK).map((finding) => finding.path),
    [],
  );
  const windows = Object.fromEntries(
    Object.entries(before).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  );
  const { files: others } = await fix(windows, path);
  for (const file of Object.keys(files)) {
    assert.doesNotMatch(others[file] ?? '', /(?<!\r)\n/, `${file} mixes line ends`);
    assert.equal((others[file] ?? '').replaceAll('\r\n', '\n'), texts[file]);
  }
}

const DEPLOYMENT = (env: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: shop\n          env:\n${env}`;

/** What a Go file is given once, behind everything else. */
const MUST_GETENV =
  '\n// mustGetenv reads a variable that the program cannot do without.\nfunc mustGetenv(name string) string {\n\tvalue := os.Getenv(name)\n\tif value == "" {\n\t\tpanic(name + " is not set")\n\t}\n\treturn value\n}\n';

const CASES: Case[] = [
  {
    name: 'Kubernetes: a reference to a Secret',
    files: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: DB_PASSWORD\n              value: "S!"\n            - name: PORT\n              value: "80"\n',
      ),
    },
    after: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: shop-secrets\n                  key: DB_PASSWORD\n            - name: PORT\n              value: "80"\n',
      ),
    },
    next: /kubectl create secret generic shop-secrets --from-literal=DB_PASSWORD=/,
  },
  {
    name: 'Kubernetes: a Secret in the namespace of what reads it',
    files: {
      'k8s/api.yaml': DEPLOYMENT('            - name: DB_PASSWORD\n              value: "S!"\n').replace(
        'name: shop\n',
        'name: shop\n  labels:\n    app: shop\n  namespace: sales\n',
      ),
    },
    after: {},
    next: /kubectl create secret generic shop-secrets --namespace sales --from-literal/,
  },
  {
    name: 'Kubernetes: the Secret that is read already',
    files: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: KEY\n              valueFrom:\n                secretKeyRef:\n                  name: store\n                  key: KEY\n            - name: DB_PASSWORD\n              value: S!\n',
      ),
    },
    after: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: KEY\n              valueFrom:\n                secretKeyRef:\n                  name: store\n                  key: KEY\n            - name: DB_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: store\n                  key: DB_PASSWORD\n',
      ),
    },
  },
  {
    name: 'Kubernetes: the password of a URL',
    files: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: DATABASE_URL\n              value: postgres://shop:S!@db:5432/shop\n',
      ),
    },
    after: {
      'k8s/api.yaml': DEPLOYMENT(
        '            - name: POSTGRES_PASSWORD\n              valueFrom:\n                secretKeyRef:\n                  name: shop-secrets\n                  key: POSTGRES_PASSWORD\n            - name: DATABASE_URL\n              value: postgres://shop:$(POSTGRES_PASSWORD)@db:5432/shop\n',
      ),
    },
  },
  {
    name: 'Helm: an empty value that the templates ask for',
    files: {
      'chart/values.yaml': 'mail:\n  host: mail\n  password: "S!" # of the relay\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/_env.tpl':
        '{{ .Values.mail.password | quote }}\n{{ if .Values.mail.password }}x{{ end }}\n{{ .Values.mail.passwordFile }}\n',
    },
    after: {
      'chart/values.yaml': 'mail:\n  host: mail\n  password: "" # of the relay\n',
      'chart/templates/_env.tpl':
        '{{ (required "set mail.password" .Values.mail.password) | quote }}\n{{ if .Values.mail.password }}x{{ end }}\n{{ .Values.mail.passwordFile }}\n',
    },
    next: /--set mail\.password=\$/,
  },
  {
    name: 'Helm: a URL, which is no value for the variable that holds its password elsewhere',
    files: {
      'chart/values.yaml': 'shop:\n  databaseUrl: postgres://shop:S!@db/shop\n',
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'compose.yml': 'services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: S!\n',
    },
    after: {
      'chart/values.yaml': 'shop:\n  databaseUrl: ""\n',
      '.env': "SHOP_DATABASE_URL='postgres://shop:S!@db/shop'\nPOSTGRES_PASSWORD='S!'\n",
    },
    next: /--set shop\.databaseUrl=\$SHOP_DATABASE_URL/,
  },
  {
    name: 'Dockerfile: one pair of several',
    files: { Dockerfile: 'FROM node:22\nENV A=1 \\\n    DB_PASSWORD="S!" \\\n    B=2\nENV C=3\n' },
    after: { Dockerfile: 'FROM node:22\nENV A=1 \\\n    B=2\nENV C=3\n' },
    next: /docker run --env DB_PASSWORD/,
  },
  {
    name: 'Dockerfile: the last pair, and a whole instruction',
    files: { Dockerfile: 'FROM node:22\nENV A=1 DB_PASSWORD=S!\nUSER node\n' },
    after: { Dockerfile: 'FROM node:22\nENV A=1\nUSER node\n' },
  },
  {
    name: 'Dockerfile: the old form',
    files: { Dockerfile: 'FROM node:22\nENV DB_PASSWORD S!\nUSER node\n' },
    after: { Dockerfile: 'FROM node:22\nUSER node\n', '.env': "DB_PASSWORD='S!'\n" },
  },
  {
    name: 'Dockerfile: a URL',
    files: { Dockerfile: 'FROM node:22\nENV DATABASE_URL=postgres://shop:S!@db/shop\nUSER node\n' },
    after: { Dockerfile: 'FROM node:22\nUSER node\n', '.env': "DATABASE_URL='postgres://shop:S!@db/shop'\n" },
  },
  {
    name: 'Spring: YAML',
    files: { 'src/main/resources/application.yml': 'spring:\n  mail:\n    password: S!\n' },
    after: { 'src/main/resources/application.yml': 'spring:\n  mail:\n    password: ${APP_PASSWORD}\n' },
  },
  {
    name: 'Spring: what a configuration server hands out, by the name of an application',
    files: { 'config/src/main/resources/shared/mail.yml': 'spring:\n  mail:\n    password: S!\n' },
    after: {
      'config/src/main/resources/shared/mail.yml': 'spring:\n  mail:\n    password: ${MAIL_PASSWORD}\n',
    },
  },
  {
    name: 'Spring: properties',
    files: { 'src/main/resources/application-prod.properties': 'spring.mail.password=S!\nspring.mail.host=mail\n' },
    after: {
      'src/main/resources/application-prod.properties':
        'spring.mail.password=${PROD_PASSWORD}\nspring.mail.host=mail\n',
    },
  },
  {
    name: 'Rails: ERB',
    files: { 'config/database.yml': 'production:\n  password: "S!"\n  host: db\n' },
    after: { 'config/database.yml': 'production:\n  password: <%= ENV.fetch("DATABASE_PASSWORD") %>\n  host: db\n' },
  },
  {
    name: 'Symfony: a processor',
    files: { 'config/packages/mailer.yaml': 'framework:\n  mail:\n    password: S!\n' },
    after: { 'config/packages/mailer.yaml': "framework:\n  mail:\n    password: '%env(MAILER_PASSWORD)%'\n" },
  },
  {
    name: 'Serverless Framework',
    files: { 'serverless.yml': 'service: shop\nprovider:\n  environment:\n    DB_PASSWORD: S!\n' },
    after: { 'serverless.yml': 'service: shop\nprovider:\n  environment:\n    DB_PASSWORD: ${env:DB_PASSWORD}\n' },
  },
  {
    name: 'Render: asked for in the dashboard',
    files: {
      'render.yaml':
        'services:\n  - type: web\n    envVars:\n      - key: DB_PASSWORD\n        value: S!\n      - key: A\n        value: b\n',
    },
    after: {
      'render.yaml':
        'services:\n  - type: web\n    envVars:\n      - key: DB_PASSWORD\n        sync: false\n      - key: A\n        value: b\n',
    },
  },
  {
    name: 'Maven: settings',
    files: {
      'ci/settings.xml': '<settings><servers><server><id>a</id><password>S!</password></server></servers></settings>\n',
    },
    after: {
      'ci/settings.xml':
        '<settings><servers><server><id>a</id><password>${env.APP_PASSWORD}</password></server></servers></settings>\n',
    },
  },
  {
    name: 'Terraform: a sensitive variable',
    files: { 'infra/main.tf': 'resource "aws_db_instance" "db" {\n  username = "a"\n  password = "S!"\n}\n' },
    after: {
      'infra/main.tf': 'resource "aws_db_instance" "db" {\n  username = "a"\n  password = var.app_password\n}\n',
      'infra/variables.tf': 'variable "app_password" {\n  type      = string\n  sensitive = true\n}\n',
    },
    next: /set -a; \. \.\/\.env; set \+a/,
  },
  {
    name: 'Terraform: a part of a text, declared behind what is declared already',
    files: {
      'infra/main.tf': 'locals {\n  command = "psql postgres://shop:S!@db/shop"\n}\n',
      'infra/variables.tf': 'variable "region" {}\n',
    },
    after: {
      'infra/main.tf': 'locals {\n  command = "psql postgres://shop:${var.postgres_password}@db/shop"\n}\n',
      'infra/variables.tf':
        'variable "region" {}\n\nvariable "postgres_password" {\n  type      = string\n  sensitive = true\n}\n',
    },
  },
  {
    name: 'Terraform: a text of several lines',
    files: {
      'vm.tf':
        'resource "aws_instance" "vm" {\n  user_data = <<EOF\n#!/bin/sh\npsql postgres://shop:S!@db/shop\nEOF\n}\n',
    },
    after: {
      'vm.tf':
        'resource "aws_instance" "vm" {\n  user_data = <<EOF\n#!/bin/sh\npsql postgres://shop:${var.postgres_password}@db/shop\nEOF\n}\n',
      'variables.tf': 'variable "postgres_password" {\n  type      = string\n  sensitive = true\n}\n',
    },
  },
  {
    name: 'Terraform: the default of a variable',
    files: { 'infra/vars.tf': 'variable "db_password" {\n  type    = string\n  default = "S!"\n}\n' },
    after: {
      'infra/vars.tf': 'variable "db_password" {\n  type    = string\n  sensitive = true\n}\n',
      '.env': "TF_VAR_db_password='S!'\n",
    },
  },
  {
    name: 'Terraform: a default below a description with braces',
    files: {
      'infra/vars.tf':
        'variable "db_password" {\n  description = "of {shop}"\n  sensitive = true\n  default = "S!"\n}\n',
    },
    after: {
      'infra/vars.tf': 'variable "db_password" {\n  description = "of {shop}"\n  sensitive = true\n}\n',
    },
  },
  {
    name: 'Spring: a fallback behind the variable that is read already',
    files: { 'src/main/resources/application.yml': 'jwt:\n  secret: ${JWT_SECRET:S!}\n' },
    after: {
      'src/main/resources/application.yml': 'jwt:\n  secret: ${JWT_SECRET}\n',
      '.env': "JWT_SECRET='S!'\n",
    },
  },
  {
    name: 'Terraform: a file of variables',
    files: { 'infra/prod.tfvars': 'region = "eu"\ndb_password = "S!"\n' },
    after: { 'infra/prod.tfvars': 'region = "eu"\n', '.env': "TF_VAR_db_password='S!'\n" },
  },
  {
    name: 'a connection string, as a whole',
    files: { 'db.js': "connect('Server=db;User Id=a;Password=S!;');\n" },
    after: {
      'db.js': 'connect(process.env.DATABASE_URL);\n',
      '.env': "DATABASE_URL='Server=db;User Id=a;Password=S!;'\n",
    },
  },
  {
    name: 'Prisma',
    files: { 'schema.prisma': 'datasource db {\n  url = "postgres://shop:S!@db/shop"\n}\n' },
    after: { 'schema.prisma': 'datasource db {\n  url = env("DATABASE_URL")\n}\n' },
  },
  {
    name: 'Go: an import in its block, a constant that becomes a variable',
    files: {
      'mail.go':
        'package mail\n\nimport (\n\t"fmt"\n\t"strings"\n\n\t"example.org/x/smtp"\n)\n\nconst mailPassword = "S!"\n',
    },
    after: {
      'mail.go':
        'package mail\n\nimport (\n\t"fmt"\n\t"os"\n\t"strings"\n\n\t"example.org/x/smtp"\n)\n\nvar mailPassword = mustGetenv("MAIL_PASSWORD")\n' +
        MUST_GETENV,
    },
  },
  {
    name: 'Go: without imports, and a raw text',
    files: { 'mail.go': 'package mail\n\nfunc f() { Login(Options{User: "a", Password: `S!`}) }\n' },
    after: {
      'mail.go':
        'package mail\n\nimport "os"\n\nfunc f() { Login(Options{User: "a", Password: mustGetenv("MAIL_PASSWORD")}) }\n' +
        MUST_GETENV,
    },
  },
  {
    name: 'Go: one function for the files of a package, none where it stands already',
    files: {
      'mail.go': 'package mail\n\nimport "os"\n\nvar mailPassword, args = "S!", os.Args\n',
      'out/a.go': 'package out\n\nvar mailPassword = "S!"\n',
      'out/b.go': 'package out\n\nvar mailPassword = "S!"\n',
      'send.go': 'package mail\n\nfunc mustGetenv(name string) string { return read(name) }\n',
    },
    after: {
      'mail.go': 'package mail\n\nimport "os"\n\nvar mailPassword, args = mustGetenv("MAIL_PASSWORD"), os.Args\n',
      'out/a.go': 'package out\n\nimport "os"\n\nvar mailPassword = mustGetenv("MAIL_PASSWORD")\n' + MUST_GETENV,
      'out/b.go': 'package out\n\nvar mailPassword = mustGetenv("MAIL_PASSWORD")\n',
      'send.go': 'package mail\n\nfunc mustGetenv(name string) string { return read(name) }\n',
    },
  },
  {
    name: 'Go: a test, which tells by itself what it lacks',
    files: {
      'mail.go': 'package mail\n\nvar mailPassword = "S!"\n',
      'mail_test.go': 'package mail\n\nvar mailPassword = "S!"\n',
    },
    after: {
      'mail.go': 'package mail\n\nimport "os"\n\nvar mailPassword = mustGetenv("MAIL_PASSWORD")\n' + MUST_GETENV,
      'mail_test.go': 'package mail\n\nimport "os"\n\nvar mailPassword = os.Getenv("MAIL_PASSWORD")\n',
    },
  },
  {
    name: 'Go: code that compose builds an image from: the container is handed the variable',
    files: {
      'api/mail.go':
        'package mail\n\nimport "os"\n\nfunc f() {\n\tmailPassword := "S!"\n\tlogin(mailPassword, os.Args)\n}\n',
      'compose.yml':
        'services:\n  api:\n    build: ./api\n    environment:\n      - PORT=80\n  web:\n    build:\n      context: ./web\n',
    },
    after: {
      'compose.yml':
        'services:\n  api:\n    build: ./api\n    environment:\n      - MAIL_PASSWORD=${MAIL_PASSWORD:?set MAIL_PASSWORD}\n      - PORT=80\n  web:\n    build:\n      context: ./web\n',
    },
  },
  {
    name: 'Java',
    files: { 'src/Mail.java': 'class Mail {\n  static final String MAIL_PASSWORD = "S!";\n}\n' },
    after: {
      'src/Mail.java': 'class Mail {\n  static final String MAIL_PASSWORD = System.getenv("MAIL_PASSWORD");\n}\n',
    },
  },
  {
    name: 'Kotlin: a constant',
    files: { 'src/Mail.kt': 'const val MAIL_PASSWORD = "S!"\n' },
    after: { 'src/Mail.kt': 'val MAIL_PASSWORD = System.getenv("MAIL_PASSWORD")\n' },
  },
  {
    name: 'C#: a constant of a class',
    files: { 'Mail.cs': 'class Mail {\n  const string MailPassword = "S!";\n}\n' },
    after: {
      'Mail.cs':
        'class Mail {\n  static readonly string MailPassword = System.Environment.GetEnvironmentVariable("MAIL_PASSWORD")!;\n}\n',
    },
  },
  {
    name: 'Laravel: env() in the configuration',
    files: { 'config/mail.php': "<?php\nreturn [\n  'mail_password' => 'S!',\n];\n", artisan: '#!/usr/bin/env php\n' },
    after: { 'config/mail.php': "<?php\nreturn [\n  'mail_password' => env('MAIL_PASSWORD'),\n];\n" },
  },
  {
    name: 'PHP: elsewhere, also as a part',
    files: { 'mail.php': "<?php\n$mail_password = 'S!';\n" },
    after: { 'mail.php': "<?php\n$mail_password = ($_ENV['MAIL_PASSWORD'] ?? getenv('MAIL_PASSWORD'));\n" },
  },
  {
    name: 'Deno: without what only TypeScript knows',
    files: { 'mail.js': "const port = Deno.env.get('PORT');\nconst mailPassword = 'S!';\n" },
    after: { 'mail.js': "const port = Deno.env.get('PORT');\nconst mailPassword = Deno.env.get('MAIL_PASSWORD');\n" },
  },
  {
    name: 'Ruby',
    files: { 'mail.rb': "MAIL_PASSWORD = 'S!'\n" },
    after: { 'mail.rb': "MAIL_PASSWORD = ENV.fetch('MAIL_PASSWORD')\n" },
  },
  {
    name: 'Astro: a page',
    files: {
      'src/pages/mail.ts': "export const MAIL_PASSWORD = 'S!';\n",
      'package.json': '{ "name": "a", "dependencies": { "astro": "^5.0.0" } }\n',
    },
    after: { 'src/pages/mail.ts': 'export const MAIL_PASSWORD = import.meta.env.MAIL_PASSWORD;\n' },
  },
  {
    name: 'SvelteKit: a module of the server',
    files: {
      'src/routes/mail/+server.ts': "import { json } from '@sveltejs/kit';\n\nconst MAIL_AUTH_PASSWORD = 'S!';\n",
      'package.json': '{ "name": "a", "devDependencies": { "@sveltejs/kit": "^2.0.0", "vite": "^7.0.0" } }\n',
    },
    after: {
      'src/routes/mail/+server.ts':
        "import { env } from '$env/dynamic/private';\nimport { json } from '@sveltejs/kit';\n\nconst MAIL_AUTH_PASSWORD = env.MAIL_AUTH_PASSWORD;\n",
    },
  },
  {
    name: 'pydantic: a field of the settings that the module reads',
    files: {
      'app/mail.py': 'from app.config import settings\n\nlogin(settings.HOST, mail_password="S!")\n',
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    """All of it."""\n\n    HOST: str = "mail"\n\n\nsettings = Settings()\n',
      'app/__init__.py': '',
    },
    after: {
      'app/mail.py': 'from app.config import settings\n\nlogin(settings.HOST, mail_password=settings.MAIL_PASSWORD)\n',
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    """All of it."""\n\n    MAIL_PASSWORD: str\n    HOST: str = "mail"\n\n\nsettings = Settings()\n',
      '.env': "MAIL_PASSWORD='S!'\n",
    },
  },
  {
    name: 'pydantic: settings from a function, in lower case, seen from beside',
    files: {
      'app/mail.py': 'from .config import get_settings\n\nlogin(mail_password="S!")\n',
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    host: str = "mail"\n\n\ndef get_settings():\n    return Settings()\n',
    },
    after: {
      'app/mail.py': 'from .config import get_settings\n\nlogin(mail_password=get_settings().mail_password)\n',
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    mail_password: str\n    host: str = "mail"\n\n\ndef get_settings():\n    return Settings()\n',
    },
  },
  {
    name: 'pydantic: names that are not the variables’ own are left alone',
    files: {
      'app/mail.py': 'from app.config import settings\n\nlogin(mail_password="S!")\n',
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    model_config = {"env_prefix": "APP_"}\n    host: str = "mail"\n\n\nsettings = Settings()\n',
    },
    after: {
      'app/mail.py':
        'import os\n\nfrom app.config import settings\n\nlogin(mail_password=os.environ["MAIL_PASSWORD"])\n',
    },
  },
  {
    name: 'pydantic: a required field reads the variable with the prefix of its class',
    files: {
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    model_config = {"env_prefix": "shop_"}\n    mail_password: str = "S!"\n',
    },
    after: {
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    model_config = {"env_prefix": "shop_"}\n    mail_password: str\n',
      '.env': "SHOP_MAIL_PASSWORD='S!'\n",
    },
  },
  {
    name: 'PowerShell',
    files: { 'run.ps1': "$env:DB_PASSWORD='S!'\n" },
    after: { 'run.ps1': '$env:DB_PASSWORD=$env:DB_PASSWORD\n' },
  },
  {
    name: 'a makefile',
    files: { Makefile: 'all:\n\tDB_PASSWORD=S! make-it\n' },
    after: { Makefile: 'all:\n\tDB_PASSWORD=$${DB_PASSWORD:?set DB_PASSWORD} make-it\n' },
  },
  {
    name: 'a makefile: a part of another variable',
    files: { Makefile: 'DB = postgres://shop:S!@localhost/shop\n\nall:\n\tmigrate $(DB)\n' },
    after: {
      Makefile:
        'DB = postgres://shop:$(or $(POSTGRES_PASSWORD),$(error set POSTGRES_PASSWORD))@localhost/shop\n\nall:\n\tmigrate $(DB)\n',
    },
  },
  {
    name: 'a makefile: a variable of its own',
    files: { Makefile: 'A = b\nDB_PASSWORD = S!\n\nall:\n\techo\n' },
    after: { Makefile: 'A = b\nifndef DB_PASSWORD\n$(error set DB_PASSWORD)\nendif\n\nall:\n\techo\n' },
  },
  {
    name: 'shell: quotes within quotes',
    files: { 'run.sh': `alias a="curl -d 'password=S!'"\nalias b='echo '"'"'{"password":"S!"}'"'"\n` },
    after: {
      'run.sh': `alias a="curl -d 'password=\${APP_PASSWORD:?set APP_PASSWORD}'"\nalias b='echo '"'"'{"password":"'"\${APP_PASSWORD:?set APP_PASSWORD}"'"}'"'"\n`,
    },
  },
  {
    name: 'shell: single quotes give way',
    files: { 'run.sh': "export DB_PASSWORD='S!'\n" },
    after: { 'run.sh': 'export DB_PASSWORD="${DB_PASSWORD:?set DB_PASSWORD}"\n' },
  },
  {
    name: 'compose: the password of a URL',
    files: {
      'compose.yml':
        'services:\n  api:\n    image: api\n    environment:\n      DATABASE_URL: postgres://shop:S!@db/shop\n',
    },
    after: {
      'compose.yml':
        'services:\n  api:\n    image: api\n    environment:\n      DATABASE_URL: postgres://shop:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}@db/shop\n',
    },
  },
];

const REFUSALS: [string, Files, RegExp][] = [
  [
    'a settings class of pydantic whose prefix is written elsewhere',
    {
      'app/config.py':
        'from pydantic_settings import BaseSettings\n\nfrom app.names import PREFIX\n\n\nclass Settings(BaseSettings):\n    mail_password: str = "S!"\n\n    class Config:\n        env_prefix = PREFIX\n',
    },
    /behind a prefix that is set elsewhere/,
  ],
  [
    'a Secret of Kubernetes',
    { 'k8s/s.yaml': 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  DB_PASSWORD: S!\n' },
    /only encodes its values.*Sealed Secrets/,
  ],
  [
    'a ConfigMap',
    { 'k8s/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  DB_PASSWORD: S!\n' },
    /ConfigMap.*secretKeyRef/,
  ],
  [
    'an image whose build needs it',
    { Dockerfile: 'FROM node:22\nARG DB_PASSWORD=S!\nRUN migrate $DB_PASSWORD\n' },
    /RUN --mount=type=secret,id=DB_PASSWORD/,
  ],
  [
    'appsettings.json',
    { 'appsettings.json': '{ "Mail": { "Password": "S!" } }\n' },
    /Mail__Password.*dotnet user-secrets set Mail:Password/,
  ],
  [
    'a file whose reader is not known',
    { 'config.yaml': 'mail:\n  password: S!\n' },
    /nothing says that its reader fills in variables/,
  ],
  [
    'a file inside of the values of a chart',
    { 'chart/values.yaml': 'data:\n  config.yml: |\n    mail:\n      password: S!\n' },
    /in a form that is not rewritten/,
  ],
  [
    'a unit of systemd',
    { 'deploy/books.service': '[Service]\nEnvironment=MAIL_PASSWORD=S!\n' },
    /in a file for root alone and name that with EnvironmentFile=/,
  ],
  ['a Worker', { 'wrangler.toml': '[vars]\nMAIL_PASSWORD = "S!"\n' }, /wrangler secret put MAIL_PASSWORD/],
  [
    'a backend of Terraform',
    { 'a.tf': 'terraform {\n  backend "pg" {\n    conn_password = "S!"\n  }\n}\n' },
    /terraform init -backend-config/,
  ],
  ['SQL', { 'a.sql': "CREATE USER shop WITH PASSWORD 'S!';\n" }, /script that passes/],
  ['an annotation of Java', { 'A.java': '@Login(user = "a", mailPassword = "S!")\nclass A {}\n' }, /annotation/],
  [
    'a property of PHP',
    { 'a.php': "<?php\nclass A {\n  private string $mailPassword = 'S!';\n}\n" },
    /default of a property/,
  ],
  ['a block of constants of Go', { 'a.go': 'package a\n\nconst (\n\tmailPassword = "S!"\n)\n' }, /block of constants/],
  [
    'a text that Python joins with the next one',
    { 'a.py': 'login(\n    mail_password="S!"\n    "-2026",\n)\n' },
    /part of a longer text/,
  ],
  [
    'a URL that Python joins with the next text',
    { 'a.py': 'DATABASE_URL = (\n    "postgresql://shop:S!@"\n    "db.shop.io/shop"\n)\n' },
    /part of a longer text/,
  ],
  ['an app', { 'ios/Mail.swift': 'let mailPassword = "S!"\n' }, /devices/],
  [
    'what a bundler sends to browsers',
    {
      'web/src/mail.ts': "export const mailPassword = 'S!';\n",
      'web/package.json':
        '{ "name": "w", "dependencies": { "react": "^19.0.0" }, "devDependencies": { "vite": "^7.0.0" } }\n',
    },
    /browsers.*Let a server make the call/,
  ],
  [
    'a page of Next.js',
    {
      'pages/mail.tsx': "const mailPassword = 'S!';\nexport default () => null;\n",
      'package.json': '{ "name": "w", "dependencies": { "next": "^15.0.0" } }\n',
    },
    /Next\.js sends pages/,
  ],
  [
    'a page of SvelteKit',
    {
      'src/routes/+page.ts': "export const mailPassword = 'S!';\n",
      'package.json': '{ "name": "w", "devDependencies": { "@sveltejs/kit": "^2.0.0" } }\n',
    },
    /SvelteKit runs it in the browser as well/,
  ],
];

describe(`${FIX} refuses, and says what to do, in`, () => {
  for (const [name, files, sentence] of REFUSALS)
    it(name, async () => {
      const [path = ''] = Object.keys(files);
      const { session } = await openSession(fill(files));
      const finding = session.report().findings.find((one) => one.path === path && one.fixes.includes(FIX));
      assert.ok(finding, 'there is no finding');
      const answer = await session.fix(FIX, finding.fingerprint);
      assert.match('refused' in answer ? answer.refused : 'not refused', sentence);
    });
});

describe(`${FIX} in code of a server`, () => {
  const server: [string, Files][] = [
    [
      'a handler beside a page',
      {
        'pages/api/mail.ts': "const mailPassword = 'S!';\n",
        'package.json': '{ "name": "w", "dependencies": { "next": "^15.0.0" } }\n',
      },
    ],
    [
      'what Next.js strips',
      {
        'pages/mail.tsx':
          "export async function getServerSideProps() {\n  return login({ user: 'a', mailPassword: 'S!' });\n}\n",
        'package.json': '{ "name": "w", "dependencies": { "next": "^15.0.0" } }\n',
      },
    ],
    [
      'a server beside a bundle',
      {
        'server/mail.ts': "const mailPassword = 'S!';\n",
        'package.json': '{ "name": "w", "dependencies": { "react": "^19.0.0", "vite": "^7.0.0" } }\n',
      },
    ],
    [
      'a bundle with a server in it',
      {
        'src/mail.ts': "const mailPassword = 'S!';\n",
        'package.json':
          '{ "name": "w", "dependencies": { "react": "^19.0.0", "vite": "^7.0.0", "express": "^5.0.0" } }\n',
      },
    ],
  ];
  for (const [name, files] of server)
    it(`reads the environment: ${name}`, async () => {
      const [path = ''] = Object.keys(files);
      assert.match((await fix(fill(files), path)).files[path] ?? '', /process\.env\.MAIL_PASSWORD!/);
    });
});

describe(`${FIX} in a workflow`, () => {
  it('reads a secret of the repository, in any form of YAML', async () => {
    const workflow = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      GITHUB_PAT: ${token}\n    steps:\n      - run: 'curl -H "Authorization: Bearer ${token}" https://shop.io'\n        env: { TOKEN: ${token} }\n`;
    const { files, edit } = await fix({ '.github/workflows/ci.yml': workflow }, '.github/workflows/ci.yml');
    await assertParse(files);
    assert.equal(
      files['.github/workflows/ci.yml'],
      workflow
        .replace(`GITHUB_PAT: ${token}`, 'GITHUB_PAT: ${{ secrets.GH_TOKEN }}')
        .replace(`Bearer ${token}`, 'Bearer ${{ secrets.GH_TOKEN }}')
        .replace(`TOKEN: ${token}`, 'TOKEN: "${{ secrets.GH_TOKEN }}"'),
    );
    assert.match(edit.nextSteps.join(' '), /"gh secret set GH_TOKEN"/);
  });
});

describe(`${FIX}, afterwards`, () => {
  it('tells to take a tracked .env out of the index, and where to rotate', async () => {
    const files = { 'a.py': `client = Github("${token}")\n`, '.env': 'PORT=80\n' };
    const { edit } = await applyFix(files, CHECK, FIX, { pick: (finding) => finding.path === 'a.py' });
    assert.match(edit.nextSteps.join(' '), /Rotate the credential at https:\/\/github\.com\/settings\/tokens/);
    assert.match(edit.nextSteps.join(' '), /"git rm --cached \.env"/);
    const quiet = await applyFix(files, CHECK, FIX, { unlisted: ['.env'] });
    assert.doesNotMatch(quiet.edit.nextSteps.join(' '), /git rm/);
  });

  it('fails at start where a fallback was', async () => {
    const js = await fix(fill({ 'a.js': "const mailPassword = process.env.MAIL_PASSWORD || 'S!';\n" }), 'a.js');
    assert.equal(
      js.files['a.js'],
      "const mailPassword = process.env.MAIL_PASSWORD;\nif (!mailPassword) throw new Error('MAIL_PASSWORD is not set');\n",
    );
    const ts = await fix(fill({ 'a.ts': "login({ mailPassword: process.env.MAIL_PASSWORD ?? 'S!' });\n" }), 'a.ts');
    assert.equal(
      ts.files['a.ts'],
      "login({ mailPassword: process.env.MAIL_PASSWORD ?? (() => { throw new Error('MAIL_PASSWORD is not set'); })() });\n",
    );
    const rb = await fix(fill({ 'a.rb': "mail_password = ENV.fetch('MAIL_PASSWORD', 'S!')\n" }), 'a.rb');
    assert.equal(rb.files['a.rb'], 'mail_password = ENV.fetch("MAIL_PASSWORD")\n');
  });
});

describe(`${FIX} in`, () => {
  for (const one of CASES) it(one.name, () => check(one));
});
