/**
 * The forms of options' values: annotations that state them, the description of an option that is
 * made from its annotations, and the parsing of durations and sizes.
 */
package com.k2.marketdata.options.form;
