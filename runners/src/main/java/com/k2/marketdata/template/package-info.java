/**
 * Templates: how each pipeline is started, with parameters that are generated from its options. A
 * parameter file is checked as a whole, and becomes an {@link
 * com.k2.marketdata.template.Application}, which {@code template.render} writes as a command or a
 * resource. What a pipeline accepts is decided by the pipeline itself, through {@link
 * com.k2.marketdata.template.TemplateProgram}.
 */
package com.k2.marketdata.template;
