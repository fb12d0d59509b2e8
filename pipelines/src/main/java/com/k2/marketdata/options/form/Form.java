package com.k2.marketdata.options.form;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The form of an option whose value is text. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Form {

  /** What a whole value matches, in upper or lower case. */
  String regex();

  /** The same for people, as the end of the sentence "It must be …". */
  String words();
}
