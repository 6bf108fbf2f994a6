/** Values that are tried first by whoever tries: default and most common passwords, in lower case. */

/** Documented defaults of products: their appearance in prose says nothing about this workspace. */
export const VENDOR_DEFAULTS: ReadonlySet<string> = new Set(
  (
    'postgres postgresql mysql mariadb root admin admin123 administrator minioadmin minio minio123 rabbitmq guest redis mongo mongodb elastic changeme changeit ' +
    'password password1 password123 pass passwd secret adminadmin adminpassword sa oracle tomcat jenkins grafana kibana nexus sonar airflow superset user test ' +
    'rootpassword rootpass example letmein p@ssw0rd'
  ).split(' '),
);

/** Values that are weak wherever something runs with them. */
export const WEAK_WORDS: ReadonlySet<string> = new Set([
  ...VENDOR_DEFAULTS,
  ...(
    '123456 1234567 12345678 123456789 1234567890 12345 1234 123123 111111 000000 654321 666666 888888 121212 qwerty qwerty123 qwertyuiop abc123 iloveyou ' +
    'welcome welcome1 welcome123 monkey dragon football baseball sunshine princess master login access shadow superman batman trustno1 hello hello123 hunter2 ' +
    'passw0rd pass123 pass1234 password1234 password12 password! password1! secret123 secretkey secret_key secret-key secretpassword supersecret super-secret ' +
    'super_secret topsecret mysecret mysecretkey my-secret-key my_secret_key my-secret my_secret my-jwt-secret my_jwt_secret myjwtsecret mysecretpassword mypassword my-password dev devpass devpassword devsecret dev-secret dev_secret ' +
    'dev123 development localdev local admin1 admin1234 admin12345 adminpass admin@123 root123 toor rootroot postgres123 mysql123 mongo123 redis123 redispass ' +
    'redispassword rabbit guest123 user123 userpass test123 test1234 testing testpass testpassword demo demo123 demopass demopassword temp temp123 default ' +
    'default123 defaultpassword insecure changethis change_me change-me changeme123 keyboard keyboardcat nopassword none foobar foo bar 1q2w3e4r 1qaz2wsx zaq12wsx ' +
    'asdfgh asdf1234 q1w2e3r4 starwars whatever freedom jwtsecret jwt-secret jwt_secret jwt_secret_key session-secret sessionsecret cookie-secret app-secret ' +
    'token django flask laravel symfony docker vagrant ubuntu centos alpine server service system manager operator support backup'
  ).split(' '),
]);
