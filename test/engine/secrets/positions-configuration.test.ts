// Credentials in configuration of frameworks and tools, and in documents.

import { describePositions, PASSWORD, PHRASE, TOKEN } from '../../support/secret-positions';

describePositions('credentials in Spring configuration', [
  ['D', 'src/main/resources/application.properties', 'spring.security.user.password=shop1x'],
  ['D', 'src/main/resources/application.yml', 'jwt:\n  secret: change-me-in-production\n'],
  ['D', 'src/main/resources/application.yml', 'jwt:\n  secret: ${JWT_SECRET:change-me-in-production}\n'],
  ['S', 'src/main/resources/application.yml', `spring:\n  mail:\n    password: ${PHRASE}\n`],
  [
    'D',
    'src/main/resources/bootstrap.yml',
    'spring:\n  cloud:\n    config:\n      password: ${CONFIG_PASSWORD:shop1}\n',
  ],
  [
    'S',
    'src/main/resources/application.properties',
    `spring.datasource.url=jdbc:mysql://db:3306/shop?user=shop&password=${PASSWORD}`,
  ],
]);

describePositions('credentials in .NET configuration and code', [
  [
    'S',
    'web.config',
    `<connectionStrings>\n<add name="Default" connectionString="Data Source=db;Initial Catalog=shop;User ID=sa;Password=${PASSWORD};" />\n</connectionStrings>`,
  ],
  [
    'S',
    'web.config',
    `<connectionStrings>\n<add name="Default" connectionString="Data Source=db;Initial Catalog=shop;User ID=sa;Pwd=${PASSWORD}" />\n</connectionStrings>`,
  ],
  ['S', 'appsettings.json', `{"Smtp":{"Password":"${PASSWORD}"}}`],
  ['D', 'appsettings.json', `{"Jwt":{"Key":"change-this-key-in-production"}}`],
  ['D', 'appsettings.json', `{"Jwt":{"SecretKey":"change-this-key-in-production"}}`],
  ['D', 'Startup.cs', 'var key = Configuration["Jwt:Key"] ?? "shop-signing";'],
  ['D', 'Startup.cs', 'var secret = Environment.GetEnvironmentVariable("JWT_SECRET") ?? "shop-signing";'],
  [
    'S',
    'Startup.cs',
    `var conn = "Server=db;Database=shop;User Id=sa;Password=${PASSWORD};TrustServerCertificate=true";`,
  ],
  ['S', 'Startup.cs', `private const string ApiKey = "${TOKEN}";`],
  ['S', 'Startup.cs', `var c = new NetworkCredential("shop", "${PASSWORD}");`],
]);

describePositions('credentials in Rails', [
  ['D', 'config/secrets.yml', 'production:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] || "shop-signing" %>\n'],
  ['S', 'config/secrets.yml', `development:\n  secret_key_base: ${'a1b2c3d4e5f60789'.repeat(8)}\n`],
  ['D', 'config/database.yml', 'production:\n  password: <%= ENV.fetch("DB_PASSWORD", "shop1") %>\n'],
  ['D', 'config/database.yml', 'production:\n  password: <%= ENV.fetch("DB_PASSWORD") { "shop1" } %>\n'],
  ['S', 'config/initializers/devise.rb', `  config.secret_key = '${TOKEN}${TOKEN}'`],
  ['S', 'config/initializers/secret_token.rb', `Shop::Application.config.secret_key_base = '${TOKEN}${TOKEN}'`],
  ['D', 'db/seeds.rb', 'User.create!(email: "admin@shop.io", password: "admin123")'],
  ['D', 'db/seeds.rb', 'User.create!(email: "admin@shop.io", password: "shoppers", password_confirmation: "shoppers")'],
]);

