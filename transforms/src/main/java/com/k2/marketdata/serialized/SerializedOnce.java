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
 * A value that steps of a pipeline carry to tasks. It is serialized once, when the holder is
 * created, and deserialized at most once per JVM, on the first {@link #get}. A runner serializes a
 * step a dozen times while it builds a pipeline and once more for each task; with this holder it
 * copies compressed bytes instead of walking a large object graph each time.
 *
 * <p>All tasks of a JVM share one object, which must be thread-safe. A JVM keeps the {@value
 * #MAX_DESERIALIZED} most recently used values and deserializes an evicted one again when it is
 * needed.
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
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(new DeflaterOutputStream(buffer))) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serialize a "
              + value.getClass().getName()
              + " for tasks; make the class that the cause names Serializable.",
          e);
    }
    this.bytes = buffer.toByteArray();
  }

  /**
   * Serializes the value as it is now. Tasks do not see later changes to it. Throws {@link
   * UncheckedIOException} if it cannot be serialized.
   */
  public static <T extends Serializable> SerializedOnce<T> of(T value) {
    return new SerializedOnce<>(value);
  }

  /** The value; the same object for all readers in this JVM. */
  @SuppressWarnings("unchecked") // Its type is that of the value that was serialized.
  public T get() {
    return (T) DESERIALIZED.get(id, any -> deserialize());
  }

  private Object deserialize() {
    try (ObjectInputStream in =
        new ContextObjectInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot deserialize a value that a step carries; check that driver and executors"
              + " run the same build.",
          e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "A class that a step carries is missing from this JVM's class path; add the jar that"
              + " has it to the executors.",
          e);
    }
  }

  /**
   * Resolves classes with the thread's context class loader, because runners load a job's classes
   * there.
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
          return super.resolveClass(description); // primitive types, such as int.class
        }
      }
      return super.resolveClass(description);
    }
  }
}
