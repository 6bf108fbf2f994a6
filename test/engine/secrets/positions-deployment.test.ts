// Credentials in what deploys and runs a program: manifests, workflows, scripts, SQL.

import { describePositions, PASSWORD, PHRASE, TOKEN } from '../../support/secret-positions';

describePositions('credentials in Compose files', [
  ['D', 'compose.yml', 'services:\n  a:\n    image: a\n    environment:\n      - DB_PASSWORD=${DB_PASSWORD-shop1}\n'],
  ['D', 'compose.yml', 'services:\n  a:\n    image: redis\n    command: redis-server --requirepass shop1\n'],
  ['D', 'compose.yml', 'services:\n  a:\n    image: redis\n    command: ["redis-server", "--requirepass", "shop1"]\n'],
  ['D', 'compose.yml', 'services:\n  a:\n    build:\n      context: .\n      args:\n        DB_PASSWORD: shop1\n'],
  ['S', 'compose.yml', `services:\n  a:\n    image: a\n    environment:\n      DB_PASSWORD: "${PHRASE}"\n`],
]);

describePositions('credentials in Kubernetes manifests', [
  [
    'S',
    'k8s/s.yaml',
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  DATABASE_URL: ${Buffer.from(`postgres://shop:${PASSWORD}@db:5432/shop`).toString('base64')}\n`,
  ],
  [
    'S',
    'k8s/s.yaml',
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  .dockerconfigjson: ${Buffer.from(JSON.stringify({ auths: { 'r.io': { username: 'a', password: PASSWORD, auth: Buffer.from('a:' + PASSWORD).toString('base64') } } })).toString('base64')}\n`,
  ],
  [
    'S',
    'k8s/s.yaml',
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  config.yaml: |\n    password: ${PASSWORD}\n`,
  ],
  ['S', 'k8s/c.yaml', `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  DB_PASSWORD: ${PASSWORD}\n`],
  [
    'S',
    'k8s/d.yaml',
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - name: "DB_PASSWORD"\n      value: '${PASSWORD}'\n`,
  ],
  [
    'S',
    'k8s/d.yaml',
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - {name: DB_PASSWORD, value: "${PASSWORD}"}\n`,
  ],
  [
    'S',
    'k8s/d.yaml',
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - value: "${PASSWORD}"\n      name: DB_PASSWORD\n`,
  ],
  [
    'S',
    'k8s/s.json',
    `{"apiVersion":"v1","kind":"Secret","data":{"password":"${Buffer.from(PASSWORD).toString('base64')}"}}`,
  ],
  [
    '-',
    'k8s/s.yaml',
    `apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec:\n  encryptedData:\n    password: ${Buffer.from(PASSWORD + PASSWORD + PASSWORD).toString('base64')}\n`,
  ],
]);

describePositions('credentials in Helm charts', [
  ['D', 'chart/values.yaml', 'auth:\n  rootPassword: shop1\n'],
  [
    'D',
    'chart/templates/s.yaml',
    'apiVersion: v1\nkind: Secret\nstringData:\n  password: {{ .Values.password | default "shop1" }}\n',
  ],
  [
    'D',
    'chart/templates/s.yaml',
    'apiVersion: v1\nkind: Secret\nstringData:\n  password: {{ default "shop1" .Values.password | quote }}\n',
  ],
  [
    'D',
    'chart/templates/s.yaml',
    'apiVersion: v1\nkind: Secret\ndata:\n  password: {{ .Values.password | default "shop1" | b64enc | quote }}\n',
  ],
  [
    '-',
    'chart/templates/s.yaml',
    'apiVersion: v1\nkind: Secret\nstringData:\n  password: {{ .Values.password | quote }}\n',
  ],
  [
    '-',
    'chart/templates/s.yaml',
    'apiVersion: v1\nkind: Secret\nstringData:\n  password: {{ default (randAlphaNum 32) .Values.password }}\n',
  ],
  ['-', 'chart/values.yaml', 'auth:\n  existingSecret: ""\n  secretKey: password\n  passwordKey: db-password\n'],
]);

describePositions('credentials in workflows', [
  [
    'S',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    env:\n      API_TOKEN: ${TOKEN}\n    steps:\n      - run: x\n`,
  ],
  [
    'S',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - uses: x/y@v1\n        with:\n          password: ${PASSWORD}\n`,
  ],
  [
    'S',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    steps:\n      - run: docker login -u a -p ${PASSWORD} r.io\n`,
  ],
  [
    '-',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    services:\n      db:\n        image: postgres\n        env:\n          POSTGRES_PASSWORD: postgres\n`,
  ],
  [
    '-',
    '.github/workflows/a.yml',
    `on: push\njobs:\n  a:\n    services:\n      db:\n        image: postgres\n        env:\n          POSTGRES_PASSWORD: ${PASSWORD}\n`,
  ],
]);

describePositions('credentials in Dockerfiles', [
  ['S', 'Dockerfile', `FROM x\nENV A=1 \\\n    DB_PASSWORD=${PASSWORD}\n`],
  ['S', 'Dockerfile', `FROM x\nENV DB_PASSWORD="${PHRASE}"\n`],
  ['S', 'Dockerfile', `FROM x\nRUN echo "shop:${PASSWORD}" | chpasswd\n`],
  ['S', 'Dockerfile', `FROM x\nRUN curl -u a:${PASSWORD} https://x.io\n`],
]);

