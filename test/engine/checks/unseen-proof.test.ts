// What is there, written in a way that is easily missed.

import assert from 'node:assert/strict';

import { answer, describeCheck, workflow } from '../../support/answer';

describeCheck('ci-runs-tests', [
  {
    it: 'sees the tests behind nyc and c8',
    files: {
      ...workflow('run: npm run coverage'),
      'package.json': '{ "scripts": { "coverage": "nyc mocha --exit test" } }',
      'test/a.test.js': "it('adds', () => {});\n",
    },
    answer: 'pass E4',
  },
]);
describeCheck('ci-coverage', [
  {
    it: 'takes nyc and c8 for what they are',
    files: { ...workflow('run: npx c8 mocha'), 'test/a.test.js': "it('adds', () => {});\n" },
    answer: 'pass E4',
  },
]);

describeCheck('gitignore-env', [
  {
    it: 'is content with a template of another name that no rule touches',
    files: {
      'a.py': 'import os\nURL = os.environ["API_URL"]\n',
      '.gitignore': '.env\n.env.*\n',
      'env.sample': 'API_URL=\n',
    },
    answer: 'pass E4',
  },
]);

describeCheck('dockerfile-nonroot', [
  {
    it: 'finds a start script that is copied under another name',
    files: {
      Dockerfile: 'FROM python:3.12-slim\nCOPY ./docker/entry.sh $HOME_OF_APP/run.sh\nENTRYPOINT ["/app/run.sh"]\n',
      'docker/entry.sh': '#!/bin/sh\nexec gosu 911 python -m app\n',
    },
    answer: 'pass E4',
  },
]);

describeCheck('unsafe-html-sink', [
  {
    it: 'follows v-html to what is sanitised beside it',
    files: {
      'src/A.vue':
        '<template>\n  <div v-html="html"></div>\n</template>\n<script setup>\nconst html = computed(() => DOMPurify.sanitize(props.text));\n</script>\n',
    },
    answer: 'pass E4',
  },
]);

describe('health pages of Spring Boot', () => {
  it('are open with all their parts', async () => {
    const files = {
      'pom.xml':
        '<project><dependencies><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
      'src/main/java/shop/Application.java':
        'package shop;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication\npublic class Application {\n  public static void main(String[] args) { SpringApplication.run(Application.class, args); }\n}\n',
      'src/main/resources/application.yaml':
        'management:\n  endpoints:\n    web:\n      exposure:\n        include: health\n',
    };
    assert.match(await answer('route-unprotected', files), /^(?:pass|not-applicable)/);
  });
});
