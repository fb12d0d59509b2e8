/**
 * Operations that an operator starts by hand: showing positions, setting them, and rolling back.
 * Each builds a plan that can be shown before it is applied. Only commands use this package.
 */
package com.k2.marketdata.operate;
