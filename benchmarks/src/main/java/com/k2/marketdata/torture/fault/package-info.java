/**
 * The faults and their order, chosen from a seed. This package uses {@code driver}, and no other
 * package of {@code torture}.
 */
package com.k2.marketdata.torture.fault;
