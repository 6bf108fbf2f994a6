// JAX-RS and Micronaut: annotations that guard, who asks for them, filters that an annotation binds, permissions of paths.

import { describeWays, type Way } from '../../../support/way';

function pom(...artifacts: string[]): string {
  const dependencies = artifacts.map((one) => `<dependency><artifactId>${one}</artifactId></dependency>`).join('');
  return `<project><artifactId>depot</artifactId><dependencies>${dependencies}</dependencies></project>`;
}

const IMPORTS = `package depot;
import jakarta.annotation.security.*;
import jakarta.ws.rs.*;
import jakarta.ws.rs.core.*;
`;

const CRATES = `${IMPORTS}
@Path("/crates")
public class Crates {
  @GET public String all() { return ""; }
  @GET @Path("{id: [0-9]+}") @RolesAllowed("worker") public String one(@PathParam("id") int id) { return ""; }
  @POST @PermitAll public void add(Crate crate) { }
  @DELETE @Path("/{id}") @DenyAll public void remove() { }
}
`;

const WAYS: Way[] = [
  {
    situation: 'Quarkus asks for roles by itself; a class says it for its methods; a path before all',
    files: {
      'pom.xml': pom('quarkus-rest', 'quarkus-oidc'),
      'src/main/resources/application.properties': 'quarkus.rest.path=/api\n',
      'src/main/java/depot/Crates.java': CRATES,
      'src/main/java/depot/Docks.java': `${IMPORTS}
import io.quarkus.security.Authenticated;
@Path("docks") @Authenticated
public class Docks {
  @GET public String all() { return ""; }
  @PUT @PermitAll public void open() { }
}
`,
    },
    verdicts: {
      'GET /api/crates': 'unprotected',
      'GET /api/crates/{id}': 'protected',
      'POST /api/crates': 'public-by-design',
      'DELETE /api/crates/{id}': 'protected',
      'GET /api/docks': 'protected',
      'PUT /api/docks': 'public-by-design',
    },
  },
  {
    situation: 'permissions of paths, and one that opens',
    files: {
      'pom.xml': pom('quarkus-rest'),
      'src/main/resources/application.properties': `quarkus.http.auth.permission.all.paths=/*
quarkus.http.auth.permission.all.policy=authenticated
quarkus.http.auth.permission.open.paths=/prices,/prices/*
quarkus.http.auth.permission.open.policy=permit
`,
      'src/main/java/depot/Crates.java': `${IMPORTS}
@Path("/")
public class Crates {
  @GET @Path("crates") public String all() { return ""; }
  @GET @Path("prices/{id}") public String prices() { return ""; }
}
`,
    },
    verdicts: { 'GET /crates': 'protected', 'GET /prices/{id}': 'unprotected' },
  },
  {
    situation: 'methods without an annotation are closed where a setting says so',
    files: {
      'pom.xml': pom('quarkus-rest'),
      'src/main/resources/application.properties': 'quarkus.security.jaxrs.deny-unannotated-endpoints=true\n',
      'src/main/java/depot/Crates.java': CRATES,
    },
    verdicts: {
      'GET /crates': 'protected',
      'GET /crates/{id}': 'protected',
      'POST /crates': 'public-by-design',
      'DELETE /crates/{id}': 'protected',
    },
  },
  {
    situation: 'on a server of which nothing is known, roles are unknown; Jersey asks where its feature is registered',
    files: {
      'plain/pom.xml': pom('jakarta.jakartaee-api'),
      'plain/src/main/java/depot/Crates.java': `${IMPORTS}
@Path("/crates") public class Crates { @GET @RolesAllowed("worker") public String all() { return ""; } }
`,
    },
    verdicts: { 'GET /crates': 'unknown' },
    reasons: { 'GET /crates': /only where the server does so/ },
  },
  {
    situation: 'a feature that is registered, and the path of the application',
    files: {
      'pom.xml': pom('jersey-server'),
      'src/main/java/depot/Depot.java': `package depot;
import jakarta.ws.rs.ApplicationPath;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
@ApplicationPath("/api")
public class Depot extends ResourceConfig {
  public Depot() { packages("depot"); register(RolesAllowedDynamicFeature.class); }
}
`,
      'src/main/java/depot/Crates.java': `${IMPORTS}
@Path("/crates") public class Crates { @GET @RolesAllowed("worker") public String all() { return ""; } }
`,
    },
    verdicts: { 'GET /api/crates': 'protected' },
  },
  {
    situation: 'a filter that an annotation binds stands before what carries it; one without stands before everything',
    files: {
      'pom.xml': pom('jersey-server'),
      'src/main/java/depot/Badge.java': `package depot;
import jakarta.ws.rs.NameBinding;
@NameBinding public @interface Badge {}
`,
      'src/main/java/depot/BadgeFilter.java': `${IMPORTS}
import jakarta.ws.rs.container.*;
import jakarta.ws.rs.ext.Provider;
@Badge @Provider
public class BadgeFilter implements ContainerRequestFilter {
  public void filter(ContainerRequestContext context) {
    String header = context.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !Tokens.verify(header)) {
      context.abortWith(Response.status(Response.Status.UNAUTHORIZED).build());
    }
  }
}
class Tokens {
  static boolean verify(String token) { return token.equals(System.getenv("TOKEN")); }
}
`,
      'src/main/java/depot/Crates.java': `${IMPORTS}
@Path("/crates")
public class Crates {
  @GET public String all() { return ""; }
  @POST @Badge public void add() { }
}
`,
    },
    verdicts: { 'GET /crates': 'unprotected', 'POST /crates': 'protected' },
  },
  {
    situation: 'a filter before everything',
    files: {
      'pom.xml': pom('jersey-server'),
      'src/main/java/depot/BadgeFilter.java': `${IMPORTS}
import jakarta.ws.rs.container.*;
import jakarta.ws.rs.ext.Provider;
@Provider
public class BadgeFilter implements ContainerRequestFilter {
  public void filter(ContainerRequestContext context) {
    if (context.getHeaderString("Authorization") == null) throw new NotAuthorizedException("Bearer");
  }
}
`,
      'src/main/java/depot/Crates.java': `${IMPORTS}
@Path("/crates") public class Crates { @GET public String all() { return ""; } }
`,
    },
    verdicts: { 'GET /crates': 'weak' },
  },
  {
    situation: 'Micronaut Security closes what says nothing',
    files: {
      'build.gradle': 'dependencies {\n  implementation("io.micronaut.security:micronaut-security-jwt")\n}\n',
      'src/main/java/depot/Crates.java': `package depot;
import io.micronaut.http.annotation.*;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
@Controller("/crates")
public class Crates {
  @Get public String all() { return ""; }
  @Get("/prices") @Secured(SecurityRule.IS_ANONYMOUS) public String prices() { return ""; }
  @Post("/{id}") @Secured("worker") public void add() { }
}
`,
    },
    verdicts: {
      'GET /crates': 'protected',
      'GET /crates/prices': 'public-by-design',
      'POST /crates/{id}': 'protected',
    },
  },
  {
    situation: 'Micronaut without its security is open',
    files: {
      'build.gradle': 'dependencies { implementation("io.micronaut:micronaut-http-server-netty") }\n',
      'src/main/java/depot/Crates.java': `package depot;
import io.micronaut.http.annotation.*;
@Controller("/crates") public class Crates { @Get("/{id}") public String one() { return ""; } }
`,
    },
    verdicts: { 'GET /crates/{id}': 'unprotected' },
  },
];

describeWays('JAX-RS and Micronaut', WAYS);
