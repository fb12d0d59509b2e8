package com.k2.marketdata.plan.report;

/**
 * A reason to refuse a plan, or a warning that it leaves less headroom than it should.
 *
 * @param refused whether the plan is refused; otherwise the finding is a warning
 * @param subject what it is about, such as {@code worker 1} or the name of a job
 * @param message sentences that name the numbers
 * @param change the smallest change that settles the finding
 */
public record Finding(boolean refused, String subject, String message, String change) {}
