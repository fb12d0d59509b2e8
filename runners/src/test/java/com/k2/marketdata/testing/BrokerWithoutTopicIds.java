package com.k2.marketdata.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * A proxy of a broker that makes it look like one older than Kafka 2.8: it offers no version of a
 * request whose response has topic ids. Clients negotiate versions per connection, so {@link
 * #upgrade} closes all connections.
 */
public final class BrokerWithoutTopicIds implements AutoCloseable {
  /** The last versions without topic ids. */
  private static final Map<ApiKeys, Short> LAST_VERSIONS =
      Map.of(ApiKeys.METADATA, (short) 9, ApiKeys.FETCH, (short) 12);

  /** Requests that are newer than topic ids. Without them, clients send METADATA. */
  private static final Set<ApiKeys> NEWER =
      Set.of(ApiKeys.DESCRIBE_TOPIC_PARTITIONS, ApiKeys.DESCRIBE_CLUSTER);

  private final ServerSocket server;
  private final int brokerPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean upgraded;

  private record Request(ApiKeys api, short version) {}

  private BrokerWithoutTopicIds(int brokerPort) throws IOException {
    this.brokerPort = brokerPort;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Starts a proxy of a broker. */
  public static BrokerWithoutTopicIds before(LocalKafka kafka) {
    try {
      String address = kafka.bootstrap();
      BrokerWithoutTopicIds proxy =
          new BrokerWithoutTopicIds(
              Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
      proxy.inBackground(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrap() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Offers all versions of the broker from now on. */
  public void upgrade() {
    upgraded = true;
    open.forEach(BrokerWithoutTopicIds::closeQuietly);
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(BrokerWithoutTopicIds::closeQuietly);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Ends when a socket is closed. */
  private void inBackground(Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (IOException e) {
                // A closed connection.
              }
            },
            "broker-without-topic-ids");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
      open.add(client);
      open.add(broker);
      Queue<Request> requests = new ConcurrentLinkedQueue<>();
      inBackground(() -> closing(client, broker, () -> forwardRequests(client, broker, requests)));
      inBackground(() -> closing(client, broker, () -> forwardResponses(client, broker, requests)));
    }
  }

  private void closing(Socket client, Socket broker, Step step) throws IOException {
    try {
      step.run();
    } finally {
      for (Socket socket : Set.of(client, broker)) {
        closeQuietly(socket);
        open.remove(socket);
      }
    }
  }

  private static void forwardRequests(Socket client, Socket broker, Queue<Request> requests)
      throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
    DataOutputStream out = new DataOutputStream(broker.getOutputStream());
    while (true) {
      ByteBuffer frame = read(in);
      requests.add(new Request(ApiKeys.forId(frame.getShort(0)), frame.getShort(2)));
      write(out, frame);
    }
  }

  /** A broker answers the requests of a connection in their order. */
  private void forwardResponses(Socket client, Socket broker, Queue<Request> requests)
      throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(broker.getInputStream()));
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    while (true) {
      ByteBuffer frame = read(in);
      Request request = requests.remove();
      write(out, changed(frame, request));
    }
  }

  private ByteBuffer changed(ByteBuffer frame, Request request) {
    if (request.api() != ApiKeys.API_VERSIONS && request.api() != ApiKeys.METADATA) {
      return frame;
    }
    short headerVersion = request.api().responseHeaderVersion(request.version());
    ByteBuffer rest = frame.duplicate();
    ResponseHeader header = ResponseHeader.parse(rest, headerVersion);
    ApiMessage body =
        request.api() == ApiKeys.API_VERSIONS
            ? versions(new ApiVersionsResponseData(new ByteBufferAccessor(rest), request.version()))
            : metadata(new MetadataResponseData(new ByteBufferAccessor(rest), request.version()));
    ByteBuffer head = MessageUtil.toByteBuffer(header.data(), headerVersion);
    ByteBuffer tail = MessageUtil.toByteBuffer(body, request.version());
    return ByteBuffer.allocate(head.remaining() + tail.remaining()).put(head).put(tail).flip();
  }

  private ApiMessage versions(ApiVersionsResponseData response) {
    for (Iterator<ApiVersion> i = response.apiKeys().iterator(); !upgraded && i.hasNext(); ) {
      ApiVersion offered = i.next();
      ApiKeys api = ApiKeys.hasId(offered.apiKey()) ? ApiKeys.forId(offered.apiKey()) : null;
      if (api != null && NEWER.contains(api)) {
        i.remove();
      } else if (api != null && LAST_VERSIONS.containsKey(api)) {
        offered.setMaxVersion(LAST_VERSIONS.get(api));
      }
    }
    return response;
  }

  /** Returns the proxy's address to clients instead of the broker's. */
  private ApiMessage metadata(MetadataResponseData response) {
    response
        .brokers()
        .forEach(broker -> broker.setHost("127.0.0.1").setPort(server.getLocalPort()));
    return response;
  }

  private static ByteBuffer read(DataInputStream in) throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return ByteBuffer.wrap(frame);
  }

  private static void write(DataOutputStream out, ByteBuffer frame) throws IOException {
    byte[] bytes = new byte[Integer.BYTES + frame.remaining()];
    ByteBuffer.wrap(bytes).putInt(frame.remaining()).put(frame.duplicate());
    out.write(bytes);
    out.flush();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already, or broken.
    }
  }
}
