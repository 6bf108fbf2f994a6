import { describeCheck, workflow } from '../../support/answer';

const CODE = { 'app.py': 'x = 1\n' };

describeCheck('linter-config', [
  {
    it: 'holds for a configuration file',
    files: { ...CODE, 'eslint.config.mjs': 'export default [];\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for a table of pyproject',
    files: { ...CODE, 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' },
    answer: 'pass E4',
  },
  ...['phpcs.xml', 'pint.json', '.rubocop.yml', 'checkstyle.xml', '.golangci.yml'].map((name) => ({
    it: `knows ${name}`,
    files: { 'app/models/cart.rb': 'class Cart\nend\n', [name]: 'a: 1\n' },
    answer: 'pass E4',
  })),
  {
    it: 'holds for a linter that CI runs with its own rules',
    files: { ...CODE, ...workflow('run: ruff check .') },
    answer: 'pass E4',
  },
  {
    it: 'holds for a formatter that a build tool runs',
    files: { 'src/main/java/Shop.java': 'class Shop {}\n', ...workflow('run: ./gradlew spotlessCheck') },
    answer: 'pass E4',
  },
  { it: 'fails without in other languages', files: { 'main.go': 'package main\n' }, answer: 'fail E0 workspace' },
  {
    it: 'fails for a dependency alone',
    files: { ...CODE, 'requirements.txt': 'ruff==0.8\n' },
    answer: 'fail E1 requirements.txt:1',
  },
  { it: 'fails without', files: CODE, answer: 'fail E0 workspace' },
  {
    it: 'does not take a table of another tool for it',
    files: { ...CODE, 'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "-q"\n' },
    answer: 'fail E0 workspace',
  },
  { it: 'does not apply without code', files: { 'README.md': '# a\n' }, answer: 'not-applicable' },
]);
