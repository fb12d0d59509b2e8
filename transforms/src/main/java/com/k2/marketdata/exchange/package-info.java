/**
 * The exchanges, one class each, with the rules that make a trade of a decoded record. A user's jar
 * can add more: {@code docs/add-an-exchange.md}. Uses trade, avro and message.
 */
package com.k2.marketdata.exchange;
