package com.k2.marketdata.lake.table;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A value for each table of an exchange that takes part; the roles of other tables have none.
 * Immutable, and serializable if its values are.
 *
 * @param byRole the values, in the order of the roles; none is null
 */
public record ByRole<T>(Map<TableRole, T> byRole) implements Serializable {

  public ByRole {
    Map<TableRole, T> copy = new EnumMap<>(TableRole.class);
    copy.putAll(byRole);
    if (copy.containsValue(null)) {
      throw new IllegalArgumentException("A role without a table has no entry: " + copy);
    }
    byRole = Collections.unmodifiableMap(copy);
  }

  /** No values. */
  public static <T> ByRole<T> none() {
    return new ByRole<>(Map.of());
  }

  /** A value for every role. */
  public static <T> ByRole<T> all(T bronze, T silver, T deadLetters) {
    return new ByRole<>(
        Map.of(
            TableRole.BRONZE, bronze,
            TableRole.SILVER, silver,
            TableRole.DEAD_LETTERS, deadLetters));
  }

  /** These values with one added or replaced. */
  public ByRole<T> with(TableRole role, T value) {
    Map<TableRole, T> more = new EnumMap<>(TableRole.class);
    more.putAll(byRole);
    more.put(role, value);
    return new ByRole<>(more);
  }

  public Optional<T> bronze() {
    return get(TableRole.BRONZE);
  }

  public Optional<T> silver() {
    return get(TableRole.SILVER);
  }

  public Optional<T> deadLetters() {
    return get(TableRole.DEAD_LETTERS);
  }

  public Optional<T> get(TableRole role) {
    return Optional.ofNullable(byRole.get(role));
  }

  public boolean has(TableRole role) {
    return byRole.containsKey(role);
  }

  /**
   * The value of a role that must have one.
   *
   * @throws IllegalStateException if it has none
   */
  public T require(TableRole role) {
    return get(role)
        .orElseThrow(() -> new IllegalStateException("No " + role.words() + " in " + byRole));
  }

  /** The values that are present, in the order of the roles. */
  public Collection<T> values() {
    return byRole.values();
  }

  /** The values of bronze and silver that are present: the tables whose ledgers drive cycles. */
  public List<T> positioned() {
    return Stream.of(bronze(), silver()).flatMap(Optional::stream).toList();
  }

  /** The same roles with values computed from these. */
  public <R> ByRole<R> map(Function<? super T, ? extends R> function) {
    return mapWithRole((role, value) -> function.apply(value));
  }

  /** The same roles with values computed from these and their roles. */
  public <R> ByRole<R> mapWithRole(BiFunction<TableRole, ? super T, ? extends R> function) {
    Map<TableRole, R> mapped = new EnumMap<>(TableRole.class);
    byRole.forEach((role, value) -> mapped.put(role, function.apply(role, value)));
    return new ByRole<>(mapped);
  }

  /**
   * These values, for tables that are written: silver and its dead letters are written together.
   *
   * @throws IllegalArgumentException if only one of them is present
   */
  public ByRole<T> forWriting() {
    if (has(TableRole.SILVER) != has(TableRole.DEAD_LETTERS)) {
      throw new IllegalArgumentException(
          "Silver and its dead letters are written together, but only one is in " + byRole);
    }
    return this;
  }
}
