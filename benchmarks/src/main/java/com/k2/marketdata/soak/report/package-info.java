/**
 * What a soak has shown: figures, the gate, and their files. This package uses {@code sample}, and
 * no other package of {@code soak}.
 */
package com.k2.marketdata.soak.report;
