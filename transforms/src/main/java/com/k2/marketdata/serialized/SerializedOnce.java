package com.k2.marketdata.serialized;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A value that steps of a pipeline carry to tasks. It is serialized once, however many steps,
 * cycles and tasks carry it, and deserialized once in each JVM. A runner serializes a step a dozen
 * times while it builds a pipeline, and once more for each task; this way a large value, or one of
 * many objects, is copied as a few bytes.
 *
 * <p>All readers in a JVM share one object, which must be safe for use by many threads.
 */
public final class SerializedOnce<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More than the cycles of all exchanges need at one time. */
  private static final int MAX_DESERIALIZED = 64;

  private static final LruCache<String, Object> DESERIALIZED =
      new LruCache<>(MAX_DESERIALIZED, dropped -> {});

  private final String id;
  private final byte[] bytes;

  private SerializedOnce(T value) {
    this.id = UUID.randomUUID().toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(new DeflaterOutputStream(out))) {
      objects.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serialize a " + value.getClass().getName() + " for tasks.", e);
    }
    this.bytes = out.toByteArray();
  }

  /** A value as it is now; tasks do not see later changes. */
  public static <T extends Serializable> SerializedOnce<T> of(T value) {
    return new SerializedOnce<>(value);
  }

  /** The value; the same object for all readers in this JVM. */
  @SuppressWarnings("unchecked") // Its type is that of the value that was serialized.
  public T get() {
    return (T) DESERIALIZED.get(id, any -> read());
  }

  private Object read() {
    try (ObjectInputStream in =
        new ContextObjectInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A task cannot deserialize a value that it was given.", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("A task needs a class that this JVM does not have.", e);
    }
  }

  /**
   * Uses the thread's class loader first: runners load the classes of a job in one of their own.
   */
  private static final class ContextObjectInputStream extends ObjectInputStream {
    ContextObjectInputStream(InflaterInputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      if (context != null) {
        try {
          return Class.forName(description.getName(), false, context);
        } catch (ClassNotFoundException e) {
          return super.resolveClass(description); // such as int.class
        }
      }
      return super.resolveClass(description);
    }
  }
}
