import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';
import { express, fastapi } from '../../support/samples';

const SET_UP = 'def configure_logging():\n    structlog.configure(processors=[structlog.processors.JSONRenderer()])\n';

const FORMATTER =
  'import json\nimport logging\n\n\nclass LinesFormatter(logging.Formatter):\n    def format(self, record):\n        return json.dumps({"message": record.getMessage()})\n\n\n';

/** A Go server whose `main` does this first. */
function go(line: string, more: Files = {}): Files {
  return {
    'go.mod': 'module example.org/shop\n\ngo 1.22\n',
    'main.go': `package main\n\nimport (\n\t"log/slog"\n\t"net/http"\n\t"os"\n)\n\nfunc books(w http.ResponseWriter, r *http.Request) {}\n\nfunc main() {\n\t${line}\n\thttp.HandleFunc("GET /books", books)\n\thttp.ListenAndServe(":80", nil)\n}\n`,
    ...more,
  };
}

describeCheck('structured-logging', [
  {
    it: 'holds for a set-up that is called',
    files: fastapi({ 'logs.py': SET_UP }, 'logs.configure_logging()\n'),
    answer: 'pass E4',
  },
  {
    it: 'holds for pino',
    files: express({ 'log.ts': "import pino from 'pino';\nexport const log = pino();\n" }),
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by the logger of a browser, whose module has the name of another one',
    files: express({
      'log.ts': "import { LoggerModule } from 'ngx-logger';\nexport const log = LoggerModule.forRoot({ level: 1 });\n",
    }),
    answer: 'fail E0 server.ts:3',
  },
  { it: 'fails for a set-up that nobody calls', files: fastapi({ 'logs.py': SET_UP }), answer: 'fail E2 logs.py:2' },
  {
    it: 'fails for a module that nothing loads',
    files: { ...fastapi(), 'logs.py': `${SET_UP}configure_logging()\n` },
    answer: 'fail E2 logs.py:2',
  },
  {
    it: 'fails for a console renderer alone',
    files: fastapi({ 'logs.py': 'structlog.configure(processors=[structlog.dev.ConsoleRenderer()])\n' }),
    answer: 'fail E2 logs.py:1',
  },
  {
    it: 'fails for a package alone',
    files: { ...fastapi(), 'requirements.txt': 'structlog==24.4.0\n' },
    answer: 'fail E1 main.py:2',
  },
  { it: 'fails for plain text', files: fastapi({ 'logs.py': 'logging.basicConfig()\n' }), answer: 'fail E0 main.py:3' },
  {
    it: 'holds for a formatter of one’s own that a handler is given',
    files: fastapi({
      'logs.py': `${FORMATTER}handler = logging.StreamHandler()\nhandler.setFormatter(LinesFormatter())\nlogging.getLogger().addHandler(handler)\n`,
    }),
    answer: 'pass E4',
  },
  {
    it: 'holds for one that a configuration names',
    files: fastapi({
      'logs.py': FORMATTER,
      'conf.py':
        'import logging.config\n\nlogging.config.dictConfig({"formatters": {"json": {"()": "logs.LinesFormatter"}}})\n',
    }),
    answer: 'pass E4',
  },
  {
    it: 'fails for a formatter that no handler is given',
    files: fastapi({ 'logs.py': FORMATTER }),
    answer: 'fail E2 logs.py:5',
  },
  {
    it: 'does not take a class for its use, whatever it is called',
    files: fastapi({ 'logs.py': FORMATTER.replace(/LinesFormatter/g, 'JsonFormatter') }),
    answer: 'fail E2 logs.py:5',
  },
  {
    it: 'does not take a formatter of text for one of JSON',
    files: fastapi({
      'logs.py': `${FORMATTER.replace('json.dumps(', 'str(')}logging.StreamHandler().setFormatter(LinesFormatter())\n`,
    }),
    answer: 'fail E0 main.py:3',
  },
  {
    it: 'holds for a function around the console that prints records as JSON',
    files: express({
      'log.ts':
        'export const log = (level: string, message: string) => {\n  console.log(JSON.stringify({ level, message, time: Date.now() }));\n};\n',
    }),
    answer: 'pass E4',
  },
  {
    it: 'holds for a record that is put together first',
    files: express({
      'log.ts':
        'export function write(severity: string, message: string) {\n  const line = JSON.stringify({ severity, message });\n  console.error(line);\n}\n',
    }),
    answer: 'pass E4',
  },
  {
    it: 'does not take a value that is printed for a logger',
    files: express({
      'a.ts': 'export function show(order: object) {\n  console.log(JSON.stringify(order, null, 2));\n}\n',
    }),
    answer: 'fail E0 server.ts:3',
  },
  {
    it: 'holds for slog in Go',
    files: go('slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))'),
    answer: 'pass E4',
  },
  {
    it: 'holds for a logger of Go in a package that the program calls',
    files: go('logging.New()', {
      'logging/zap.go': 'package logging\n\nfunc New() *zap.Logger {\n\tl, _ := zap.NewProduction()\n\treturn l\n}\n',
    }),
    answer: 'pass E4',
  },
  {
    it: 'fails for a logger of Go that nothing makes',
    files: go('', {
      'logging/zap.go': 'package logging\n\nfunc New() *zap.Logger {\n\tl, _ := zap.NewProduction()\n\treturn l\n}\n',
    }),
    answer: 'fail E2 logging/zap.go:4',
  },
  { it: 'cannot tell of other loggers of Go', files: go('log.Println("up")'), answer: 'unknown' },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);
