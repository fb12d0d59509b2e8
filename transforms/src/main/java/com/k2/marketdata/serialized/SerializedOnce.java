package com.k2.marketdata.serialized;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A value on its way to tasks: written down once, however many steps, cycles and tasks carry it,
 * and read once in each JVM. A runner serialises a step a dozen times while it builds a pipeline,
 * and once more for each task; what is large or made of many objects goes along as a few bytes.
 *
 * <p>All who read it in a JVM share one object, which must be safe for use by many threads.
 */
public final class SerializedOnce<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More than all exchanges have; older ones, of which no task is left, make room. */
  private static final int MOST_READ = 64;

  private static final Map<String, Object> READ =
      new LinkedHashMap<>(MOST_READ, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
          return size() > MOST_READ;
        }
      };

  private final String id;
  private final byte[] written;

  private SerializedOnce(T value) {
    this.id = UUID.randomUUID().toString();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Tasks cannot be given a " + value.getClass().getName() + ".", e);
    }
    this.written = bytes.toByteArray();
  }

  /** A value as it is now; what becomes of it later is not seen by tasks. */
  public static <T extends Serializable> SerializedOnce<T> of(T value) {
    return new SerializedOnce<>(value);
  }

  /** The value, the same object for all who ask in this JVM. */
  @SuppressWarnings("unchecked") // Its type is that of what was written.
  public T get() {
    synchronized (READ) {
      return (T) READ.computeIfAbsent(id, any -> read());
    }
  }

  private Object read() {
    try (ObjectInputStream in =
        new ContextObjectInputStream(new InflaterInputStream(new ByteArrayInputStream(written)))) {
      return in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A task cannot read what it was given.", e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("This JVM lacks a class that its task needs.", e);
    }
  }

  /** Finds classes where the thread does: runners load those of a job in a loader of their own. */
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
