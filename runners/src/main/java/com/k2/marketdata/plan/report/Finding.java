package com.k2.marketdata.plan.report;

/**
 * Something in a plan that does not hold, or that leaves less headroom than it should.
 *
 * @param refused whether the plan cannot hold; else the finding is a warning
 * @param subject what it is about, such as {@code worker 1} or the name of a job
 * @param message sentences that name the numbers
 * @param change the smallest change after which the plan holds
 */
public record Finding(boolean refused, String subject, String message, String change) {}
