package com.k2.marketdata.cli.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.k2.marketdata.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Results as JSON: records as objects, absent values as null, control characters in strings
 * escaped.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Path.class, new ToStringSerializer())
                  .addSerializer(Optional.class, new OptionalSerializer()));

  private Json() {}

  public static String pretty(Object value) {
    try {
      return Printable.lines(MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print " + value.getClass() + " as JSON", e);
    }
  }

  @SuppressWarnings("rawtypes") // Jackson registers serializers by raw class.
  private static final class OptionalSerializer extends JsonSerializer<Optional> {
    @Override
    public void serialize(Optional value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.isPresent() ? value.get() : null, out);
    }
  }
}
