/**
 * What all jobs of the comparison share: the frame of a job's process, its options, the lines by
 * which it is measured, its work folder, and the names and schemas of its tables. The jobs in
 * {@code spark} and {@code floor} and the rows of {@code row} use this package. It uses no other
 * package of the peer.
 */
package com.k2.marketdata.peer.job;
