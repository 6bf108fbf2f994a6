// Interceptors that a package brings: who comes through them cannot be told.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

describe('Interceptors of a package', () => {
  it('leave it unknown who may come, however they are handed over', async () => {
    const config = (made: string): string => `package shop;
import com.vendor.sso.VendorSsoInterceptor;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.*;
@Configuration
public class WebConfig implements WebMvcConfigurer {
  @Override public void addInterceptors(InterceptorRegistry registry) { ${made} }
}
`;
    const files = {
      'pom.xml':
        '<project><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
      'src/main/java/shop/Shop.java':
        'package shop;\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication public class Shop { public static void main(String[] args) { SpringApplication.run(Shop.class, args); } }\n',
      'src/main/java/shop/Orders.java':
        'package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController public class Orders { @GetMapping("/orders") public String all() { return "x"; } }\n',
    };
    const verdict = async (made: string): Promise<string | undefined> =>
      (await analyze({ ...files, 'src/main/java/shop/WebConfig.java': config(made) })).routes[0]?.verdict;
    const here = 'registry.addInterceptor(new VendorSsoInterceptor("/open")).addPathPatterns("/**");';
    const local =
      'VendorSsoInterceptor interceptor = new VendorSsoInterceptor("/open"); registry.addInterceptor(interceptor).addPathPatterns("/**");';
    assert.equal(await verdict(here), 'unknown');
    assert.equal(await verdict(local), 'unknown');
    assert.equal(await verdict(''), 'unprotected');
  });
});

describe('Interceptors of the program', () => {
  const files = (name: string): Record<string, string> => ({
    'pom.xml':
      '<project><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
    'src/main/java/shop/Shop.java':
      'package shop;\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication public class Shop { public static void main(String[] args) { SpringApplication.run(Shop.class, args); } }\n',
    'src/main/java/shop/Orders.java':
      'package shop;\nimport org.springframework.web.bind.annotation.*;\n@RestController public class Orders { @GetMapping("/orders") public String all() { return "x"; } }\n',
    [`src/main/java/shop/${name}.java`]: `package shop;
import jakarta.servlet.http.*;
import org.springframework.web.servlet.HandlerInterceptor;
public class ${name} implements HandlerInterceptor {
  @Override public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    response.addHeader("X-Request-Id", "1");
    return true;
  }
}
`,
    'src/main/java/shop/WebConfig.java': `package shop;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.*;
@Configuration
public class WebConfig implements WebMvcConfigurer {
  @Override public void addInterceptors(InterceptorRegistry registry) { registry.addInterceptor(new ${name}()); }
}
`,
  });

  it('that let everybody through are hollow only where their name promises more', async () => {
    const verdict = async (name: string): Promise<string | undefined> =>
      (await analyze(files(name))).routes[0]?.verdict;
    assert.equal(await verdict('RequestLogInterceptor'), 'unprotected');
    assert.equal(await verdict('AuthInterceptor'), 'hollow');
  });
});
