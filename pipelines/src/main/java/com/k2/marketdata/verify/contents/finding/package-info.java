/**
 * What a comparison of contents finds: differences of a row, findings, and the verdict that tasks
 * send to the driver. Uses {@code verify.row}, {@code verify.scan} and {@code verify.judge}; all
 * other packages of {@code verify.contents} may use it.
 */
package com.k2.marketdata.verify.contents.finding;
