package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 store with one bucket: S3Proxy, which keeps the objects as files. Maven fetches it on first
 * use.
 */
public final class LocalObjectStore extends LocalServer {
  private static final String VERSION = "4.1.0";
  private static final String BUCKET = "warehouse";
  private static final String ACCESS_KEY = "k2";

  /** S3 requires one; S3Proxy ignores it. */
  private static final String REGION = "us-east-1";

  private final FetchedProgram program;
  private final StoredSecret secretKey;

  /** The store of a folder; nothing is started yet. */
  public LocalObjectStore(Path folder) {
    super("object store", "store", folder);
    program =
        new FetchedProgram(
            "org.gaul:s3proxy:" + VERSION + ":jar:jar-with-dependencies",
            folder().resolve("s3proxy-" + VERSION),
            "s3proxy-" + VERSION + "-jar-with-dependencies.jar");
    secretKey = new StoredSecret(folder().resolve("secret-key"));
  }

  /** The address for clients, if the store is running. */
  public Optional<String> endpoint() {
    return address();
  }

  /**
   * The properties of a catalog that has its files in the bucket, among them the secret key; empty
   * if the store is not running.
   */
  public Optional<Map<String, String>> catalogProperties() {
    return endpoint()
        .map(
            endpoint ->
                Map.of(
                    "warehouse",
                    "s3://" + BUCKET,
                    "s3.endpoint",
                    endpoint,
                    "s3.access-key-id",
                    ACCESS_KEY,
                    "s3.secret-access-key",
                    secretKey.value(),
                    "client.region",
                    REGION));
  }

  /** The file that has the object of a key. */
  public Path object(String key) {
    return bucket().resolve(key);
  }

  /** Whether the store's program has been fetched. */
  boolean isInstalled() {
    return program.isInstalled();
  }

  /** Fetches the program of the store unless it is there; otherwise the first start does it. */
  public void install() {
    program.install(log());
  }

  @Override
  protected String address(int port) {
    return endpoint(port);
  }

  @Override
  protected void prepare(int port) {
    Properties settings = new Properties();
    settings.put("s3proxy.endpoint", endpoint(port));
    settings.put("s3proxy.authorization", "aws-v2-or-v4");
    settings.put("s3proxy.identity", ACCESS_KEY);
    settings.put("s3proxy.credential", secretKey.value());
    settings.put("jclouds.provider", "filesystem-nio2");
    settings.put("jclouds.filesystem.basedir", bucket().getParent().toString());
    // The provider requires these and does not use them.
    settings.put("jclouds.identity", "none");
    settings.put("jclouds.credential", "none");
    try {
      PrivateFiles.createFolders(bucket());
      try (OutputStream out = Files.newOutputStream(PrivateFiles.createFile(settingsFile()))) {
        settings.store(out, null);
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write the object store's " + settingsFile(), e);
    }
    program.install(log());
  }

  @Override
  protected List<String> arguments(int port) {
    return List.of(
        "-Xmx192m",
        "-XX:+UseSerialGC",
        "-jar",
        program.file().toString(),
        "--properties",
        settingsFile().toString());
  }

  @Override
  protected Map<String, String> environment(int port) {
    return Map.of();
  }

  /** Another store does not accept this store's key. */
  @Override
  protected boolean isReady(int port, Duration within) {
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint(port)))
            .forcePathStyle(true)
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY, secretKey.value())))
            .overrideConfiguration(overridden -> overridden.apiCallTimeout(within))
            .build()) {
      client.headBucket(request -> request.bucket(BUCKET));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private Path bucket() {
    return folder().resolve("data").resolve(BUCKET);
  }

  private Path settingsFile() {
    return folder().resolve("s3proxy.properties");
  }

  private static String endpoint(int port) {
    return "http://" + HOST + ":" + port;
  }
}
