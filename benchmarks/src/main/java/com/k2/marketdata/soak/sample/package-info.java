/**
 * What is measured during a soak: resident memory, heaps and cycles. This package uses no other
 * package of {@code soak}.
 */
package com.k2.marketdata.soak.sample;
