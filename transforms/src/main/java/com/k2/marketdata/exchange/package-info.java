/**
 * The exchanges, one class each, with the rules that turn a decoded record into a trade. Everything
 * that differs between exchanges is here. {@code docs/add-an-exchange.md} describes how to add one.
 */
package com.k2.marketdata.exchange;
