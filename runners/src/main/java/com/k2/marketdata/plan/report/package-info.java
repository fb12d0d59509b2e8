/** The arithmetic of a resource plan, and what it means: whether the plan holds. */
package com.k2.marketdata.plan.report;