describePositions('credentials in Laravel and PHP', [
  ['S', 'config/app.php', `'key' => env('APP_KEY', 'base64:${Buffer.from('shop'.repeat(8)).toString('base64')}'),`],
  ['D', 'config/database.php', "'password' => env('DB_PASSWORD', 'shop1'),"],
  ['S', '.env', `APP_KEY=base64:${Buffer.from(TOKEN + '12345678').toString('base64')}`],
  ['S', 'a.php', `$password = "${PASSWORD}";`],
  ['S', 'a.php', `$db = new PDO('mysql:host=db;dbname=shop', 'shop', '${PASSWORD}');`],
  ['S', 'a.php', `$c = mysqli_connect("db", "shop", "${PASSWORD}", "shop");`],
  ['S', 'wp-config.php', `define( 'AUTH_KEY', '${PASSWORD}${PASSWORD}' );`],
]);

describePositions('credentials in dotenv files', [
  ['S', '.env', `DB_PASSWORD=${PHRASE}`],
  ['S', '.env', `DB_PASSWORD='${PASSWORD}' # comment`],
  ['S', '.env', `DB_PASSWORD = "${PASSWORD}"`],
  ['D', '.env', 'JWT_SECRET=supersecretjwt'],
]);

describePositions('credentials in configuration files', [
  ['S', 'app.ini', `[db]\npassword = ${PASSWORD}\n`],
  ['S', 'app.cfg', `db_password: ${PASSWORD}`],
  ['S', 'app.toml', `[db]\npassword = "${PASSWORD}"`],
  ['S', 'app.toml', `[db]\npassword = "${PHRASE}"`],
  ['D', 'app.toml', `[db]\npassword = "changeme"`],
  ['S', 'gradle.properties', `signing.password=${PASSWORD}`],
  ['S', 'config.json', `{"db": {"password": "${PASSWORD}"}}`],
  ['S', 'config.json', `{"db": {"password": "${PHRASE}"}}`],
  ['S', 'config.yaml', `db:\n  password: ${PHRASE}\n`],
  ['S', 'config.xml', `<db password="${PASSWORD}"/>`],
  ['S', 'redis.conf', `requirepass ${PASSWORD}`],
  ['S', 'x.plist', `<key>ApiKey</key>\n<string>${TOKEN}</string>`],
  ['S', 'nginx.conf', `proxy_set_header Authorization "Basic ${Buffer.from('a:' + PASSWORD).toString('base64')}";`],
  ['S', 'alertmanager.yml', `smtp_auth_password: '${PASSWORD}'`],
  ['S', 'ansible/vars.yml', `db_password: "${PASSWORD}"`],
  ['S', 'ansible/hosts', `web ansible_ssh_pass=${PASSWORD}`],
  ['S', '.s3cfg', `secret_key = ${TOKEN}${TOKEN.slice(0, 16)}`],
  ['S', '.aws/credentials', `[default]\naws_secret_access_key = ${TOKEN}${TOKEN.slice(0, 16)}`],
]);

describePositions('credentials in documents', [
  ['S', 'README.md', `| User | Password |\n|---|---|\n| admin | ${PASSWORD} |\n`],
  ['S', 'README.md', `| User | Password |\n|---|---|\n| admin | \`${PASSWORD}\` |\n`],
  ['S', 'README.md', `Login with **admin** / **${PASSWORD}**.`],
  ['S', 'README.md', `Login: \`admin\` / \`${PASSWORD}\``],
  ['-', 'README.md', 'Run `src/a` / `src/Client-2.ts`, or `GET` / `POST`.'],
  ['S', 'README.md', `- Password: ${PASSWORD}`],
  ['S', 'README.md', `The password is \`${PASSWORD}\`.`],
  ['S', 'README.md', '```bash\ncurl -u a:' + PASSWORD + ' https://x.io\n```'],
  ['S', 'README.md', '```json\n{"password": "' + PASSWORD + '"}\n```'],
  ['S', 'README.md', 'username=a&password=' + PASSWORD],
  ['S', 'README.md', `Authorization: Bearer ${TOKEN}`],
  ['S', 'README.md', `postgres://shop:${PASSWORD}@db/shop`],
  ['S', 'notes.txt', `db password = ${PASSWORD}`],
  ['-', 'README.md', `Password: \`min. 8 characters, 1 Upper\``],
  ['-', 'README.md', `export API_KEY=abc123XYZ...`],
]);
