/** The arithmetic of a resource plan, and the judgement: whether the plan is accepted. */
package com.k2.marketdata.plan.report;
