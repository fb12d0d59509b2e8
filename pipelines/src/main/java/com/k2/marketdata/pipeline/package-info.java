/**
 * The pipelines that users run: bronze, silver and medallion, one class each. A pipeline says which
 * steps a cycle has and which tables it writes. Runners start them through {@link
 * com.k2.marketdata.pipeline.TradePipeline}.
 */
package com.k2.marketdata.pipeline;
