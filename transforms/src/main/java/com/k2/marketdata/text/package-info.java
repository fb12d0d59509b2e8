/**
 * Text for people: data that is safe to print, and counts with their nouns. Any package may use
 * this package, which uses no other package of K2.
 */
package com.k2.marketdata.text;
