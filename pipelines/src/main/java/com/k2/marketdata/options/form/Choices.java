package com.k2.marketdata.options.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values that an option may have, if its type does not list them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Choices {

  /** The values; the class has a public constructor without parameters. */
  Class<? extends Iterable<String>> value();
}
