package com.k2.marketdata.feed.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses JSON and keeps each number as its text, so that no digit of a price or a time is lost. An
 * object becomes a {@code Map}, an array a {@code List}, any other value a {@link Scalar}.
 */
public final class ExactJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * A string, number, boolean or null.
   *
   * @param text as written; empty for null
   */
  public record Scalar(JsonToken token, String text) {}

  private ExactJson() {}

  /** Parses text that is exactly one JSON value. */
  static Object parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IOException("no JSON");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("text after the JSON value");
      }
      return value;
    } catch (StackOverflowError e) {
      throw new IOException("nested too deeply", e);
    }
  }

  /**
   * The text of a member or element; empty if it is absent or null.
   *
   * @throws IOException if it is an object or an array
   */
  public static String text(Object value) throws IOException {
    if (value == null) {
      return "";
    }
    if (value instanceof Scalar scalar) {
      return scalar.text();
    }
    throw new IOException("an object or array instead of a value");
  }

  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        return members;
      case START_ARRAY:
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        return elements;
      case VALUE_NULL:
        return new Scalar(JsonToken.VALUE_NULL, "");
      default:
        return new Scalar(parser.currentToken(), parser.getText());
    }
  }
}
