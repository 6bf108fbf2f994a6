import { describeCheck } from '../../support/answer';

const APP = {
  'main.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/health")\ndef health():\n    return {}\n',
};
const DEPLOYMENT = (path: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          livenessProbe:\n            httpGet:\n              path: ${path}\n              port: http\n`;

describeCheck('probes-configured', [
  {
    it: 'holds for a probe of the cluster',
    files: { ...APP, 'k8s/api.yaml': DEPLOYMENT('/health') },
    answer: 'pass E4',
  },
  {
    it: 'holds for the health path of a platform',
    files: { ...APP, 'railway.json': '{ "deploy": { "healthcheckPath": "/health" } }\n' },
    answer: 'pass E4',
  },
  {
    it: 'fails for a path that no route answers',
    files: { ...APP, 'k8s/api.yaml': DEPLOYMENT('/alive') },
    answer: 'fail E1 k8s/api.yaml:8 broken',
  },
  {
    it: 'holds for a probe in a chart, whose path the values may fill in',
    files: { ...APP, 'deploy/chart/templates/api.yaml': DEPLOYMENT('{{ .Values.probe.path }}') },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by the probe of a database in the cluster',
    files: {
      ...APP,
      'k8s/db.yaml': DEPLOYMENT('/health').replace(
        'name: api\n',
        'name: db\n          image: {{ .Values.postgres.image }}\n',
      ),
    },
    answer: 'fail E0 main.py:1 missing',
  },
  {
    it: 'leaves endpoints alone that Spring Boot’s Actuator brings',
    files: {
      'src/main/java/acme/ShopApplication.java':
        'package acme;\n\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\nimport org.springframework.web.bind.annotation.*;\n\n@SpringBootApplication\n@RestController\npublic class ShopApplication {\n  @GetMapping("/orders")\n  public String all() { return ""; }\n\n  public static void main(String[] args) { SpringApplication.run(ShopApplication.class, args); }\n}\n',
      'k8s/api.yaml': DEPLOYMENT('/actuator/health'),
    },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by the database’s health check',
    files: {
      ...APP,
      'docker-compose.yml':
        'services:\n  db:\n    image: postgres:16\n    healthcheck:\n      test: pg_isready\n  api:\n    build: .\n',
    },
    answer: 'fail E0 docker-compose.yml:6 missing',
  },
  { it: 'fails without manifests, at the application', files: APP, answer: 'fail E0 main.py:1 missing' },
  {
    it: 'says unknown where a workflow of another repository releases it',
    files: {
      ...APP,
      Dockerfile: 'FROM python:3.12\nCMD ["uvicorn", "main:app"]\n',
      '.github/workflows/deploy.yml':
        'on: push\njobs:\n  deploy:\n    uses: acme/infrastructure/.github/workflows/deploy.yml@v1\n',
    },
    answer: 'unknown',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'leaves the health check of a search engine alone, which asks a path of its own',
    files: {
      ...APP,
      'docker-compose.yml':
        'services:\n  search:\n    image: getmeili/meilisearch:v1.12\n    healthcheck:\n      test: wget --spider http://localhost:7700/own\n  api:\n    build: .\n',
    },
    answer: 'fail E0 docker-compose.yml:6 missing',
  },
]);
