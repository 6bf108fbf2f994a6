import { describeCheck } from '../../support/answer';

const REQUIREMENTS = { 'requirements.txt': 'fastapi==0.115.0\nsqlalchemy==2.0.36\n' };

function ready(...body: string[]): Record<string, string> {
  const head =
    'from fastapi import FastAPI\nfrom checks import check_database\n\napp = FastAPI()\n\n\n@app.get("/ready")\nasync def ready():\n';
  return { ...REQUIREMENTS, 'main.py': head + body.map((line) => `    ${line}\n`).join('') };
}

/** A Spring Boot application with a database and its actuator. */
function boot(...settings: string[]): Record<string, string> {
  const properties = [
    'spring.datasource.url=jdbc:postgresql://db/shop',
    'management.endpoints.web.exposure.include=health',
  ];
  return {
    'pom.xml':
      '<project><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-data-jpa</artifactId></dependency></dependencies></project>\n',
    'compose.yaml': 'services:\n  app:\n    build: .\n  db:\n    image: postgres:16\n',
    'src/main/java/shop/App.java':
      'package shop;\n\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n\n@SpringBootApplication\npublic class App {\n  public static void main(String[] args) {\n    SpringApplication.run(App.class, args);\n  }\n}\n',
    'src/main/resources/application.properties': `${[...properties, ...settings].join('\n')}\n`,
  };
}

describeCheck('health-checks-dependencies', [
  { it: 'holds for what the actuator asks by itself', files: boot(), answer: 'pass E3' },
  {
    it: 'fails where that is switched off',
    files: boot('management.health.db.enabled=false'),
    answer: 'fail E0 src/main/resources/application.properties:2 asks-nothing',
  },
  {
    it: 'holds for a query and 503',
    files: ready('session.execute(text("SELECT 1"))', 'return JSONResponse({}, status_code=503)'),
    answer: 'pass E4',
  },
  {
    it: 'follows the functions that the handler calls',
    files: {
      ...ready('ok = check_database()', 'return JSONResponse({}, status_code=200 if ok else 503)'),
      'checks.py': 'def check_database():\n    session.execute(text("SELECT 1"))\n    return True\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for a route that asks nothing',
    files: ready('return {"status": "ok"}'),
    answer: 'fail E0 main.py:8 asks-nothing',
  },
  {
    it: 'fails for a route that answers 200 whatever it finds',
    files: ready('try:', '    session.execute(text("SELECT 1"))', 'except Exception:', '    ok = False', 'return {}'),
    answer: 'fail E3 main.py:8 always-200',
  },
  {
    it: 'holds where nothing catches what the query raises: that is answered with 500',
    files: ready('session.execute(text("SELECT 1"))', 'return {}'),
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a function that catches it on the way',
    files: {
      ...ready('check_database()', 'return {}'),
      'checks.py':
        'def check_database():\n    try:\n        session.execute(text("SELECT 1"))\n    except Exception:\n        return False\n',
    },
    answer: 'fail E3 main.py:8 always-200',
  },
  {
    it: 'fails for a query that SQLAlchemy 2 does not take',
    files: ready('db.execute("SELECT 1")', 'return JSONResponse({}, status_code=503)'),
    answer: 'fail E3 main.py:9 always-fails',
  },
  {
    it: 'leaves the same text for a cursor alone',
    files: ready('cursor.execute("SELECT 1")', 'return JSONResponse({}, status_code=503)'),
    answer: 'pass E4',
  },
  {
    it: 'fails for async with on an engine that is not',
    files: {
      ...ready('async with engine.connect() as c:', '    pass', 'return JSONResponse({}, status_code=503)'),
      'database.py': 'engine = create_engine(URL)\n',
    },
    answer: 'fail E3 main.py:9 always-fails',
  },
  {
    it: 'holds for any other query and 503',
    files: ready(
      'try:',
      '    session.execute(text("SELECT version_num FROM alembic_version"))',
      'except Exception:',
      '    return JSONResponse({}, status_code=503)',
      'return {}',
    ),
    answer: 'pass E4',
  },
  {
    it: 'cannot tell what is answered where another query is caught on the way',
    files: {
      ...ready('return {"schema": check_database()}'),
      'checks.py':
        'def check_database(strict=True):\n    query = "SELECT version_num FROM alembic_version"\n    try:\n        return session.execute(text(query)).fetchone()\n    except Exception:\n        if strict:\n            raise\n        return None\n',
    },
    answer: 'unknown',
  },
  {
    it: 'does not apply without a health route',
    files: { ...REQUIREMENTS, 'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n' },
    answer: 'not-applicable',
  },
  {
    it: 'cannot tell what a handler asks in a language in which queries are not known',
    files: {
      'go.mod': 'module example.com/shop\n',
      'main.go':
        'package main\n\nimport "net/http"\n\nfunc health(w http.ResponseWriter, r *http.Request) {}\n\nfunc main() {\n\thttp.HandleFunc("/health", health)\n\thttp.ListenAndServe(":8080", nil)\n}\n',
      'compose.yaml': 'services:\n  db:\n    image: postgres:16\n',
    },
    answer: 'unknown',
  },
  {
    it: 'takes every status of failure, which probes do as well',
    files: {
      'package.json': '{ "dependencies": { "express": "4", "pg": "8" } }\n',
      'server.ts':
        "import express from 'express';\nimport { pool } from './pool';\nconst app = express();\napp.get('/health', async (req, res) => {\n  try {\n    await pool.query('SELECT 1');\n    res.send('ok');\n  } catch {\n    res.status(500).send('down');\n  }\n});\napp.listen(3000);\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'does not take any number 500 for a status',
    files: ready(
      'try:',
      '    session.execute(text("SELECT 1"))',
      'except Exception:',
      '    time.sleep(500)',
      'return {}',
    ),
    answer: 'fail E3 main.py:8 always-200',
  },
]);