describePositions('credentials in Terraform', [
  ['D', 'variables.tf', 'variable "db_password" {\n  type    = string\n  default = "shop1"\n}'],
  [
    'D',
    'variables.tf',
    'variable "db_password" {\n  description = "x"\n  type        = string\n  sensitive   = true\n  default     = "changeme"\n}',
  ],
  ['S', 'prod.tfvars', `db_password = "${PASSWORD}"`],
  ['S', 'prod.tfvars', `db_password = "${PHRASE}"`],
  ['D', 'main.tf', 'resource "aws_db_instance" "a" {\n  username = "shop"\n  password = "changeme"\n}'],
  ['S', 'main.tf', `provider "x" {\n  api_key = "${TOKEN}"\n}`],
  ['S', 'main.tf', `environment = {\n  DB_PASSWORD = "${PASSWORD}"\n}`],
  ['S', 'main.tf', `environment = [{ name = "DB_PASSWORD", value = "${PASSWORD}" }]`],
]);

describePositions('credentials in SQL', [
  ['D', 'a.sql', "CREATE USER shop WITH PASSWORD 'shop1';"],
  ['S', 'a.sql', `CREATE USER shop WITH ENCRYPTED PASSWORD '${PASSWORD}';`],
  ['D', 'a.sql', "CREATE LOGIN shop WITH PASSWORD = 'shop1x';"],
  ['D', 'a.sql', "GRANT ALL ON shop.* TO 'shop'@'%' IDENTIFIED BY 'shop1';"],
  ['D', 'a.sql', "SET PASSWORD FOR 'shop'@'localhost' = PASSWORD('shop1');"],
  ['D', 'a.sql', "INSERT INTO users (email, password) VALUES ('a@shop.io', 'admin123');"],
  ['S', 'a.sql', `INSERT INTO users (id, email, password) VALUES (1, 'a@shop.io', '${PASSWORD}');`],
  ['D', 'init.sh', 'psql -c "CREATE USER shop WITH PASSWORD \'shop1\'"'],
  ['D', 'a.py', 'cur.execute("CREATE USER shop WITH PASSWORD \'shop1\'")'],
]);

describePositions('credentials in shell scripts and build files', [
  ['S', 'a.sh', `export API_TOKEN=${TOKEN}`],
  ['S', 'a.sh', `export DB_PASSWORD="${PHRASE}"`],
  ['D', 'a.sh', 'DB_PASSWORD=${DB_PASSWORD:-shop1}'],
  ['D', 'a.sh', ': "${DB_PASSWORD:=shop1}"'],
  ['S', 'a.sh', `mysql -u root -p'${PASSWORD}' shop`],
  ['S', 'a.sh', `psql "postgresql://shop:${PASSWORD}@db/shop"`],
  ['S', 'a.sh', `curl -H "Authorization: Bearer ${TOKEN}" https://x.io`],
  ['S', 'a.sh', `curl -H "X-Api-Key: ${TOKEN}" https://x.io`],
  ['S', 'a.sh', `curl --user shop:${PASSWORD} https://x.io`],
  ['S', 'a.sh', `curl -d "username=a&password=${PASSWORD}" https://x.io`],
  ['S', 'a.sh', `curl -d '{"username":"a","password":"${PASSWORD}"}' https://x.io`],
  ['S', 'a.sh', `aws configure set aws_secret_access_key ${TOKEN}${TOKEN.slice(0, 16)}`],
  ['S', 'a.sh', `redis-cli -a ${PASSWORD} ping`],
  ['S', 'a.sh', `helm install a b --set auth.password=${PASSWORD}`],
  ['S', 'a.sh', `kubectl create secret generic a --from-literal=password=${PASSWORD}`],
  ['S', 'a.sh', `echo "${PASSWORD}" | docker login -u a --password-stdin`],
  ['S', 'a.sh', `htpasswd -bc f shop ${PASSWORD}`],
  ['S', 'a.sh', `sqlcmd -S db -U sa -P '${PASSWORD}'`],
  ['S', 'a.sh', `mongo --username a --password ${PASSWORD} --authenticationDatabase admin`],
  ['S', 'a.sh', `docker run -e MYSQL_ROOT_PASSWORD=${PASSWORD} mysql`],
  ['D', 'a.sh', `docker run -e MYSQL_ROOT_PASSWORD=root mysql`],
  ['S', 'a.sh', `echo "root:${PASSWORD}" | chpasswd`],
  ['S', 'a.sh', `useradd -p ${PASSWORD} shop`],
  ['S', 'a.ps1', `$password = "${PASSWORD}"`],
  ['S', 'a.ps1', `$env:API_TOKEN = "${TOKEN}"`],
  ['S', 'a.ps1', `ConvertTo-SecureString "${PASSWORD}" -AsPlainText -Force`],
  ['S', 'a.bat', `set DB_PASSWORD=${PASSWORD}`],
  ['S', 'Makefile', `DB_PASSWORD := ${PASSWORD}`],
  ['S', 'Makefile', `DB_PASSWORD ?= ${PHRASE}`],
  ['S', 'Jenkinsfile', `environment {\n  API_TOKEN = '${TOKEN}'\n}`],
]);
