package com.k2.marketdata.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.iceberg.Schema;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.client.config.SdkClientConfiguration;
import software.amazon.awssdk.core.client.config.SdkClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.AttributeMap;

/** The defaults for S3, where they act. */
class S3SettingsTest {
  @TempDir private Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
          exchange.getRequestBody().readAllBytes();
          boolean isQuestion = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(isQuestion ? 404 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void clientHasTheTimeouts() throws Exception {
    AttributeMap options = options(io(Map.of()).client());
    assertThat(options.get(SdkHttpConfigurationOption.CONNECTION_TIMEOUT)).hasSeconds(5);
    assertThat(options.get(SdkHttpConfigurationOption.READ_TIMEOUT)).hasSeconds(120);
  }

  @Test
  void usersTimeoutReplacesTheDefault() throws Exception {
    AttributeMap options =
        options(io(Map.of("http-client.urlconnection.connection-timeout-ms", "7000")).client());
    assertThat(options.get(SdkHttpConfigurationOption.CONNECTION_TIMEOUT)).hasSeconds(7);
    assertThat(options.get(SdkHttpConfigurationOption.READ_TIMEOUT)).hasSeconds(120);
  }

  /** Creates no client without a region, as the AWS SDK does not outside of AWS. */
  public static final class WithoutRegion extends HadoopFileIO {
    @Override
    public InputFile newInputFile(String location) {
      throw SdkClientException.create("Unable to load region from any of the providers");
    }
  }

  /** It would fail in the same way with every retry. */
  @Test
  void missingRegionIsBadUsage() {
    CatalogConfig catalog =
        new CatalogConfig(
            "market_data",
            Map.of(
                "type",
                "jdbc",
                "uri",
                "jdbc:sqlite:" + folder.resolve("catalog.db"),
                "warehouse",
                "s3://bucket/lake",
                "io-impl",
                WithoutRegion.class.getName()));
    assertThatThrownBy(catalog::open)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Unable to load region")
        .hasMessageContaining("Set client.region");
  }

  @Test
  void uploadsUsePathStyleAndTheirThreads() throws Exception {
    S3FileIO io = io(Map.of());
    try (OutputStream out = io.newOutputFile("s3://bucket/lake/file").create()) {
      out.write(1);
    }
    assertThat(requests).contains("PUT /bucket/lake/file");
    Object threads =
        field(Class.forName("org.apache.iceberg.aws.s3.S3OutputStream"), null, "executorService");
    assertThat(pool(threads).getMaximumPoolSize()).isEqualTo(20);
  }

  /** Java hides the pool in a service that cannot be changed. */
  private static ThreadPoolExecutor pool(Object service) throws Exception {
    Class<?> type = Class.forName("java.util.concurrent.Executors$DelegatedExecutorService");
    return (ThreadPoolExecutor) field(type, service, "e");
  }

  /** The FileIO that tasks write with. */
  private S3FileIO io(Map<String, String> more) {
    Map<String, String> properties =
        new HashMap<>(
            Map.of(
                "catalog-impl",
                JdbcCatalog.class.getName(),
                "uri",
                "jdbc:sqlite:" + folder.resolve("catalog.db"),
                "warehouse",
                "s3://bucket/lake",
                "s3.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "s3.access-key-id",
                "key",
                "s3.secret-access-key",
                "secret",
                "client.region",
                "us-east-1"));
    properties.putAll(more);
    CatalogConfig catalog = new CatalogConfig("market_data", properties);
    Schema schema = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    return (S3FileIO)
        catalog.open().buildTable(catalog.table("t"), schema).createTransaction().table().io();
  }

  private static AttributeMap options(S3Client client) throws Exception {
    SdkClientConfiguration configuration =
        (SdkClientConfiguration) field(client.getClass(), client, "clientConfiguration");
    SdkHttpClient http = configuration.option(SdkClientOption.SYNC_HTTP_CLIENT);
    while (!(http instanceof UrlConnectionHttpClient)) {
      http = wrapped(http);
    }
    return (AttributeMap) field(http.getClass(), http, "options");
  }

  private static SdkHttpClient wrapped(SdkHttpClient http) throws Exception {
    for (Field field : http.getClass().getDeclaredFields()) {
      if (field.getType() == SdkHttpClient.class) {
        return (SdkHttpClient) field(http.getClass(), http, field.getName());
      }
    }
    throw new AssertionError(http.getClass() + " is another client");
  }

  /** Libraries do not show what they use. */
  private static Object field(Class<?> type, Object owner, String name) throws Exception {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
