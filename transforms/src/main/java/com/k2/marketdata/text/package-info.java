/**
 * Text for people: data that is safe to print, counts with their nouns, commands for a shell, and
 * suggestions for misspelled names. Any package may use this package, which uses no other package
 * of K2.
 */
package com.k2.marketdata.text;
